"""Deadlines as a calendar that staff subscribe to. The same deadlines and day give the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, timezone

from icalendar import Alarm, Calendar, Event

from policy_library import __version__
from policy_library.locale import text

from .deadlines import Deadline


def calendar(deadlines: Iterable[Deadline], day: date, library: str, ahead_days: Iterable[int] = ()) -> bytes:
    """``library`` tells this library's events from those of another in the same calendar; an alarm rings ``ahead_days`` before."""
    whole = Calendar()
    whole.add("prodid", f"-//policy-library//{__version__}//ZH")
    whole.add("version", "2.0")
    whole.add("x-wr-calname", text("patrol.calendar.name", library=library))
    stamp = datetime.combine(day, time(), timezone.utc)
    for one in deadlines:
        whole.add_component(_event(one, stamp, library, ahead_days))
    return whole.to_ical()


def _event(one: Deadline, stamp: datetime, library: str, ahead_days: Iterable[int]) -> Event:
    event = Event()
    event.add("uid", hashlib.sha256(f"{library}\0{one.name}".encode()).hexdigest()[:32] + "@policy-library")
    event.add("dtstamp", stamp)
    event.add("dtstart", one.on)  # without an end, a date lasts its whole day
    event.add("transp", "TRANSPARENT")
    summary = text("patrol.calendar.summary", kind=text(f"patrol.kind.{one.kind}"), title=one.title)
    event.add("summary", summary)
    told = [one.what, text("patrol.say.mend", mend=one.mend), text("patrol.say.who", who="、".join(one.who)) if one.who else "", one.path]
    event.add("description", "\n".join(filter(None, told)))
    event.add("categories", [text(f"patrol.kind.{one.kind}")])
    for days in ahead_days:
        if 0 <= days <= one.days_left:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", summary)
            alarm.add("trigger", timedelta(days=-days))
            event.add_component(alarm)
    return event
