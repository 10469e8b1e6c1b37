"""Orders and announcements: 上海市人民政府令第13号, 交通运输部2016年第62号令, 财政部公告2019年第8号."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from .normalize import half_width, squeeze
from .numerals import CHARACTERS, parse_numeral
from .patterns import CLOSE, DIGIT, GAP, HAN, LAST_HAN, OPEN, YEAR


@dataclass(frozen=True, order=True)
class OrderNumber:
    """`str()` gives one form: 上海市人民政府令第13号, 交通运输部令2016年第62号, 财政部公告2019年第8号."""

    organ: str
    serial: int
    year: int | None = None
    kind: Literal["令", "公告"] = "令"

    def __str__(self) -> str:
        return f"{self.organ}{self.kind}{f'{self.year}年' if self.year else ''}第{self.serial}号"

    @classmethod
    def parse(cls, s: str) -> OrderNumber | None:
        """The order that the whole string names, in any of the forms that `find` finds."""
        found = find(s) if len(s) <= 80 else ()
        whole = len(found) == 1 and squeeze(s) == squeeze(s[found[0].start : found[0].end])
        return found[0].number if whole else None


_UNDER_TITLE = re.compile(rf"[（(]?(?:(?P<year>{YEAR}){GAP}年{GAP})?第{GAP}(?P<nth>{DIGIT}{{1,5}}){GAP}号[）)]?")


def is_under_title(line: str) -> bool:
    """（2023年第12号）, 第102号: the number of an announcement or an order, on a line of its own."""
    return len(line) <= 40 and bool(_UNDER_TITLE.fullmatch(line.strip()))


def under_title(line: str, organ: str, kind: Literal["令", "公告"]) -> OrderNumber | None:
    m = _UNDER_TITLE.fullmatch(line.strip())
    if not m or kind == "公告" and not m["year"]:
        return None
    return OrderNumber(organ, int(half_width(m["nth"])), int(half_width(m["year"])) if m["year"] else None, kind)


@dataclass(frozen=True)
class Found:
    start: int
    end: int
    number: OrderNumber


_NUMERAL = f"(?:{DIGIT}{{1,5}}|[{CHARACTERS}]{{1,7}})"
# 令第13号, 令2023年第9号, 令〔2010〕55号, 令19号
_ORDER = re.compile(
    rf"(?P<kind>令|公告){GAP}(?:{OPEN}?{GAP}(?P<year>{YEAR}){GAP}年?{GAP}{CLOSE}?{GAP})?"
    rf"(?:第{GAP}(?P<nth>{_NUMERAL})|(?P<plain>{DIGIT}{{1,5}})){GAP}号"
)
# 第62号令, and before it 2016年 or 〔2007〕
_ORDER_LAST = re.compile(rf"第{GAP}(?P<nth>{_NUMERAL}){GAP}号{GAP}(?P<kind>令|公告)")
_YEAR_BEFORE = re.compile(rf"{OPEN}?{GAP}(?P<year>{YEAR}){GAP}{CLOSE}?{GAP}年?{GAP}\Z")
_ORGAN = re.compile(
    rf"国务院|(?:中华人民共和国)?(?:国务院|主席|{HAN}{{1,24}}?"
    r"(?:政府|委员会|管委会|办公厅|办公室|总局|总署|部|局|厅|署|委|院|会|银行))"
)
# Where the organ's name begins in the text before 令.
_ORGAN_CUT = re.compile(
    r"根据|依据|按照|依照|以及|及其|(?<!自)由|经(?!济(?!南|宁|源)|[贸委信营])|公布的?|发布的?|施行的?|原|以(?=国务院|中华|上海|[省市部])"
    r"|[一二三四五六七八九十〇零]+[年月日]|(?<=[部局厅委院署府会行])[和与及]|(?<=[0-9０-９])(?:[年月日]|号[和与及]?)|^[和与及]"
)


def find(body: str) -> tuple[Found, ...]:
    """Orders in running text, from the organ's name on; of several joint organs the last one is named."""
    if "号" not in body:
        return ()
    found: list[Found] = []
    for m in sorted([*_ORDER.finditer(body), *_ORDER_LAST.finditer(body)], key=lambda m: m.start()):
        floor = max(found[-1].end if found else 0, m.start() - 50)
        start, year, serial = m.start(), m.groupdict().get("year"), m["nth"]
        if m.re is _ORDER_LAST:
            before = _YEAR_BEFORE.search(body[floor:start])
            if before:
                start, year = floor + before.start(), before["year"]
        elif not serial and m["kind"] == "令":
            serial = m["plain"]
        organ = _organ(body, floor, start)
        n = parse_numeral(serial) if serial else None
        if organ and n and (year or m["kind"] == "令"):
            number = OrderNumber(body[slice(*organ)], n, int(half_width(year)) if year else None, m["kind"])
            found.append(Found(organ[0], m.end(), number))
    return tuple(found)


def _organ(body: str, floor: int, end: int) -> tuple[int, int] | None:
    """The span of the organ's name that ends before `end`, blanks between them allowed."""
    before = LAST_HAN.search(body[floor:end])
    if not before or not before[1]:
        return None
    start, end = floor + before.start(1), floor + before.end(1)
    seen = max(0, start - 1)  # one character more, so that the digit before 日 is seen
    start = max([start, *(seen + cut.end() for cut in _ORGAN_CUT.finditer(body[seen:end]))])
    return (start, end) if _ORGAN.fullmatch(body, start, end) else None
