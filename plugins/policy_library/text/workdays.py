"""Working days of the State Council's calendar, with shifted days (调休)."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar


def known(day: date) -> bool:
    """Whether the calendar of that year has been published; a year that it does not know is never guessed."""
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True


def after(day: date, working_days: int) -> date | None:
    """The last day of a term of so many working days; the day that it is counted from does not count."""
    while working_days > 0:
        day += timedelta(days=1)
        if not known(day):
            return None
        working_days -= chinese_calendar.is_workday(day)
    return day
