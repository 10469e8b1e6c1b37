"""A row for each kind of deadline: the day on which it falls due, and whether passing it is a fault."""

from __future__ import annotations

from datetime import date

import pytest

from libraries import VOCABULARY, consultation, library, policy, topic
from policy_library.patrol.calendar import calendar
from policy_library.patrol.deadlines import Deadline, deadlines, near
from policy_library.settings import PatrolOptions, Settings

TODAY = date(2026, 11, 20)
SETTINGS = Settings()
ISSUED = "issued: 2024-05-16\neffective: 2024-06-01\n"
SECTION = "- {key: rules, title: 规则, include: [a]}"


def told(files: dict[str, str], day: date = TODAY, settings: Settings = SETTINGS, **given: object) -> tuple[Deadline, ...]:
    return deadlines(library(files, day=day, **given), settings)  # type: ignore[arg-type]


def of(kind: str, files: dict[str, str], day: date = TODAY, settings: Settings = SETTINGS) -> list[tuple[str, int, bool]]:
    return [(one.on.isoformat(), one.days_left, one.urgent) for one in told(files, day, settings) if one.kind == kind]


ASSESSED = "assessed: [{on: %s, office: 法规处, result: 继续有效}]\n"

ROWS = [
    # (name, kind, front of policy a, its companions, expected)
    ("the end of validity is known long before", "expiry", "expires: 2029-05-31", {}, [("2029-05-31", 923, False)]),
    ("the last day is in time", "expiry", "expires: 2026-11-20", {}, [("2026-11-20", 0, False)]),
    ("a normative document ended unassessed is a fault", "expiry", "expires: 2026-11-19", {}, [("2026-11-19", -1, True)]),
    ("what ended after an assessment is settled", "expiry", ASSESSED % "2026-05-06" + "expires: 2026-11-19", {}, []),
    ("an assessment of long before says nothing of this end", "expiry", ASSESSED % "2025-11-18" + "expires: 2026-11-19", {}, [("2026-11-19", -1, True)]),
    ("an announcement just ends", "expiry", "kind: announcement\nexpires: 2026-11-19", {}, [("2026-11-19", -1, False)]),
    ("what ended long ago is history", "expiry", "expires: 2026-05-23", {}, []),
    ("what ended 180 days ago is not yet", "expiry", "expires: 2026-05-24", {}, [("2026-05-24", -180, True)]),
    ("none without an end", "expiry", "expires: none", {}, []),
    ("none of what was repealed before", "expiry", "expires: 2027-01-31", {"policies/b.md": policy("乙", "effective: 2026-01-01\nrepeals: [a]")}, []),
    ("none of what will be repealed before", "expiry", "expires: 2027-01-31", {"policies/b.md": policy("乙", "issued: 2026-11-01\neffective: 2027-01-01\nreplaces: [a]")}, []),
    ("an extension moves it", "expiry", "expires: 2027-01-31", {"policies/b.md": policy("乙", "kind: notice\nissued: 2026-11-01\nextends: [{document: a, until: 2029-01-31}]")}, [("2029-01-31", 803, False)]),
    ("none of what was declared ended", "expiry", "expires: 2027-01-31\ndeclared_status: expired", {}, []),
    ("six months before the end, from the last of a longer month", "assessment", "expires: 2027-08-31", {}, [("2027-02-28", 100, False)]),
    ("past when nobody began", "assessment", "expires: 2027-01-31", {}, [("2026-07-31", -112, True)]),
    ("under assessment, it is the end that counts", "assessment", "expires: 2027-01-31\nunder_assessment: 是", {}, []),
    ("done", "assessment", ASSESSED % "2026-11-01" + "expires: 2027-01-31", {}, []),
    ("an assessment of tomorrow is none", "assessment", ASSESSED % "2026-11-21" + "expires: 2027-01-31", {}, [("2026-07-31", -112, True)]),
    ("a notice needs none", "assessment", "kind: notice\nexpires: 2027-01-31", {}, []),
    ("unless an office for normative documents numbered it", "assessment", "kind: notice\nnumber: 云交规〔2024〕3号\nexpires: 2027-01-31", {}, [("2026-07-31", -112, True)]),
]


@pytest.mark.parametrize(("kind", "front", "others", "expected"), [pytest.param(*row[1:], id=row[0]) for row in ROWS])
def test_policies(kind: str, front: str, others: dict[str, str], expected: list[tuple[str, int, bool]]) -> None:
    assert of(kind, {"policies/a.md": policy("甲", ISSUED + front), **others}) == expected


CONSULTATIONS = [
    ("open", "opens: 2026-11-01\ncloses: 2026-12-05", [("2026-12-05", 15, False)], [("2027-03-05", 105, False)]),
    ("closed, nothing said yet", "opens: 2026-09-01\ncloses: 2026-10-05", [], [("2027-01-03", 44, False)]),
    ("closed, nothing said in time", "opens: 2026-05-01\ncloses: 2026-06-05", [], [("2026-09-03", -78, True)]),
    ("closed and answered", "opens: 2026-05-01\ncloses: 2026-06-05\nresult: 收到意见12条，采纳9条。", [], []),
]


@pytest.mark.parametrize(("front", "closing", "outcome"), [pytest.param(*row[1:], id=row[0]) for row in CONSULTATIONS])
def test_consultations(front: str, closing: list[tuple[str, int, bool]], outcome: list[tuple[str, int, bool]]) -> None:
    files = {"consultations/c.md": consultation(front)}
    assert of("consultation", files) == closing
    assert of("outcome", files) == outcome


@pytest.mark.parametrize(
    ("front", "expected"),
    [("reviewed: 2026-06-01", ("2027-06-01", 193, False)), ("reviewed: 2025-06-01\nlaunched: 2020-01-01", ("2026-06-01", -172, True)),
     ("launched: 2025-12-01", ("2026-12-01", 11, False)), ("", ("2026-11-20", 0, False))],
)
def test_topics(front: str, expected: tuple[str, int, bool]) -> None:
    assert of("topic", {"policies/a.md": policy(), "topics/t.md": topic(SECTION, front)}) == [expected]


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2026-11-20", ["2027-01-31", "2027-03-31"]), ("2027-01-31", ["2027-01-31", "2027-03-31"]), ("2027-02-01", ["2027-03-31", "2028-01-31"])],
)
def test_the_next_annual_reports(day: str, expected: list[str]) -> None:
    assert [on for on, _, _ in of("report", {"policies/a.md": policy()}, date.fromisoformat(day))] == expected


def test_of_what_is_not_public_yet_only_title_and_file_are_told() -> None:
    files = {"policies/a.md": policy("秘而不宣的办法", "publish_at: 2026-12-01\nsummary: 摘要里的话\nexpires: 2027-01-31", "正文里的话。\n")}
    (one,) = (found for found in told(files) if found.kind not in ("report",))
    assert (one.kind, one.on, one.title, one.path, one.who) == ("embargo", date(2026, 12, 1), "秘而不宣的办法", "policies/a.md", ())


def test_an_exception_is_told_before_it_ends() -> None:
    entry = "x:\n  rule: D005\n  documents: [a]\n  reason: 历史文件\n  office: 法规处\n  until: 2026-12-31\n"
    found = told({"policies/a.md": policy()}, vocabulary={**VOCABULARY, "vocabulary/exceptions.yml": entry})
    assert [(one.on.isoformat(), one.who, one.path) for one in found if one.kind == "exception"] == [("2026-12-31", ("法规处",), "vocabulary/exceptions.yml")]


def test_each_names_its_line_who_answers_for_it_and_what_to_do() -> None:
    (one,) = (found for found in told({"policies/a.md": policy("甲办法", "expires: 2027-01-31")}) if found.kind == "expiry")
    assert (one.line, one.who) == (6, ("市交通委",))
    assert "2027年1月31日" in one.what and one.mend


def test_the_place_says_how_far_ahead_is_looked() -> None:
    every = told({"policies/a.md": policy("甲", "expires: 2027-05-20"), "policies/b.md": policy("乙", "expires: 2027-05-19")})
    assert {one.on.isoformat() for one in near(every, SETTINGS) if one.kind == "expiry"} == {"2027-05-19"}
    assert {one.kind for one in near(every, Settings(patrol=PatrolOptions(ahead_days=(10,))))} == {"assessment"}


def test_the_place_says_what_is_assessed_and_when() -> None:
    place = Settings(patrol=PatrolOptions(assessed_kinds=("notice",), assessment_months=3))
    files = {"policies/a.md": policy("甲", "kind: notice\nexpires: 2027-05-31"), "policies/b.md": policy("乙", "expires: 2027-05-31")}
    assert of("assessment", files, settings=place) == [("2027-02-28", 100, False)]


def test_days_at_the_ends_of_the_calendar() -> None:
    files = {"policies/a.md": policy("甲", "expires: 9999-12-31"), "consultations/c.md": consultation("opens: 2026-11-01\ncloses: 9999-12-31"),
             "policies/b.md": policy("乙", "expires: 1901-02-01"), "topics/t.md": topic(SECTION, "reviewed: 9999-12-01")}
    for day in (date.min, TODAY, date.max):
        found = told(files, day)
        assert found
        calendar(found, day, "甲", (30,))
