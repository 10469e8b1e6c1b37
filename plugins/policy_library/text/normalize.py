"""Comparison forms of strings. None of these is ever shown to a reader."""

from __future__ import annotations

import re

_FULL_WIDTH = {0xFF10 + i: 0x30 + i for i in range(10)}
_FULL_WIDTH |= {0xFF21 + i: 0x41 + i for i in range(26)}
_FULL_WIDTH |= {0xFF41 + i: 0x61 + i for i in range(26)}
_IS_WIDE = re.compile(f"[{''.join(map(chr, _FULL_WIDTH))}]")

# What Unicode calls space, and the marks of no width that web pages leave in text.
BLANKS = r"\s\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad"
_BLANK = re.compile(f"[{BLANKS}]")

_TITLE_MARKS = str.maketrans(
    {c: "（" for c in "([［【〔﹝﹙{"}
    | {c: "）" for c in ")]］】〕﹞﹚}"}
    | dict.fromkeys("《》〈〉<>＜＞“”„‟\"＂'‘’「」『』", None)
    | {c: "，" for c in ","}
    | {c: "：" for c in ":"}
    | {c: "；" for c in ";"}
    | {c: "、" for c in "､"}
    | dict.fromkeys("—－–‐‑―~～", "-")
    | {"·": "", "•": "", "・": ""}
)


def half_width(s: str) -> str:
    """Full-width digits and Latin letters become ASCII; punctuation stays."""
    return s.translate(_FULL_WIDTH) if _IS_WIDE.search(s) else s  # to look is ten times as fast as to translate


def squeeze(s: str) -> str:
    """Without any white space, U+3000 and zero-width characters included."""
    return _BLANK.sub("", s)


def title_key(s: str) -> str:
    """Two titles that differ only in marks, blanks, width or letter case have the same key."""
    return squeeze(half_width(s)).translate(_TITLE_MARKS).casefold()
