"""The history under the title of a rule: （2019年10月21日市政府第45次常务会议通过 2019年11月6日云海市人民政府令第102号公布 …）."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from . import dates, orders
from .normalize import BLANKS, squeeze

_PASSED = re.compile(rf"[{BLANKS}]*(?P<meeting>[^，。；：《》〈〉（）()]{{2,60}}?会议?[{BLANKS}]*(?:审议|讨论|审定|表决)?(?:并?原则)?通过)")
_PUBLISHED = re.compile(r"(?:公布|发布|颁布)")
_CHANGED = re.compile(r"修[正订改]|批准")
_NEAR = 80  # characters from a date to its act


@dataclass(frozen=True)
class Found:
    passed: date | None = None
    approval: str | None = None  # the date and the meeting, up to 通过, without blanks
    approval_span: tuple[int, int] | None = None
    published: date | None = None
    order: orders.OrderNumber | None = None


def find(line: str) -> Found:
    """What first made the rule; later changes are not its beginning."""
    found = Found()
    days = dates.find(line)
    for i, day in enumerate(days):
        end = min(day.end + _NEAR, days[i + 1].start if i + 1 < len(days) else len(line))
        act = line[day.end : end]
        if _CHANGED.search(act):
            break
        meeting = _PASSED.match(line, day.end, end)
        if meeting and not found.passed:
            span = day.start, meeting.end()
            found = Found(day.date, squeeze(line[slice(*span)]), span)
        elif _PUBLISHED.search(act):
            order = next(iter(orders.find(line[day.start : end])), None)
            return Found(found.passed, found.approval, found.approval_span, day.date, order.number if order else None)
    return found
