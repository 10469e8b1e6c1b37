"""Document numbers that lost a bracket or their 号: 沪府办字〔20245号. They are proposed, and never read as numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policy_library.text import numbers
from policy_library.text.patterns import HAN

from .base import Damage, Text

_YEAR = r"(?P<year>(?:19|20)\d{2})"
_SERIAL = r"(?P<serial>\d{1,5})\s*"
_FUSED = re.compile(
    rf"(?<={HAN})(?:[〔\[【﹝（(]{_YEAR}{_SERIAL}|{_YEAR.replace('year', 'year2')}[〕\]】﹞）)]{_SERIAL.replace('serial', 'serial2')})号"
)
_BARE = re.compile(rf"(?<=[字发办规函文法建财]){_YEAR}(?P<serial>\d{{1,4}})号")
_WITHOUT_UNIT = re.compile(rf"(?<={HAN})[〔﹝]{_YEAR}[〕﹞]{_SERIAL}(?=[）)，,。；;》])")
_LONGEST_OFFICE = 10


def find(t: Text) -> Iterator[Damage]:
    for m in _FUSED.finditer(t.text):
        year, serial = m["year"] or m["year2"], m["serial"] or m["serial2"]
        if _is_after_office(t.text, m.start()):
            yield t.damage("lost-bracket", *m.span(), _number(year, serial))
    for m in _BARE.finditer(t.text):
        if _is_after_office(t.text, m.start()):
            yield t.damage("lost-bracket", *m.span(), _number(m["year"], m["serial"]))
    for m in _WITHOUT_UNIT.finditer(t.text):
        if _is_after_office(t.text, m.start()):
            yield t.damage("lost-number-unit", *m.span(), f"{m[0]}号")


def _number(year: str, serial: str) -> str | None:
    """None where the serial would begin with a nought: no number does, so more was lost."""
    return None if serial.startswith("0") else f"〔{year}〕{serial}号"


def _is_after_office(text: str, at: int) -> bool:
    return bool(numbers.find(f"{text[max(0, at - _LONGEST_OFFICE) : at]}〔2000〕1号"))
