"""Figures of little libraries, counted by hand."""

from __future__ import annotations

from datetime import date

import pytest

from libraries import errors, faq, interpretation, library, policy
from policy_library.checks.limits import Limits
from policy_library.edition import Edition, Reading
from policy_library.stats.figures import APART, STATUSES, Figures, Rate, Row, Statistics, Wanted, statistics
from policy_library.stats.words import percent, written

EFFECTIVE = "effective: 2024-01-01"


def counted(files: dict[str, str], *, staff: bool = True, limits: Limits = Limits(), wanted: Wanted = Wanted(), day: date = date(2026, 11, 20)) -> Statistics:
    found = library(files, reading=Reading(limits=limits), day=day)
    assert not [one for one in errors(found) if one.code != "X001"], errors(found)
    return statistics(found, wanted, staff=staff)


def total(files: dict[str, str], **given: object) -> Figures:
    return counted(files, **given).total.figures  # type: ignore[arg-type]


def issued(on: str, more: str = "") -> str:
    return policy(front=f"issued: {on}\n{EFFECTIVE}\n{more}")


def test_years_are_of_the_day_of_issue_or_else_of_writing() -> None:
    held = counted({
        "policies/a.md": policy(front=f"written: 2023-12-29\nissued: 2024-01-03\n{EFFECTIVE}"),
        "policies/b.md": policy("乙办法", f"written: 2023-05-01\n{EFFECTIVE}"), "policies/c.md": policy("丙办法", EFFECTIVE),
    })
    assert [(row.year, row.undated, row.figures.documents) for row in held.years] == [(2024, False, 1), (2023, False, 1), (None, True, 1)]
    assert held.total.figures.documents == 3 and not held.total.undated


def test_a_joint_document_counts_for_each_agency_and_once_in_all() -> None:
    held = counted({
        "policies/a.md": issued("2024-01-03", "issuers: [police, transport]"), "policies/b.md": policy("乙办法", f"issued: 2024-02-01\n{EFFECTIVE}"),
        "faq/a.md": faq("[a, b]"),
    })
    assert [(row.agency, row.figures.documents, row.figures.questions) for row in held.agencies] == [("transport", 2, 1), ("police", 1, 1)]
    assert (held.total.figures.documents, held.total.figures.questions) == (2, 1)
    assert [(row.agency, row.year) for row in held.cells] == [("transport", 2024), ("police", 2024)]


@pytest.mark.parametrize(
    ("kind", "stage", "rate"),
    [
        ("normative", None, (0, 1)), ("rules", None, (0, 1)), ("normative", "release", (1, 1)), ("normative", "follow-up", (1, 1)),
        ("normative", "draft", (0, 1)),  # explains what was proposed
        ("notice", "release", (0, 0)),  # is not asked for
    ],
)
def test_the_interpretation_rate_is_of_those_that_are_to_be_interpreted(kind: str, stage: str | None, rate: tuple[int, int]) -> None:
    files = {"policies/a.md": policy(front=f"kind: {kind}\nissued: 2024-01-03")}
    if stage:
        files["interpretations/a.md"] = interpretation("a", f"stage: {stage}")
    assert total(files).interpreted == Rate(*rate)


def test_which_kinds_those_are_is_the_place_s_setting() -> None:
    files = {"policies/a.md": policy(front="kind: notice")}
    assert total(files, limits=Limits(interpreted_kinds=("notice",))).interpreted == Rate(0, 1)


def test_an_ended_document_stays_in_the_rate_of_its_year() -> None:
    held = total({"policies/a.md": issued("2023-12-03", "expires: 2025-01-01"), "interpretations/a.md": interpretation("a")})
    assert held.interpreted == Rate(1, 1) and held.valid == Rate(0, 1)


@pytest.mark.parametrize(
    ("policy_on", "came", "same_day", "in_time"),
    [
        ("2024-05-16", "2024-05-16", (1, 1), (1, 1)),
        ("2024-05-16", "2024-05-15", (1, 1), (1, 1)),
        ("2024-05-16", "2024-05-21", (0, 1), (1, 1)),  # Thursday; the third working day is Tuesday
        ("2024-05-16", "2024-05-22", (0, 1), (0, 1)),
        ("2024-04-26", "2024-04-30", (0, 1), (1, 1)),  # Sunday the 28th was worked
        ("1999-05-14", "1999-05-18", (0, 0), (0, 0)),  # no calendar of that year
        ("1999-05-14", "1999-05-14", (1, 1), (1, 1)),
        ("2024-05-16", "", (0, 0), (0, 0)),
        ("", "2024-05-16", (0, 0), (0, 0)),
    ],
)
def test_in_step_is_the_first_release_within_the_limit(policy_on: str, came: str, same_day: tuple[int, int], in_time: tuple[int, int]) -> None:
    held = total({
        "policies/a.md": policy(front=f"issued: {policy_on}"), "interpretations/a.md": interpretation("a", f"issued: {came}"),
        "interpretations/late.md": interpretation("a", "title: 又一篇解读\nissued: 2026-01-05"),
        "interpretations/draft.md": interpretation("a", "title: 草案解读\nstage: draft\nissued: 1999-01-05"),
    } if came else {"policies/a.md": policy(front=f"issued: {policy_on}"), "interpretations/a.md": interpretation("a")})
    assert (held.same_day, held.in_time) == (Rate(*same_day), Rate(*in_time))


@pytest.mark.parametrize(
    ("front", "body", "rate"),
    [
        ("services: [filing]", "", (1, 1)), ("", "经营者可以通过“一网通办”平台办理备案。", (0, 1)), ("", "正文。", (0, 0)),
        ("kind: plan", "经营者可以通过“一网通办”平台办理备案。", (0, 0)), ("expires: 2025-01-01", "经营者可以通过“一网通办”平台办理备案。", (0, 0)),
        ("expires: 2025-01-01\nservices: [filing]", "", (0, 0)),
    ],
)
def test_services_are_asked_of_what_stands_and_lets_apply(front: str, body: str, rate: tuple[int, int]) -> None:
    assert total({"policies/a.md": policy(front=f"{EFFECTIVE}\n{front}", body=body)}).linked == Rate(*rate)


def test_questions_are_those_about_the_documents() -> None:
    body = "## 要备案吗？ {#one}\n\n要。\n\n## 多久？ {#two}\n\n依据：《乙办法》\n\n五天。\n"
    held = counted({
        "policies/a.md": policy("甲办法", "issued: 2024-01-03"), "policies/b.md": policy("乙办法", "issued: 2025-01-03"), "faq/a.md": faq("a", body=body),
    })
    assert [(row.year, row.figures.questions) for row in held.years] == [(2025, 1), (2024, 1)]
    assert held.total.figures.questions == 2


def test_statuses_add_up_to_the_documents() -> None:
    held = total({
        "policies/a.md": policy("甲办法", EFFECTIVE), "policies/b.md": policy("乙办法", "effective: 2027-01-01"), "policies/c.md": policy("丙办法"),
        "policies/d.md": policy("丁办法", f"{EFFECTIVE}\nexpires: 2025-01-01"), "policies/e.md": policy("戊办法", EFFECTIVE),
        "policies/f.md": policy("关于废止戊办法的决定", f"kind: decision\n{EFFECTIVE}\nrepeals: [e]"),
    })
    assert dict(zip(STATUSES, held.statuses, strict=True)) == {"in-force": 2, "not-yet": 1, "unknown": 1, "expired": 1, "repealed": 1}
    assert held.valid == Rate(2, 6)


HIDDEN = {
    "policies/a.md": policy("甲办法", "issued: 2024-01-03"),
    "policies/b.md": policy("乙办法", "issued: 2024-01-03\npublish_at: 2026-12-01"),
    "policies/c.md": policy("丙办法", "issued: 2024-01-03\ndisclosure: on-request"),
    "policies/d.md": policy("丁办法", "issued: 2023-01-03\ndisclosure: withheld"),
    "policies/e.md": policy("戊办法", "issued: 2023-01-03\ndisclosure: directed"),
    "policies/f.md": policy("己办法", "issued: 2023-01-03\ndisclosure:\nissuers: [police]"),
    "policies/g.md": policy("庚办法", "issued: 2023-01-03\nwithdrawn: {reason: 有误, on: 2026-01-05}"),
}


def test_what_is_not_public_is_counted_apart_and_for_staff_alone() -> None:
    held = counted(HIDDEN)
    assert held.total.figures.documents == 1
    assert dict(zip(APART, held.total.apart or (), strict=True)) == dict.fromkeys(APART, 1)
    assert [(row.year, row.figures.documents, sum(row.apart or ())) for row in held.years] == [(2024, 1, 2), (2023, 0, 4)]
    public = counted(HIDDEN, staff=False)
    assert [row.year for row in public.years] == [2024] and [row.agency for row in public.agencies] == ["transport"]
    rows: tuple[Row, ...] = (public.total, *public.years, *public.agencies, *public.cells)
    assert {row.apart for row in rows} == {None}


def test_agencies_and_years_can_be_chosen() -> None:
    files = {
        "policies/a.md": issued("2024-01-03", "issuers: [police, transport]"), "policies/b.md": policy("乙办法", "issued: 2025-02-01"),
        "policies/c.md": policy("丙办法", "issued: 2024-02-01"),
    }
    held = counted(files, wanted=Wanted(["police"]))
    assert (held.total.figures.documents, [row.agency for row in held.agencies]) == (1, ["police"])
    held = counted(files, wanted=Wanted(["transport"], [2024]))
    assert (held.total.figures.documents, [row.year for row in held.years]) == (2, [2024])


@pytest.mark.parametrize(("part", "whole", "shown"), [(2, 3, "66.7"), (3, 4, "75"), (1999, 2000, "99.9"), (1, 5000, "0.1"), (0, 3, "0"), (3, 3, "100")])
def test_all_and_none_are_exact(part: int, whole: int, shown: str) -> None:
    assert percent(Rate(part, whole)) == shown
    assert written(Rate(part, whole)) == f"{part:,}/{whole:,}，{shown}%"
    assert written(Rate(0, 0)) == "—"


def test_nothing_is_no_trouble() -> None:
    found: Edition = library({})
    held = statistics(found, staff=True)
    assert (held.total.figures.documents, held.years, held.total.figures.interpreted.share) == (0, (), None)
