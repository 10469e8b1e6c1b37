"""The calendar is read back as a calendar program reads it."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from icalendar import Calendar

from libraries import consultation, library, policy
from policy_library.patrol.calendar import calendar
from policy_library.patrol.deadlines import deadlines
from policy_library.settings import Settings

TODAY = date(2026, 11, 20)
FILES = {
    "policies/a.md": policy("云海市停车场（库）管理办法，试行；\\n“甲”", "kind: notice\nexpires: 2027-01-31"),
    "consultations/c.md": consultation("title: 征求意见稿\nopens: 2026-11-01\ncloses: 2026-12-05"),
}


def made(files: dict[str, str] = FILES, day: date = TODAY, library_name: str = "云海市政策文件库") -> bytes:
    return calendar(deadlines(library(files, day=day), Settings()), day, library_name, (180, 60, 30))


def events(data: bytes) -> dict[str, dict[str, object]]:
    return {str(event["summary"]).partition("：")[0]: event for event in Calendar.from_ical(data).walk("VEVENT")}


def test_a_deadline_is_an_event_of_a_whole_day() -> None:
    event = events(made())["有效期"]
    assert str(event["summary"]) == "有效期：云海市停车场（库）管理办法，试行；\\n“甲”"
    assert event["dtstart"].dt == date(2027, 1, 31) and event.duration == timedelta(days=1)
    assert event["dtstamp"].dt == datetime(2026, 11, 20, tzinfo=timezone.utc)
    assert "改法：" in event["description"] and "policies/a.md" in event["description"]


def test_alarms_ring_at_the_stages_that_are_still_to_come() -> None:
    rings = {name: [alarm["trigger"].dt for alarm in event.walk("VALARM")] for name, event in events(made()).items()}
    assert rings["有效期"] == [timedelta(days=-60), timedelta(days=-30)]
    assert rings["征求意见截止"] == []


def test_the_same_library_and_day_give_the_same_bytes() -> None:
    assert made() == made()
    assert all(len(line) <= 75 for line in made().split(b"\r\n"))
    made().decode("utf8")


def test_an_event_keeps_its_name_when_its_day_moves() -> None:
    moved = {**FILES, "policies/a.md": FILES["policies/a.md"].replace("2027-01-31", "2028-01-31")}
    before, after = events(made()), events(made(moved, date(2026, 12, 1)))
    assert before["有效期"]["uid"] == after["有效期"]["uid"]
    assert before["有效期"]["dtstart"].dt != after["有效期"]["dtstart"].dt


def test_no_two_events_and_no_two_libraries_share_a_name() -> None:
    names = [str(event["uid"]) for event in Calendar.from_ical(made()).walk("VEVENT")]
    assert len(names) == len(set(names)) > 3
    assert not set(names) & {str(event["uid"]) for event in Calendar.from_ical(made(library_name="别的库")).walk("VEVENT")}
