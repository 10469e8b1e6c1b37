"""Dates that lost some of 年, 月 and 日: 2024513. Proposed where the calendar allows one reading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from policy_library.text.dates import ZEROS, format_zh, parse

from .base import Damage, Text

_Y = r"(?P<year>(?:19|20)\d{2})"
_ALONE = re.compile(rf"^[^\S\n]*(?P<date>{_Y}(?P<rest>\d{{2,4}}))[^\S\n]*$", re.MULTILINE)
_SPACED = re.compile(rf"^[^\S\n]*(?P<date>{_Y}[^\S\n]+(?P<month>\d{{1,2}})[^\S\n]+(?P<day>\d{{1,2}}))[^\S\n]*$", re.MULTILINE)
_BETWEEN = re.compile(rf"(?<=[自从至到于])(?P<date>{_Y}(?P<rest>\d{{2,4}}))日?(?=起|止|前|以前|印发|施行|公布|发布)")
_PARTLY = re.compile(
    rf"(?<!\d)(?P<date>{_Y}(?:年(?:(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})|(?P<rest>\d{{2,4}})日?)"
    r"|(?P<month2>\d{1,2})月(?P<day2>\d{1,2})日?))(?![\d日号])"
)
_CHINESE = re.compile(rf"^[^\S\n]*(?P<date>(?P<year>[一二][{ZEROS}一二三四五六七八九]{{3}})(?P<rest>[一二三四五六七八九十]{{2,5}}))[^\S\n]*$", re.MULTILINE)
_AFTER_DATE = re.compile(r"[^\S\n]*(?:起|止|前|后|以前|以后|施行|印发|公布|发布|$|\n|，|,|。|）|\))")


def find(t: Text) -> Iterator[Damage]:
    for pattern in (_ALONE, _SPACED, _BETWEEN, _PARTLY):
        for m in pattern.finditer(t.text):
            if pattern is _PARTLY and not _AFTER_DATE.match(t.text, m.end()):
                continue
            if readings := _readings(m.groupdict()):
                proposed = format_zh(readings.pop()) if len(readings) == 1 else None
                yield t.damage("lost-date-units", *m.span("date"), proposed)


    for m in _CHINESE.finditer(t.text):
        if proposals := _chinese(m["year"], m["rest"]):
            yield t.damage("lost-date-units", *m.span("date"), proposals[0] if len(proposals) == 1 else None)


def _chinese(year: str, rest: str) -> list[str]:
    """二○二一年八月五日 for 二○二一八五, in the characters that are there."""
    cut = (f"{year}年{rest[:i]}月{rest[i:]}日" for i in (1, 2))
    return [words for words in cut if parse(words)]


def _readings(found: dict[str, str | None]) -> set[date]:
    year = int(found["year"] or 0)
    if rest := found.get("rest"):
        cuts = [(rest[:i], rest[i:]) for i in range(1, len(rest)) if i <= 2 and len(rest) - i <= 2]
        # 0513 is padded; 105 is no first of an 05th
        return _valid(year, (cut for cut in cuts if len(rest) == 4 or not (cut[0][0] == "0" or cut[1][0] == "0")))
    month, day = found.get("month") or found.get("month2"), found.get("day") or found.get("day2")
    return _valid(year, [(month or "", day or "")])


def _valid(year: int, pairs: Iterable[tuple[str, str]]) -> set[date]:
    found = set()
    for month, day in pairs:
        try:
            found.add(date(year, int(month), int(day)))
        except ValueError:
            continue
    return found
