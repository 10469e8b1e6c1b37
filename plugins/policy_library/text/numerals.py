"""Chinese numerals as they stand in 第十二条, 二〇二四年 and 有效期五年."""

from __future__ import annotations

import re

from .normalize import half_width

DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {c: 0 for c in "○零◯"} | {"两": 2}
CHARACTERS = "〇○零一二三四五六七八九十百千两"
_NAMES = "零一二三四五六七八九"
_WORDED = re.compile(
    r"(?:(?P<k>[一二三四五六七八九两])千)?(?:零?(?P<h>[一二三四五六七八九两])百)?"
    r"(?:零?(?P<t>[一二三四五六七八九])?(?P<ten>十))?(?:零?(?P<o>[一二三四五六七八九两]))?"
)


def parse_numeral(s: str) -> int | None:
    """`十二`, `一百零三`, `二〇二四`, `12` or `１２`; None for anything else."""
    s = s.strip()
    if not s or len(s) > 12:
        return None
    if s[0] not in CHARACTERS:
        s = half_width(s)
        return int(s) if s.isascii() and s.isdigit() else None
    if all(c in DIGITS for c in s) and (len(s) > 1 or s in "〇○零"):
        return int("".join(str(DIGITS[c]) for c in s))
    m = _WORDED.fullmatch(re.sub("[〇○◯]", "零", s))
    if not m:
        return None
    value = DIGITS[m["k"]] * 1000 if m["k"] else 0
    value += DIGITS[m["h"]] * 100 if m["h"] else 0
    value += (DIGITS[m["t"]] if m["t"] else 1) * 10 if m["ten"] else 0
    return value + (DIGITS[m["o"]] if m["o"] else 0)


def chinese_numeral(n: int) -> str:
    """12 → 十二, 103 → 一百零三, 110 → 一百一十; 0 to 9999."""
    if not 0 <= n <= 9999:
        raise ValueError(f"{n} is not between 0 and 9999")
    if n < 10:
        return _NAMES[n]
    out, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = n // unit % 10
        if digit:
            out += ("零" if gap and out else "") + _NAMES[digit] + name
            gap = False
        else:
            gap = bool(out)
    return out.removeprefix("一") if 10 <= n < 20 else out
