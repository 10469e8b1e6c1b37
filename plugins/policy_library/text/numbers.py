"""Numbers of official documents: 沪府办发〔2010〕54号, 交通运输部令2023年第9号, GB/T 16739-2023.

A document number is found from its bracketed year outwards: the digits decide that there is one, then the office code
is cut from the Han characters before the bracket (`data/offices.yml` says how).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from .data import load
from .normalize import BLANKS, half_width, squeeze
from .numerals import CHARACTERS, parse_numeral

_H = r"\u3400-\u9fff\uf900-\ufaff〇\U00020000-\U0003134f"
_HAN = f"[{_H}]"
_SPACE = rf"(?:(?!\n)[{BLANKS}])"
_B = rf"{_SPACE}{{0,6}}(?:\n{_SPACE}{{0,6}})?"  # blanks and at most one line break
_D = "[0-9０-９]"
_OPEN, _CLOSE = r"[〔\[(（【﹝［〖﹙„]", r"[〕\])）】﹞］〗﹚‟]"  # „2009‟ is what some fonts make of 〔2009〕
_YEAR = rf"(?:[1１][9９]|[2２][0０]){_D}{{2}}"

_OFFICES = load("offices")


def _any(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda w: (-len(w), w)))


_COUNTED = _any([entry["word"] for entry in _OFFICES["counted"]])
_CORE = re.compile(
    rf"{_OPEN}{_B}(?P<year>{_YEAR}){_B}{_CLOSE}{_B}第?{_B}(?P<serial>{_D}{{1,6}}){_B}号(?!{_COUNTED})"
)
_BEFORE = re.compile(f"({_HAN}*)({_B})$")
_CUT = re.compile(f"(?:{_any([entry['word'] for entry in _OFFICES['before']])})(?={_HAN}{{2}})")
_STARTERS = [*_OFFICES["starters"]["places"], *_OFFICES["starters"]["districts"], *_OFFICES["starters"]["centre"]]
_STARTS = f"(?:{_any([s for s in _STARTERS if len(s) > 1])}|(?:{_any([s for s in _STARTERS if len(s) == 1])}){_HAN})"
_LEADS = "".join(entry["word"] for entry in _OFFICES["leads"])
_JOINS = "和及与或暨并、"
_CUT_LEAD = re.compile(f"[{_LEADS}](?={_STARTS})")
_CUT_ORGAN = re.compile(f"(?<={_HAN}{{3}})(?:{_any(_OFFICES['organ_ends'])})(?={_STARTS})")
_NOT_OFFICE = re.compile(f"(?:{_any([entry['word'] for entry in _OFFICES['not_office']])})$")
_SINGLE = frozenset(entry["code"] for entry in _OFFICES["single"])  # 法〔2018〕335号
_BEFORE_SINGLE = _LEADS + "院"
_LONGEST_OFFICE = 10


@dataclass(frozen=True, order=True)
class DocNumber:
    """A document number (文号); `str()` gives the form of GB/T 9704."""

    office: str
    year: int
    serial: int

    def __str__(self) -> str:
        return f"{self.office}〔{self.year}〕{self.serial}号"

    @classmethod
    def parse(cls, s: str) -> DocNumber | None:
        """The number that the whole string writes, in any brackets, width and spacing."""
        if len(s) > 80:
            return None
        text = squeeze(s)
        core = _CORE.search(text)
        if not core or core.end() != len(text):
            return None
        office = text[: core.start()]
        if not re.fullmatch(f"{_HAN}{{1,{_LONGEST_OFFICE}}}", office) or _office(office, joined=False) != office:
            return None
        return _number(office, core)


def _number(office: str, core: re.Match[str]) -> DocNumber | None:
    serial = int(half_width(core["serial"]))
    return DocNumber(office, int(half_width(core["year"])), serial) if serial else None


def _office(run: str, *, joined: bool) -> str | None:
    """The office code at the end of `run`; `joined` when another number or a mark stands before it."""
    for cut in _CUT.finditer(run):
        last = cut.end()
        if len(run) - last >= 2:
            run_after = run[last:]
            if not _CUT.search(run_after):
                run = run_after
                break
    if len(run) > 2 and joined and run[0] in _JOINS:
        run = run[1:]
    leads = [m.end() for m in _CUT_LEAD.finditer(run)]
    if leads:
        run = run[leads[-1] :]
    organs = [m.end() for m in _CUT_ORGAN.finditer(run)]
    if organs:
        run = run[organs[-1] :]
    if run[-1] in _SINGLE and (len(run) == 1 or run[-2] in _BEFORE_SINGLE):
        run = run[-1]
    if _NOT_OFFICE.search(run) or not (2 <= len(run) <= _LONGEST_OFFICE or run in _SINGLE):
        return None
    return run


@dataclass(frozen=True)
class Found:
    start: int
    end: int
    number: DocNumber


def find(body: str) -> tuple[Found, ...]:
    """Every document number in running text; `body[start:end]` is its exact text, from the office code to 号."""
    found: list[Found] = []
    floor = 0
    for core in _CORE.finditer(body):
        window = max(floor, core.start() - 40)
        before = _BEFORE.search(body[window : core.start()])
        if not before or not before[1]:
            continue
        run_end = window + before.end(1)
        run_start = window + before.start(1)
        office = _office(before[1], joined=run_start == floor or run_start > window)
        number = _number(office, core) if office else None
        if office and number:
            found.append(Found(run_end - len(office), core.end(), number))
            floor = core.end()
    return tuple(found)


@dataclass(frozen=True, order=True)
class OrderNumber:
    """A promulgation order or announcement: 上海市人民政府令第13号, 交通运输部令2023年第9号, 财政部公告2019年第8号."""

    organ: str
    serial: int
    year: int | None = None
    kind: Literal["令", "公告"] = "令"

    def __str__(self) -> str:
        return f"{self.organ}{self.kind}{f'{self.year}年' if self.year else ''}第{self.serial}号"

    @classmethod
    def parse(cls, s: str) -> OrderNumber | None:
        """The order that the whole string names, in any of the forms that `find_orders` finds."""
        found = find_orders(s) if len(s) <= 80 else ()
        whole = len(found) == 1 and squeeze(s) == squeeze(s[found[0].start : found[0].end])
        return found[0].number if whole else None


@dataclass(frozen=True)
class FoundOrder:
    start: int
    end: int
    number: OrderNumber


_NUMERAL = f"(?:{_D}{{1,5}}|[{CHARACTERS}]{{1,7}})"
_ORDER = re.compile(
    rf"""
    (?P<kind>令|公告){_B}(?:{_OPEN}?{_B}(?P<year>{_YEAR}){_B}年?{_B}{_CLOSE}?{_B})?
        (?:第{_B}(?P<serial>{_NUMERAL})|(?P<bare>{_D}{{1,5}})){_B}号   # 令第13号, 令2023年第9号, 令19号
    | (?:{_OPEN}?{_B}(?P<year_before>{_YEAR}){_B}{_CLOSE}?{_B}年?{_B})?
        第{_B}(?P<serial_before>{_NUMERAL}){_B}号{_B}(?P<kind_after>令|公告)   # 2016年第62号令
    """,
    re.X,
)
_ORGAN = re.compile(
    rf"国务院|(?:中华人民共和国)?(?:国务院|主席|{_HAN}{{1,24}}?"
    r"(?:政府|委员会|管委会|办公厅|办公室|总局|总署|部|局|厅|署|委|院|会|银行))"
)
# Where the organ's name begins in the text before 令.
_ORGAN_CUT = re.compile(
    r"根据|依据|按照|依照|以及|及其|(?<!自)由|经(?![济贸委信营])|公布的?|发布的?|施行的?|原|以(?=国务院|中华|上海|[省市部])"
    r"|[一二三四五六七八九十〇零]+[年月日]|(?<=[部局厅委院署府会行])[和与及]|(?<=[0-9０-９])[年月日]"
)


def find_orders(body: str) -> tuple[FoundOrder, ...]:
    """Orders in running text, from the organ's name on. Of several organs joined by 、 the last one is named."""
    found: list[FoundOrder] = []
    for m in _ORDER.finditer(body):
        floor = max(found[-1].end if found else 0, m.start() - 40)
        before = _BEFORE.search(body[floor : m.start()])
        kind = m["kind"] or m["kind_after"]
        year, serial = m["year"] or m["year_before"], m["serial"] or m["bare"] or m["serial_before"]
        if not before or (kind == "公告" and not (year and not m["bare"])):
            continue
        start = floor + before.start(1)
        # One character more, so that a digit before 日 is seen.
        run = body[max(0, start - 1) : start] + before[1]
        cuts = [cut.end() for cut in _ORGAN_CUT.finditer(run)]
        organ = run[max(cuts, default=len(run) - len(before[1])) :]
        n = parse_numeral(serial)
        if n and _ORGAN.fullmatch(organ):
            number = OrderNumber(organ, n, int(half_width(year)) if year else None, kind)
            found.append(FoundOrder(floor + before.end(1) - len(organ), m.end(), number))
    return tuple(found)


@dataclass(frozen=True)
class FoundStandard:
    start: int
    end: int
    number: str  # GB/T 16739-2023, GB 12268


_STANDARDS = load("standards")
_PREFIX = _any([*{entry["prefix"] for entry in _STANDARDS}])
_BARE = frozenset(entry["prefix"] for entry in _STANDARDS if entry["bare"])
STANDARD = re.compile(
    rf"""(?<![0-9A-Za-z/])(?P<prefix>{_PREFIX})(?P<place>(?<=DB)\d{{2}}(?:\d{{2}})?)?(?P<kind>{_SPACE}?/{_SPACE}?[A-Z]{{1,3}})?{_SPACE}{{0,2}}
    (?P<number>[A-Z]?\d{{1,6}}(?:\.\d{{1,3}}){{0,3}})
    (?P<year>(?:{_SPACE}?[-—–－‐−]{{1,2}}{_SPACE}?\d{{1,6}}){{1,3}})?(?![0-9A-Za-z])""",
    re.X,
)


def find_standards(body: str) -> tuple[FoundStandard, ...]:
    """Numbers of standards. They are never document numbers."""
    found = []
    for m in STANDARD.finditer(body):
        if not m["year"] and (m["prefix"] not in _BARE or len(m["number"]) < 3):
            continue
        head = m["prefix"] + (m["place"] or "") + squeeze(m["kind"] or "")
        tail = re.sub(r"[-—–－‐−]+", "-", squeeze(m["year"] or ""))
        found.append(FoundStandard(m.start(), m.end(), f"{head} {m['number']}{tail}"))
    return tuple(found)
