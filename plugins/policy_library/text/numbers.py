"""Numbers of official documents (文号): 沪府办发〔2010〕54号.

A number is found from its bracketed year outwards: the digits decide that there is one, then the office code
is cut from the Han characters before the bracket (`data/offices.yml` says how).
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from .data import load
from .normalize import half_width, squeeze
from .patterns import CLOSE, DIGIT, GAP, HAN, LAST_HAN, OPEN, YEAR, any_of

_OFFICES = load("offices")
_COUNTED = any_of([entry["word"] for entry in _OFFICES["counted"]])
_CORE = re.compile(
    rf"{OPEN}{GAP}(?P<year>{YEAR}){GAP}{CLOSE}{GAP}第?{GAP}(?P<serial>{DIGIT}{{1,6}}){GAP}号(?!{_COUNTED})"
)
_EMPTY_LINE = re.compile(r"\n\s*\n")
_FIRM = re.compile(any_of([entry["word"] for entry in _OFFICES["before"] if "firm" in entry]))
_CUT = re.compile(f"(?:{any_of([entry['word'] for entry in _OFFICES['before']])})(?={HAN}{{2}})")
_STARTERS = [
    *_OFFICES["starters"]["places"],
    *_OFFICES["starters"]["districts"],
    *_OFFICES["starters"]["centre"],
]
_STARTS = f"(?:{any_of([s for s in _STARTERS if len(s) > 1])}|(?:{any_of([s for s in _STARTERS if len(s) == 1])}){HAN})"
_LEADS = "".join(entry["word"] for entry in _OFFICES["leads"])
_JOINS = "和及与或暨并、"
_CUT_LEAD = re.compile(f"[{_LEADS}](?={_STARTS})")
_CUT_ORGAN = re.compile(f"(?<={HAN}{{3}})(?:{any_of(_OFFICES['organ_ends'])})(?={_STARTS})")
_NOT_OFFICE = re.compile(
    "(?:" + "|".join((f"(?<![{e['not_after']}])" if "not_after" in e else "") + e["word"] for e in _OFFICES["not_office"]) + ")$"
)
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

    @property
    def normative(self) -> bool:
        """云交规: an office code that ends in 规 numbers the normative documents, all of which are public."""
        return self.office.endswith("规")

    @classmethod
    @functools.lru_cache(maxsize=16384)
    def parse(cls, s: str) -> DocNumber | None:
        """The number that the whole string writes, in any brackets, width and spacing."""
        if len(s) > 80 or _EMPTY_LINE.search(s.strip()):
            return None
        text = squeeze(s)
        core = _CORE.search(text)
        if not core or core.end() != len(text):
            return None
        office = text[: core.start()]
        if (
            not re.fullmatch(f"{HAN}{{1,{_LONGEST_OFFICE}}}", office)
            or _office(office, joined=False) != office
        ):
            return None
        return _number(office, core)


def _number(office: str, core: re.Match[str]) -> DocNumber | None:
    serial = int(half_width(core["serial"]))
    return DocNumber(office, int(half_width(core["year"])), serial) if serial else None


def _office(run: str, *, joined: bool) -> str | None:
    """The office code at the end of `run`; `joined` when another number or a mark stands before it."""
    firm = [m.end() for m in _FIRM.finditer(run)]
    run = run[firm[-1] :] if firm else run
    cuts = [m.end() for m in _CUT.finditer(run)]
    run = run[cuts[-1] :] if cuts else run
    if not run:
        return None
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
    """Every document number in running text, each from its office code to 号."""
    found: list[Found] = []
    floor = 0
    for core in _CORE.finditer(body) if "号" in body else ():
        window = max(floor, core.start() - 40)
        before = LAST_HAN.search(body[window : core.start()])
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
