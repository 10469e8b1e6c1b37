"""Markdown that its parser would read in the square of its length: brackets that are left open, or hold one another,
headings, rules and definitions without blank lines between them, and paragraphs of nothing but marks. Nobody writes it; a damaged file, or an attack, may hold it."""

from __future__ import annotations

import re
from collections.abc import Iterator

MOST_STEPS = 3_000_000
"""Characters that the parser may pass again while it looks for ends of brackets: a second or two."""
MOST_SEARCHED = 300_000_000
"""Characters that it may search again behind headings, rules and definitions."""
MOST_COPIED = 2_000_000_000
"""Characters that it may copy for the marks of a paragraph: one copy of the paragraph each."""

_BLANK = re.compile(r"\n[ \t]*\n")
_BRACKET = re.compile(r"\[|\]\(?|[()]")
_CUT = re.compile(r"^[ ]{0,3}(?:#|:[ ]|[=-]+[ ]*$|(?:[*_-][ ]*){3})", re.M)
"""A line behind which the parser starts anew."""
MARKS = "\\`*_<&["


def tangled(markdown: str) -> bool:
    return any(_steps(one) > MOST_STEPS or _searched(one) > MOST_SEARCHED or _copied(one) > MOST_COPIED for one in _blocks(markdown))


def _blocks(markdown: str) -> Iterator[str]:
    return (block for block in _BLANK.split(markdown) if len(block) > 1000)


def _steps(block: str) -> int:
    """From every bracket to its end, or to the end of the block."""
    square: list[int] = []
    round: list[int] = []
    steps = 0
    for found in _BRACKET.finditer(block):
        if found[0] == "[":
            square.append(found.start())
        elif found[0] == "(":
            if round:
                round.append(found.start())
        elif found[0] == ")":
            steps += found.start() - round.pop() if round else 0
        else:
            steps += found.start() - square.pop() if square else 0
            if found[0] == "](":
                round.append(found.start())
    return steps + sum(len(block) - at for at in (*square, *round))


def _searched(block: str) -> int:
    return len(block) * sum(1 for _ in _CUT.finditer(block))


def _copied(block: str) -> int:
    return len(block) * sum(map(block.count, MARKS))
