"""Dates in Chinese and ISO form, in any width, with the blanks that pages put between digits and 年月日."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from .normalize import half_width, squeeze
from .numerals import parse_numeral

_B = r"[^\S\n]{0,4}(?:\n[^\S\n]{0,4})?"
_D = r"[0-9０-９]"
ZEROS = "〇○◯零0OＯ"  # 二OO五年, 二00五年: typed for want of 〇
_ZH = f"{ZEROS}一二三四五六七八九"
_DATE = re.compile(
    rf"""
    (?P<ay>(?<![0-9０-９.])(?:19|20|１９|２０){_D}{{2}}){_B}年{_B}
        (?P<am>{_D}{{1,2}}){_B}月{_B}(?P<ad>{_D}{{1,2}}){_B}[日号]
    | (?P<cy>[一二][{_ZH}]{{3}}){_B}年{_B}(?P<cm>[一二三四五六七八九十]{{1,2}}){_B}月{_B}
        (?P<cd>[一二三四五六七八九十]{{1,3}}|廿[一二三四五六七八九]?){_B}日
    | (?<![0-9０-９A-Za-z./-])(?P<iy>(?:19|20|１９|２０){_D}{{2}})(?P<sep>[-/.－．])(?P<im>{_D}{{1,2}})(?P=sep)
        (?P<id>{_D}{{1,2}})(?![0-9０-９A-Za-z./-])
    """,
    re.VERBOSE,
)
_NEEDED = re.compile("[年./－．-]")
"""One of these stands in every date, and is found much faster."""


@dataclass(frozen=True)
class Found:
    start: int
    end: int
    date: date


def _read(m: re.Match[str]) -> date | None:
    if m["cy"]:
        year = parse_numeral(re.sub("[0OＯ]", "〇", m["cy"]))
        day = m["cd"].replace("廿", "二十")
        parts = year, parse_numeral(m["cm"]), parse_numeral(day)
    else:
        kind = "a" if m["ay"] else "i"
        parts = tuple(int(half_width(m[kind + part])) for part in "ymd")
    try:
        return date(*parts)  # type: ignore[arg-type]
    except (ValueError, TypeError):
        return None


def find(body: str) -> tuple[Found, ...]:
    """Every date in running text that the calendar has; a year and month alone is none."""
    if not _NEEDED.search(body):
        return ()
    found = ((m, _read(m)) for m in _DATE.finditer(body))
    return tuple(Found(m.start(), m.end(), day) for m, day in found if day)


def parse(s: str) -> date | None:
    """The whole string is one date (2024-05-13, 2024年5月13日, 二○二四年五月十三日), else None."""
    if len(s) > 60:
        return None
    m = _DATE.fullmatch(squeeze(s))
    return _read(m) if m else None


def shifted(day: date, days: int) -> date:
    """So many days later; at the end of the calendar, its last day, at the beginning its first."""
    return date.fromordinal(max(1, min(day.toordinal() + days, date.max.toordinal())))


def format_zh(day: date) -> str:
    """2024年5月13日, as GB/T 9704 writes it: no leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"
