"""Data of persons in a text: what it looks like, and what a check character proves. Nothing is told of its owner."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from .normalize import half_width

Kind = Literal["resident", "card", "mobile", "plate", "address", "place", "mail", "passport"]

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_RESIDENT = re.compile(r"([1-9](?<![0-9A-Za-z/.-].)\d{5})((?:18|19|20)\d{2})(\d{2})(\d{2})(\d{3})([0-9Xx])(?![0-9A-Za-z])")
_RESIDENT_OLD = re.compile(r"(?:身份证|公民身份)[^\n]{0,12}?(?<!\d)(?P<all>[1-9]\d{5}(\d{2})(\d{2})(\d{2})\d{3})(?!\d)")
_CARD = re.compile(r"(?:卡号|账号|帐号|银行卡)[^\n]{0,12}?(?<![0-9A-Za-z])(?P<all>\d(?:[ -]?\d){15,18})(?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<![0-9A-Za-z.〔/+-])(?:\+?86[ -]?)?(?P<all>1[3-9]\d[ -]?\d{4}[ -]?\d{4})(?![0-9A-Za-z])")
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE = re.compile(
    rf"(?P<all>[{_PROVINCES}][A-HJ-NP-Z][·• ]?(?=[A-HJ-NP-Z0-9]*\d)[A-HJ-NP-Z0-9]{{4,5}}[A-HJ-NP-Z0-9挂学警港澳])(?![0-9A-Za-z])"
    rf"|(?:车牌|号牌|牌照)[^\n。]{{0,8}}?(?P<near>[{_PROVINCES}][A-HJ-NP-Z][·• ]?(?=[A-HJ-NP-Z0-9]*\d)[A-HJ-NP-Z0-9]{{5,6}})(?![0-9A-Za-z])"
)
_ADDRESS = re.compile(
    r"(?:住址|家庭住址|住所地?|现住|户籍地)[：:为是在]?[ 　]*(?P<all>[一-鿿0-9]{4,30}?\d{1,4}[号幢栋]楼?[^\n，。；]{0,12}?\d{2,4}室)"
)
_PLACE = re.compile(r"(?<![\d.])(?P<all>(?:7[3-9]|[89]\d|1[0-2]\d|13[0-5])\.\d{5,}\s*°?E?\s*[,，、 ]\s*(?:[1-4]?\d|5[0-3])\.\d{5,}|(?:[1-4]?\d|5[0-3])\.\d{5,}\s*°?N?\s*[,，、 ]\s*(?:7[3-9]|[89]\d|1[0-2]\d|13[0-5])\.\d{5,})(?!\d)")
_PASSPORT = re.compile(r"(?:护照|通行证|回乡证|台胞证)(?:号码?|编号)?[^\n，。；]{0,4}?(?<![0-9A-Za-z])(?P<all>[A-Z]{1,2}\d{7,9}|\d{8})(?![0-9A-Za-z])")
_MAIL = re.compile(r"(?<![A-Za-z0-9_.@+-])(?P<all>[A-Za-z0-9][A-Za-z0-9_.+-]{1,40}@(?:qq|163|126|139|189|sina|sohu|gmail|hotmail|outlook|foxmail|yeah|icloud)\.(?:com|cn|net))(?![A-Za-z0-9])", re.I)


@dataclass(frozen=True)
class Found:
    start: int
    end: int
    kind: Kind
    value: str
    """As compared over a library: without blanks and marks."""

    @property
    def shown(self) -> str:
        return masked(self.value)


def masked(value: str) -> str:
    """Half of it, for reports that many people read."""
    keep = max(1, len(value) // 4)
    return f"{value[:keep]}{'*' * (len(value) - 2 * keep)}{value[-keep:]}"


def resident_check(first17: str) -> str:
    """The eighteenth character of a resident number (GB 11643, mod 11-2)."""
    return "10X98765432"[sum(int(c) * w for c, w in zip(first17, _WEIGHTS, strict=True)) % 11]


def luhn(number: str) -> bool:
    doubled = (int(c) * (1 + i % 2) for i, c in enumerate(reversed(number)))
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


def find(text: str) -> tuple[Found, ...]:
    """In order of start. Full-width digits count; the offsets are those of ``text``."""
    if not ("@" in text or "室" in text or any(one.search(text) for one in _WORTH)):
        return ()
    found = sorted(_find(half_width(text)), key=lambda one: one.start)
    apart: list[Found] = []
    for one in found:
        if not apart or one.start >= apart[-1].end:
            apart.append(one)
    return tuple(apart)


_WORTH = (re.compile(r"\d[ -]?\d{4}"), re.compile(rf"[{_PROVINCES}][A-HJ-NP-Z]"), re.compile("[Ａ-Ｚ]"))
"""Without one of these, @ or 室 there is nothing to find. Patterns that begin with a set are much faster than one of several branches."""


def _find(text: str) -> Iterator[Found]:
    for m in _RESIDENT.finditer(text):
        if _day(int(m[2]), int(m[3]), int(m[4])) and resident_check(m[0][:17]) == m[6].upper():
            yield Found(m.start(), m.end(), "resident", m[0].upper())
    for m in _RESIDENT_OLD.finditer(text):
        if _day(1900 + int(m[2]), int(m[3]), int(m[4])):
            yield Found(m.start("all"), m.end("all"), "resident", m["all"])
    for m in _CARD.finditer(text):
        digits = re.sub("[ -]", "", m["all"])
        if luhn(digits) and len(set(digits)) > 2:
            yield Found(m.start("all"), m.end("all"), "card", digits)
    for kind, pattern, needed in _PLAIN:
        for m in pattern.finditer(text) if needed.search(text) else ():
            group = "all" if m["all"] else "near"
            yield Found(m.start(group), m.end(group), kind, re.sub("[ ·•-]", "", m[group]))


_PLAIN: tuple[tuple[Kind, re.Pattern[str], re.Pattern[str]], ...] = (
    ("mobile", _MOBILE, re.compile(r"1[3-9]\d[ -]?\d{4}")), ("plate", _PLATE, re.compile(f"[{_PROVINCES}][A-HJ-NP-Z]")),
    ("address", _ADDRESS, re.compile("室")), ("place", _PLACE, re.compile(r"\.\d{5}")), ("mail", _MAIL, re.compile("@")),
    ("passport", _PASSPORT, re.compile("护照|通行证|回乡证|台胞证")),
)
"""(kind, pattern, what stands in whatever it matches and is found much faster)."""


def _day(year: int, month: int, day: int) -> bool:
    try:
        return date(year, month, day) <= date(2100, 1, 1)
    except ValueError:
        return False
