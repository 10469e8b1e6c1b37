"""Blanks that pages leave: lines of nothing but wide blanks, blanks inside numbers, dates and between Han characters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policy_library.text import page_heads
from policy_library.text.numerals import CHARACTERS
from policy_library.text.patterns import CLOSE, DIGIT, HAN, OPEN, SPACE, YEAR

from .base import Damage, Text, is_running

# Only wide blanks: a line of plain ones is an empty line to everybody.
_EMPTY = re.compile(r"^(?=.*[\u00a0\u3000])[ \t\u00a0\u3000]+(?:\n+[ \t\u00a0\u3000]*[\u00a0\u3000][ \t\u00a0\u3000]*)*$", re.MULTILINE)
_B = rf"({SPACE}*)"
_CLOSED = (
    re.compile(rf"{_B}{OPEN}{_B}{YEAR}{_B}{CLOSE}{_B}第?{_B}{DIGIT}{{1,6}}{_B}号"),
    re.compile(rf"{YEAR}{_B}年{_B}{DIGIT}{{1,2}}{_B}月(?:{_B}{DIGIT}{{1,2}}{_B}日)?"),
    re.compile(rf"第({SPACE}+)[0-9{CHARACTERS}]{{1,7}}{_B}[条款项]"),
    re.compile(rf"第[0-9{CHARACTERS}]{{1,7}}({SPACE}+)[条款项](?!{HAN}?款)"),
)
_BETWEEN = re.compile(rf"(?<={HAN}{HAN})[ \u00a0](?={HAN}{HAN})")
_NUMBERED = re.compile(rf"第{SPACE}?[0-9{CHARACTERS}]{{1,7}}{SPACE}?[编章节条款项](?:之[{CHARACTERS}]{{1,3}})?$")  # 第三条 因下列


def find(t: Text) -> Iterator[Damage]:
    for m in _EMPTY.finditer(t.text):
        yield t.damage("extra-blank", m.start(), m.end(), "", safe=True)
    for pattern in _CLOSED:
        for m in pattern.finditer(t.text):
            for group in range(1, pattern.groups + 1):
                if m[group]:
                    yield t.damage("stray-space", *m.span(group), "", safe=True)
    yield from _after_labels(t)
    yield from _in_sentences(t)


def _after_labels(t: Text) -> Iterator[Damage]:
    for line in t.lines:
        for field in page_heads.fields(line.text) if line.head else ():
            blank = re.compile(rf"{re.escape(field.label)}{SPACE}*[：:]({SPACE}+)(?=\S)").match(line.text, field.start)
            if blank:
                yield t.damage("stray-space", line.start + blank.start(1), line.start + blank.end(1), "", safe=True)


def _in_sentences(t: Text) -> Iterator[Damage]:
    """A blank may part two items there: it is told, not closed."""
    for part in t.parts:
        text = part.paragraph.text
        if is_running(part) and len(text) > 20 and re.search("[，。；,;]", text) and "|" not in text:
            for m in _BETWEEN.finditer(text):
                if not _NUMBERED.search(text[max(0, m.start() - 12) : m.start()]):
                    yield t.damage("stray-space", part.paragraph.start + m.start(), part.paragraph.start + m.end(), "")
