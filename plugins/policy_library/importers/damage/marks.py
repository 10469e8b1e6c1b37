"""Halves of pairs: 《》〈〉“”（）〔〕【】「」. A title that lost one mark is proposed whole where its words tell its ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from . import numbers, titles
from .base import Damage, Kind, Text

_PAIRS = {"《": "》", "〈": "〉", "“": "”", "（": "）", "〔": "〕", "【": "】", "「": "」"}
_OPENS = {close: open_ for open_, close in _PAIRS.items()}
_MARK = re.compile("[《》〈〉“”（）()〔〕【】「」]")
_WIDE = str.maketrans("()", "（）")
_QUOTES = "“「"
_REACH = {"“": 40, "「": 40, "（": 3, "【": 1, "《": 1, "〈": 1}
"""How many paragraphs on the other half may stand: an amending act quotes several; an empty line may cut a title in two."""

_ITEM = re.compile(r"(?:^|[\s，。；、：（])[0-9一二三四五六七八九十a-zA-Z①-⑳]{1,3}$")  # 1）, a)


@dataclass(frozen=True)
class _Half:
    paragraph: int
    at: int  # in the text of the paragraph
    mark: str  # in full width

    @property
    def pair(self) -> str:
        return _OPENS.get(self.mark, self.mark)


def find(t: Text) -> Iterator[Damage]:
    halves = _halves(t)
    if not halves:
        return
    told = tuple(numbers.find(t))
    ends = titles.Ends(t)
    for half in halves:
        paragraph = t.parts[half.paragraph].paragraph
        at = paragraph.start + half.at
        if t.is_furniture(at) or t.is_masked(at) or any(d.start <= at < d.end for d in told):
            continue
        start, end = ends.of(paragraph.text, half.at)
        words = paragraph.text[start:end]
        proposed = None if len(words) == 1 else f"《{words}" if half.mark == "》" else f"{words}》"
        yield t.damage(_kind(half), paragraph.start + start, paragraph.start + end, proposed)


def _kind(half: _Half) -> Kind:
    return {"《": "lost-title-mark", "〈": "lost-title-mark", "“": "lost-quotes", "「": "lost-quotes"}.get(half.pair, "lost-bracket")  # type: ignore[return-value]


def _halves(t: Text) -> list[_Half]:
    """Marks without their other half, in order."""
    found: list[_Half] = []
    for n, part in enumerate(t.parts):
        found += _halves_of(n, part.paragraph.text)
    return _across(t, found)


def _halves_of(n: int, text: str) -> list[_Half]:
    stacks: dict[str, list[_Half]] = {mark: [] for mark in _PAIRS}
    single: list[_Half] = []
    for m in _MARK.finditer(text):
        half = _Half(n, m.start(), m[0].translate(_WIDE))
        if half.mark in _PAIRS:
            stacks[half.mark].append(half)
        elif stacks[half.pair]:
            stacks[half.pair].pop()
        elif not (half.mark == "）" and _ITEM.search(text[max(0, half.at - 5) : half.at])):
            single.append(half)
    single += [half for opened in stacks.values() for half in opened]
    return sorted(single, key=lambda half: half.at)


def _across(t: Text, halves: list[_Half]) -> list[_Half]:
    """Without pairs whose halves stand in different paragraphs."""
    open_: dict[str, list[_Half]] = {mark: [] for mark in _REACH}
    paired: set[_Half] = set()
    for half in halves:
        if half.mark in open_:
            if half.pair in _QUOTES and _begins_with(t, half.paragraph + 1, half.mark):
                paired.add(half)  # each paragraph of a quotation opens it again, and the last one closes it
            else:
                open_[half.mark].append(half)
        elif half.pair in open_:
            opened = [one for one in open_[half.pair] if one.paragraph < half.paragraph and _reaches(t, one, half)]
            if opened:
                paired |= {half, opened[-1]}
                open_[half.pair].clear()
    return [half for half in halves if half not in paired]


def _begins_with(t: Text, n: int, mark: str) -> bool:
    return n < len(t.parts) and t.parts[n].paragraph.text.startswith(mark)


def _reaches(t: Text, one: _Half, other: _Half) -> bool:
    """A history in brackets, a line to each change, may be long."""
    between = t.parts[one.paragraph : other.paragraph + 1]
    return len(between) <= 1 + _REACH[one.pair] or all(part.role == "passed" for part in between)
