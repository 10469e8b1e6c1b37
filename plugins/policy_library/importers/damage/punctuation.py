"""Half-width marks in Chinese sentences, straight quotes, and stops that were lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policy_library.text.numerals import CHARACTERS
from policy_library.text.patterns import HAN

from .base import Damage, Text, is_running

_WIDE = str.maketrans(",;:!?()", "，；：！？（）")
_RUN = re.compile(r"[,;:!?()]+")
_CHINESE = re.compile(rf"{HAN}|[，。；：！？、（）《》〈〉“”‘’【】〔〕—…％℃]")
_PAIRS = re.compile(r"[()]|\n[^\S\n]*\n")
_SHORT, _SHORT_REST = 40, 8  # characters: of a paragraph, and behind its last stop
_COMMA = re.compile("[，,；;]")
_DIVISION = re.compile(rf"\s*第[{CHARACTERS}]{{1,7}}[编章节条]")  # a heading that was fused with the paragraph above it
_QUOTED = re.compile(r'"(?P<words>[^"\n]{1,60})"')


def find(t: Text) -> Iterator[Damage]:
    yield from _half_width(t)
    yield from _quotes(t)
    yield from _full_stop(t)


def _half_width(t: Text) -> Iterator[Damage]:
    """A run of marks beside a Chinese character, or whose bracket is half of a pair that is."""
    partner = _partners(t.text)
    runs = [m for m in _RUN.finditer(t.text) if not t.is_masked(m.start())]
    wide = {i for m in runs if _is_beside_chinese(t.text, m) for i in range(*m.span())}
    for m in runs:
        if any(i in wide or partner.get(i) in wide for i in range(*m.span())):
            yield t.damage("half-width-punctuation", *m.span(), m[0].translate(_WIDE), safe=True)


def _is_beside_chinese(text: str, m: re.Match[str]) -> bool:
    before, after = text[m.start() - 1 : m.start()], text[m.end() : m.end() + 1]
    return bool(_CHINESE.match(before) or _CHINESE.match(after))


def _partners(text: str) -> dict[int, int]:
    """Of each half-width bracket the one that closes or opens it, within a paragraph."""
    found: dict[int, int] = {}
    stack: list[int] = []
    for m in _PAIRS.finditer(text):
        if m[0] == "(":
            stack.append(m.start())
        elif m[0] != ")":
            stack.clear()
        elif stack:
            opened = stack.pop()
            found[opened], found[m.start()] = m.start(), opened
    return found


def _quotes(t: Text) -> Iterator[Damage]:
    """Which of them opens is clear here, and still a person looks: quotation marks are words of the text."""
    for m in _QUOTED.finditer(t.text):
        if re.search(HAN, m["words"]) and not t.is_masked(m.start()):
            yield t.damage("half-width-quotes", *m.span(), f"“{m['words']}”")


def _full_stop(t: Text) -> Iterator[Damage]:
    """A paragraph of whole sentences that ends without a stop, before a heading or at the end: nothing goes on with it."""
    for part, following in zip(t.parts, [*t.parts[1:], None], strict=False):
        paragraph = part.paragraph
        text = paragraph.text
        if not is_running(part) or len(text) < _SHORT or not re.match(HAN, text[-1]) or following and following.role == "text":
            continue
        rest = text[text.rfind("。") + 1 :]
        if len(rest) < len(text) and len(rest) >= _SHORT_REST and _COMMA.search(rest) and not _DIVISION.match(rest):
            yield t.damage("lost-full-stop", paragraph.end - 1, paragraph.end, text[-1] + "。", safe=True)
