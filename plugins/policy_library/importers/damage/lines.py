"""Line breaks where no sentence ends: safe to close inside a date, a number or between marks. What an empty line cuts in
two is told only where a title is open."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policy_library.text.patterns import HAN

from .base import RUNNING, Damage, Text

_H = HAN[1:-1]
_BROKEN = re.compile(rf"(?<=[{_H}0-9《〈<“〔\[（(])[^\S\n]*\n[^\S\n]*(?=[{_H}0-9》〉>”〕\]）)，。；、])")
_WITHIN = re.compile(r"\d\s*\n\s*[年月日号〕\]）\d]|[年月〔\[（第]\s*\n\s*\d|[0-9〕\])）]\s*\n\s*号")
_HEADINGS = frozenset(["heading1", "heading2", "heading3", "article"])
_LONGEST_HEADING = 60
_SHORT_LINE = 20  # a shorter line may be one of a poem, an address or a list
_WINDOW = 200


_CUT_TITLE = re.compile(rf"《[^《》\n]{{0,{_WINDOW}}}(?P<break>[^\S\n]*\n[^\S\n]*\n\s*)(?=[^《》\n]{{1,{_WINDOW}}}》)")


def find(t: Text) -> Iterator[Damage]:
    for m in _CUT_TITLE.finditer(t.text):
        yield t.damage("broken-line", *m.span("break"), "")
    yield from _in_paragraphs(t)


def _in_paragraphs(t: Text) -> Iterator[Damage]:
    for part in t.parts:
        text, offset = part.paragraph.text, part.paragraph.start
        if "\n" not in text or part.role not in RUNNING | {"sign-date", "addressee"} or text.startswith(("|", ">", "<", "- ", "#")):
            continue
        first = text.index("\n")
        under_heading = first if part.role in _HEADINGS and first <= _LONGEST_HEADING else -1
        for m in _BROKEN.finditer(text):
            if m.start() <= under_heading or t.is_furniture(offset + m.start() - 1) or t.is_furniture(offset + m.end()):
                continue
            length = m.start() - (text.rfind("\n", 0, m.start()) + 1)
            within = bool(_WITHIN.search(text[max(0, m.start() - 12) : m.end() + 4])) or _is_enclosed(text, m.start())
            if within or length >= _SHORT_LINE:
                yield t.damage("broken-line", offset + m.start(), offset + m.end(), "", safe=within)


def _is_enclosed(text: str, at: int) -> bool:
    """Whether a title or a bracket is open here that is closed in the same sentence."""
    before, after = text[max(0, at - _WINDOW) : at], text[at : at + _WINDOW]
    for open_, close in ("《》", "〈〉", "<>", "（）"):
        last, end = before.rfind(open_), after.find(close)
        if last > before.rfind(close) and end >= 0 and not re.search("[。；]", before[last:] + after[:end]):
            return True
    return False
