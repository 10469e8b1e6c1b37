"""The numbers that Word counts by itself, written out: those of an official text are its addresses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from .docx_formats import FORMATS
from .docx_styles import Element, Styles, child, is_on, local, value, whole

_LONGEST = 100  # characters: of the pattern of a number


@dataclass(frozen=True)
class Number:
    text: str
    blank: bool
    """Word sets the words apart from it."""
    bullet: bool = False

    def before(self, words: str) -> str:
        """第一条　为了…, 一、总体要求, 1.范围; but 1. 5公里 is not 1.5公里."""
        if not self.blank or not self.text or not words:
            return self.text + words
        if self.text.startswith("第"):
            return f"{self.text}\u3000{words}"
        close = self.text[-1].isalnum() or self.text[-1] in ".．" and words[0].isdigit()
        return f"{self.text} {words}" if close else self.text + words


@dataclass(frozen=True)
class _Level:
    start: int
    format: str
    text: str
    blank: bool
    legal: bool
    """All numbers in it are Arabic."""
    after: int
    """Begins anew behind a paragraph of the levels above this one; 0: never."""
    style: str | None


@dataclass(frozen=True)
class _List:
    counted: str | None
    """Lists of one definition go on counting."""
    levels: Mapping[int, _Level]
    starts: Mapping[int, int]


class Numbering:
    def __init__(self, root: Element | None, styles: Styles) -> None:
        self.styles = styles
        self.unknown: dict[str, None] = {}
        """Formats that were met and are not known."""
        parts = list(root) if root is not None else []
        self._definitions = {value(one, "abstractNumId"): one for one in parts if local(one) == "abstractNum"}
        self._nums = {value(one, "numId"): one for one in parts if local(one) == "num"}
        self._lists: dict[str | None, _List | None] = {}
        self._counts: dict[str | None, dict[int, int]] = {}
        self._begun: set[tuple[str | None, int]] = set()

    def next(self, paragraph: Element) -> Number | None:
        """The number of a paragraph; each is asked for once, in their order."""
        style = self.styles.of(paragraph)
        own, inherited = child(paragraph, "pPr", "numPr"), self.styles.first(style, "pPr", "numPr")
        number = value(child(own, "numId")) or value(child(inherited, "numId"))
        listed = self._list(number) if number else None
        if not listed:
            return None
        by_style = next((level for level, one in listed.levels.items() if one.style and one.style == style), 0)
        at = whole(child(own, "ilvl"), whole(child(inherited, "ilvl"), by_style, 8), 8)
        return self._count(number, listed, at) if at in listed.levels else None

    def _count(self, number: str | None, listed: _List, at: int) -> Number:
        level, counts = listed.levels[at], self._counts.setdefault(listed.counted, {})
        begins = at in listed.starts and (number, at) not in self._begun
        self._begun.add((number, at))
        counts[at] = listed.starts[at] if begins else counts[at] + 1 if at in counts else level.start
        for above in range(at):
            counts.setdefault(above, listed.levels[above].start if above in listed.levels else 1)
        for below in [one for one in counts if one > at and one in listed.levels and at < listed.levels[one].after]:
            del counts[below]
        if level.format == "bullet":
            return Number("", blank=True, bullet=True)
        shown = re.sub(r"%([1-9])", lambda m: self._shown(listed, int(m[1]) - 1, level.legal), level.text)
        return Number(shown.strip(), level.blank)

    def _shown(self, listed: _List, at: int, legal: bool) -> str:
        n = self._counts[listed.counted].get(at)
        if n is None or at not in listed.levels:
            return ""
        name = "decimal" if legal or n > 9999 else listed.levels[at].format
        if name not in FORMATS:
            self.unknown[name] = None
        return FORMATS.get(name, str)(n)

    def _list(self, number: str) -> _List | None:
        if number not in self._lists:
            self._lists[number] = self._read(self._nums[number]) if number in self._nums else None
        return self._lists[number]

    def _read(self, num: Element) -> _List | None:
        counted = value(child(num, "abstractNumId"))
        definition = self._definitions.get(counted)
        if (linked := value(child(definition, "numStyleLink"))) is not None:
            held = value(self.styles.first(linked, "pPr", "numPr", "numId"))
            counted = value(child(self._nums.get(held), "abstractNumId"))
            definition = self._definitions.get(counted)
        if definition is None:
            return None
        levels = {whole(one, 0, 8, "ilvl"): _level(one) for one in definition if local(one) == "lvl"}
        starts: dict[int, int] = {}
        for override in (one for one in num if local(one) == "lvlOverride"):
            at = whole(override, 0, 8, "ilvl")
            if (changed := child(override, "lvl")) is not None:
                levels[at] = _level(changed)
            if (start := child(override, "startOverride")) is not None:
                starts[at] = whole(start, 1)
        return _List(counted, levels, starts)


def _level(element: Element) -> _Level:
    at, written = whole(element, 0, 8, "ilvl"), child(element, "numFmt")
    if written is None:
        written = child(element, "AlternateContent", "Fallback", "numFmt")
    return _Level(
        start=whole(child(element, "start"), 0),
        format=value(written) or "decimal",
        text=(value(child(element, "lvlText")) or "")[:_LONGEST],
        blank=value(child(element, "suff")) != "nothing",
        legal=is_on(child(element, "isLgl")),
        after=whole(child(element, "lvlRestart"), at, 9),
        style=value(child(element, "pStyle")),
    )
