"""Pieces of the patterns that numbers of documents, orders and standards share."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .normalize import BLANKS

HAN = r"[\u3400-\u9fff\uf900-\ufaff〇\U00020000-\U0003134f]"
SPACE = rf"(?:(?!\n)[{BLANKS}])"
GAP = rf"{SPACE}{{0,6}}(?:\n{SPACE}{{0,6}})?"  # blanks and at most one line break
DIGIT = "[0-9０-９]"
OPEN, CLOSE = r"[〔\[(（【﹝［〖﹙„]", r"[〕\])）】﹞］〗﹚‟]"  # „2009‟ is what some fonts make of 〔2009〕
YEAR = rf"(?:[1１][9９]|[2２][0０]){DIGIT}{{2}}"
# The Han characters at the end of a string, and the gap after them.
LAST_HAN = re.compile(rf"({HAN}*)({GAP})\Z")


def any_of(words: Iterable[str]) -> str:
    """An alternation of literal words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))
