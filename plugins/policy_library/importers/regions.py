"""What of a Markdown text stays as its author laid it out: tables, lists of his own, code. An official number is no list."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policy_library.text.enumerators import is_numbered

Span = tuple[int, int]

_FENCE = re.compile(r"[ ]{0,3}(```|~~~)")
_TABLE = re.compile(r"[ ]{0,3}<table[\s>]", re.IGNORECASE)
_ROW = re.compile(r"[ ]{0,3}\|")
_QUOTE = re.compile(r"[ ]{0,3}>")
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,3}\.)[ \t]+(\S.*)")
_BULLET = re.compile(r"\s*[-*+][ \t]+(\S.*)")
_DRAWN_IN = re.compile(r"[ ]{2,}\S|\t")


def regions(text: str) -> tuple[Span, ...]:
    """In order and apart; each begins at the start of a line and ends before a line break."""
    return tuple(_regions(text.split("\n")))


def _regions(lines: list[str]) -> Iterator[Span]:
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    at = 0
    while at < len(lines):
        end = _end(lines, at)
        if end > at:
            yield starts[at], starts[end] - 1
        at = max(end, at + 1)


def _end(lines: list[str], at: int) -> int:
    """Of the region that begins with the line; the line itself where none does."""
    line = lines[at]
    if fence := _FENCE.match(line):
        return next((n + 1 for n in range(at + 1, len(lines)) if lines[n].strip().startswith(fence[1])), at)
    if _TABLE.match(line):
        return next((n + 1 for n in range(at, len(lines)) if "</table>" in lines[n].lower()), at)
    for mark in (_ROW, _QUOTE):
        if mark.match(line):
            return _run(lines, at, mark)
    return _list(lines, at) if _begins_list(line) else at


def _run(lines: list[str], at: int, mark: re.Pattern[str]) -> int:
    while at < len(lines) and mark.match(lines[at]):
        at += 1
    return at


def _begins_list(line: str) -> bool:
    """A bullet before an official number is one of ours: what it stands for is told anew."""
    item = _ITEM.match(line)
    bullet = _BULLET.match(line)
    return bool(item) and not (bullet and is_numbered(bullet[1]))


def _list(lines: list[str], at: int) -> int:
    """Its items, and what is drawn in under them."""
    end = at = at + 1
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            at += 1
        elif _begins_list(line) or _DRAWN_IN.match(line) and not is_numbered(line.strip().lstrip("-*+ ")):
            end = at = at + 1
        else:
            break
    return end
