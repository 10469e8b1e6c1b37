"""What the finders of damage share: the damage itself, and the text with what is known of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from policy_library.text import outline, page_heads

Kind = Literal[
    "broken-line", "control-character", "extra-blank", "full-width-digits", "half-width-punctuation", "half-width-quotes", "homoglyph",
    "lost-bracket", "lost-characters", "lost-date-units", "lost-full-stop", "lost-number-unit", "lost-quotes", "lost-title-mark",
    "page-furniture", "private-use", "repeated-title", "stray-space", "zero-width",
]  # fmt: skip
Severity = Literal["error", "warning", "note"]

RUNNING = frozenset(["text", "heading1", "heading2", "heading3", "article"])
"""Roles of paragraphs that hold sentences."""
_NO_SENTENCE = ("|", "#", "<", ">")  # a table, a heading, a tag, a quotation of Markdown

_IN_DOUBT = frozenset(["lost-bracket", "lost-characters", "lost-date-units", "lost-number-unit", "lost-title-mark", "private-use"])
# Addresses, tags, links, code, comments: marks in them are no punctuation.
_MASKED = re.compile(
    r"https?://(?:[^\s<>()（），。；、“”\u4e00-\u9fff]|\([^\s()]*\))+(?<![,;:!?])|[\w.+-]+@[\w.-]+|</?[A-Za-z][^<>\n]{0,300}>|<!--.{0,2000}?-->"
    r"|!?\[(?=[^\]\n]{0,200}\]\()|\]\([^()\s\n]*\)|`[^`\n]*`",
    re.DOTALL,
)


@dataclass(frozen=True)
class Damage:
    kind: Kind
    start: int
    end: int
    found: str  # text[start:end]
    proposed: str | None  # instead of it; "" deletes, None: a person decides
    safe: bool

    @property
    def severity(self) -> Severity:
        """error: words, a title, a number or a date cannot be relied on; note: a machine may mend it."""
        if self.safe:
            return "note"
        return "error" if self.kind in _IN_DOUBT else "warning"


@dataclass(frozen=True)
class Line:
    """A line that is not empty, without the blanks around it."""

    start: int
    end: int
    text: str
    head: bool  # among the first lines of the page


@dataclass(frozen=True)
class Text:
    text: str
    title: str | None
    parts: tuple[outline.Part, ...]

    def damage(self, kind: Kind, start: int, end: int, proposed: str | None, *, safe: bool = False) -> Damage:
        return Damage(kind, start, end, self.text[start:end], proposed, safe and proposed is not None)

    def is_masked(self, at: int) -> bool:
        return _within(self._masked, at)

    def is_furniture(self, at: int) -> bool:
        return _within(self._furniture, at)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        found: list[Line] = []
        at = 0
        for line in self.text.split("\n"):
            if bare := line.strip():
                start = at + line.index(bare)
                found.append(Line(start, start + len(bare), bare, len(found) < page_heads.HEAD_LINES))
            at += len(line) + 1
        return tuple(found)

    @cached_property
    def furniture(self) -> tuple[Line, ...]:
        """Lines of buttons and hints that the page put around the text."""
        return tuple(line for line in self.lines if page_heads.is_furniture(line.text))

    @cached_property
    def _furniture(self) -> tuple[tuple[int, int], ...]:
        return tuple((line.start, line.end) for line in self.furniture)

    @cached_property
    def _masked(self) -> tuple[tuple[int, int], ...]:
        return tuple((m.start(), m.end()) for m in _MASKED.finditer(self.text))


def is_running(part: outline.Part) -> bool:
    return part.role in RUNNING and not part.paragraph.text.startswith(_NO_SENTENCE)


def _within(spans: tuple[tuple[int, int], ...], at: int) -> bool:
    """Whether one of the spans, sorted and apart, holds `at`."""
    i = bisect_right(spans, (at, len(spans) and spans[-1][1] + 1)) - 1
    return i >= 0 and at < spans[i][1]
