"""A row for each line of the status rule (design.md §6), on the day before, of and after."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from libraries import consultation, library, only, policy
from policy_library.edition import Reading
from policy_library.graph.graph import build
from policy_library.graph.status import Status, status, terms

DAY = timedelta(days=1)
IN_FORCE = "effective: 2024-06-01\nexpires: 2029-05-31"


def status_of(files: dict[str, str], day: date, unstated: str | None = None) -> Status:
    found = library({f"policies/{name}.md": text for name, text in files.items()}, day=day, reading=Reading(unstated=unstated))  # type: ignore[arg-type]
    errors = [one for one in found.findings if one.severity == "error" and one.code != "D002"]  # a slip that has a status all the same
    assert not errors, errors
    return found.statuses["policies/a"]


def other(title: str, front: str) -> str:
    return policy(title, front)


ROWS = [
    # (name, files, the day that decides, before, on it, after)
    ("starts", {"a": policy("甲", "effective: 2024-06-01")}, "2024-06-01", "not-yet", "in-force", "in-force"),
    ("the end date is still valid", {"a": policy("甲", IN_FORCE)}, "2029-05-31", "in-force", "in-force", "expired"),
    ("自印发之日起", {"a": policy("甲", "effective: written\nwritten: 2024-05-13\nissued: 2024-05-16")}, "2024-05-13", "not-yet", "in-force", "in-force"),
    ("自发布之日起", {"a": policy("甲", "effective: issued\nwritten: 2024-05-13\nissued: 2024-05-16")}, "2024-05-16", "not-yet", "in-force", "in-force"),
    ("自印发之日起, never dated but issued", {"a": policy("甲", "effective: written\nissued: 2024-05-16")}, "2024-05-16", "not-yet", "in-force", "in-force"),
    ("stated in the text", {"a": policy("甲", "", "本办法自2024年6月1日起施行。\n")}, "2024-06-01", "not-yet", "in-force", "in-force"),
    ("an end in the text", {"a": policy("甲", "", "本办法自2024年6月1日起施行，有效期至2029年5月31日。\n")}, "2029-05-31", "in-force", "in-force", "expired"),
    ("years in the text", {"a": policy("甲", "", "本办法自2024年6月1日起施行，有效期五年。\n")}, "2029-05-31", "in-force", "in-force", "expired"),
    ("thirty days after publication", {"a": policy("甲", "issued: 2024-05-16", "本办法自公布之日起30日后施行。\n")}, "2024-06-15", "not-yet", "in-force", "in-force"),
    ("repealed by one in effect", {"a": policy("甲", IN_FORCE), "b": other("乙", "effective: 2026-01-01\nrepeals: [a]")}, "2026-01-01", "in-force", "repealed", "repealed"),
    ("replaced by one in effect", {"a": policy("甲", IN_FORCE), "b": other("乙", "effective: 2026-01-01\nreplaces: [a]")}, "2026-01-01", "in-force", "repealed", "repealed"),
    ("repealed before it would expire wins over expiry", {"a": policy("甲", IN_FORCE), "b": other("乙", "effective: 2029-05-31\nrepeals: [a]")}, "2029-05-31", "in-force", "repealed", "repealed"),
    ("a repeal in the text", {"a": policy("云海市甲办法", IN_FORCE), "b": other("乙", "effective: 2026-01-01") + "《云海市甲办法》同时废止。\n"}, "2026-01-01", "in-force", "repealed", "repealed"),
    ("a repeal without a start acts when issued", {"a": policy("甲", IN_FORCE), "b": other("乙", "issued: 2026-01-05\nrepeals: [a]")}, "2026-01-05", "in-force", "repealed", "repealed"),
    ("repeal of an article leaves it in force", {"a": policy("甲", IN_FORCE), "b": other("乙", "effective: 2026-01-01\nrepeals: [{document: a, articles: [第三条]}]")}, "2026-01-01", "in-force", "in-force", "in-force"),
    ("an extension in effect moves the end", {"a": policy("甲", IN_FORCE), "b": other("乙", "issued: 2029-05-01\nextends: [{document: a, until: 2034-05-31}]")}, "2034-05-31", "in-force", "in-force", "expired"),
    ("an extension issued too late leaves a gap", {"a": policy("甲", IN_FORCE), "b": other("乙", "effective: 2029-08-01\nextends: [{document: a, until: 2034-05-31}]")}, "2029-08-01", "expired", "in-force", "in-force"),
    ("declared repealed, no more known", {"a": policy("甲", IN_FORCE + "\ndeclared_status: repealed")}, "2025-01-01", "repealed", "repealed", "repealed"),
    ("declared expired with its day", {"a": policy("甲", IN_FORCE + "\ndeclared_status: expired\ndeclared_on: 2026-03-01")}, "2026-03-01", "in-force", "expired", "expired"),
    ("declared in force does not revive", {"a": policy("甲", IN_FORCE + "\ndeclared_status: in-force")}, "2029-05-31", "in-force", "in-force", "expired"),
    ("without end", {"a": policy("甲", "effective: 2024-06-01\nexpires: none")}, "2124-06-01", "in-force", "in-force", "in-force"),
    ("repealed wins over declared expired", {"a": policy("甲", IN_FORCE + "\ndeclared_status: expired"), "b": other("乙", "effective: 2026-01-01\nrepeals: [a]")}, "2026-01-01", "expired", "repealed", "repealed"),
    ("declared wins over expiry", {"a": policy("甲", IN_FORCE + "\ndeclared_status: repealed\ndeclared_on: 2029-07-01")}, "2029-07-01", "expired", "repealed", "repealed"),
    ("expiry wins over a start that is yet to come", {"a": policy("甲", "effective: 2026-06-01\nexpires: 2026-01-01")}, "2026-01-01", "not-yet", "not-yet", "expired"),
    ("expires although nobody knows since when it held", {"a": policy("甲", "expires: 2026-01-01")}, "2026-01-01", "unknown", "unknown", "expired"),
    ("repealed although nobody knows since when it held", {"a": policy("甲"), "b": other("乙", "effective: 2026-01-01\nrepeals: [a]")}, "2026-01-01", "unknown", "repealed", "repealed"),
    ("repealed before it began", {"a": policy("甲", "effective: 2026-06-01"), "b": other("乙", "effective: 2026-01-01\nrepeals: [a]")}, "2026-01-01", "not-yet", "repealed", "repealed"),
    ("an article repealed in the text leaves it in force", {"a": policy("云海市甲办法", IN_FORCE), "b": policy("乙", "effective: 2026-01-01", "《云海市甲办法》第三条同时废止。\n")}, "2026-01-01", "in-force", "in-force", "in-force"),
    ("what an author says of articles outweighs the text", {"a": policy("云海市甲办法", IN_FORCE), "b": policy("乙", "effective: 2026-01-01\nrepeals: [{document: a, articles: [第三条]}]", "《云海市甲办法》同时废止。\n")}, "2026-01-01", "in-force", "in-force", "in-force"),
    ("an older repeal of articles does not shield from a later one of all", {"a": policy("甲", IN_FORCE), "b": other("乙", "effective: 2025-01-01\nrepeals: [{document: a, articles: [第三条]}]"), "c": other("丙", "effective: 2026-01-01\nrepeals: [a]")}, "2026-01-01", "in-force", "repealed", "repealed"),
    ("an extension in the text", {"a": policy("云海市甲办法", IN_FORCE), "b": policy("乙", "issued: 2029-05-01", "《云海市甲办法》的有效期延长至2034年5月31日。\n")}, "2034-05-31", "in-force", "in-force", "expired"),
    ("an extension before its own start changes nothing", {"a": policy("甲", IN_FORCE), "b": other("乙", "effective: 2029-07-01\nextends: [{document: a, until: 2034-05-31}]")}, "2029-05-31", "in-force", "in-force", "expired"),
    ("an extension that shortens is none", {"a": policy("甲", IN_FORCE), "b": other("乙", "issued: 2026-01-01\nextends: [{document: a, until: 2028-05-31}]")}, "2029-05-31", "in-force", "in-force", "expired"),
    ("the longer of two extensions", {"a": policy("甲", IN_FORCE), "b": other("乙", "issued: 2026-01-01\nextends: [{document: a, until: 2034-05-31}]"), "c": other("丙", "issued: 2026-01-01\nextends: [{document: a, until: 2031-05-31}]")}, "2034-05-31", "in-force", "in-force", "expired"),
    ("an extension of what states no end gives it one", {"a": policy("甲", "effective: 2024-06-01"), "b": other("乙", "issued: 2026-01-01\nextends: [{document: a, until: 2034-05-31}]")}, "2034-05-31", "in-force", "in-force", "expired"),
    ("an extension of what has no end gives it none", {"a": policy("甲", "effective: 2024-06-01\nexpires: none"), "b": other("乙", "issued: 2026-01-01\nextends: [{document: a, until: 2034-05-31}]")}, "2034-05-31", "in-force", "in-force", "in-force"),
    ("the front matter outweighs the text", {"a": policy("甲", "effective: 2024-07-01", "本办法自2024年6月1日起施行。\n")}, "2024-07-01", "not-yet", "in-force", "in-force"),
    ("years from a leap day", {"a": policy("甲", "effective: 2024-02-29", "本办法有效期五年。\n")}, "2029-02-28", "in-force", "in-force", "expired"),
    ("years up to a leap day", {"a": policy("甲", "effective: 2023-03-01", "本办法有效期五年。\n")}, "2028-02-29", "in-force", "in-force", "expired"),
    ("years beyond the calendar", {"a": policy("甲", "effective: 2024-06-01", "本办法有效期九千年。\n")}, "2024-06-01", "not-yet", "in-force", "in-force"),
    ("a repeal by what nobody knows the day of has no effect", {"a": policy("甲", IN_FORCE), "b": other("乙", "repeals: [a]")}, "2026-01-01", "in-force", "in-force", "in-force"),
    ("nothing stated", {"a": policy("甲", "issued: 2024-05-16\nwritten: 2024-05-13")}, "2024-05-16", "unknown", "unknown", "unknown"),
]


@pytest.mark.parametrize(("files", "decides", "before", "on", "after"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_on_the_day_before_of_and_after(files: dict[str, str], decides: str, before: str, on: str, after: str) -> None:
    day = date.fromisoformat(decides)
    assert [status_of(files, day + shift).word for shift in (-DAY, 0 * DAY, DAY)] == [before, on, after]


@pytest.mark.parametrize(("unstated", "day", "word"), [
    (None, "2026-01-01", "unknown"), ("issued", "2024-05-15", "not-yet"), ("issued", "2024-05-16", "in-force"),
    ("written", "2024-05-13", "in-force"), ("written", "2024-05-12", "not-yet"),
])
def test_the_place_says_when_an_unstated_document_starts(unstated: str | None, day: str, word: str) -> None:
    files = {"a": policy("甲", "written: 2024-05-13\nissued: 2024-05-16")}
    assert status_of(files, date.fromisoformat(day), unstated).word == word


@pytest.mark.parametrize(("front", "flag", "starts"), [
    ("effective: 2026-01-01\namends: [a]", "amended", "2026-01-01"),
    ("issued: 2026-01-01\nextends: [{document: a, until: 2034-05-31}]", "extended", "2026-01-01"),
    ("effective: 2026-01-01\nrepeals: [{document: a, articles: [第三条]}]", "partly-repealed", "2026-01-01"),
])
def test_a_flag_stands_beside_from_the_day_of_the_act(front: str, flag: str, starts: str) -> None:
    files = {"a": policy("甲", IN_FORCE), "b": policy("乙", front)}
    day = date.fromisoformat(starts)
    assert flag not in status_of(files, day - DAY).flags
    assert flag in status_of(files, day).flags
    assert status_of(files, day).word == "in-force"


def test_assessment_is_a_flag() -> None:
    assert status_of({"a": policy("甲", IN_FORCE + "\nunder_assessment: true")}, date(2026, 1, 1)).flags == ("under-assessment",)


def test_the_banner_leads_to_the_successor_of_a_replaced_document() -> None:
    files = {"a": policy("甲", IN_FORCE), "b": policy("乙", "effective: 2026-01-01\nreplaces: [a]")}
    status = status_of(files, date(2026, 2, 1))
    assert (status.ended_by, status.replaced, status.ends) == ("policies/b", True, date(2026, 1, 1))


@pytest.mark.parametrize(("declared", "day", "conflict"), [
    ("repealed", "2026-01-01", True), ("expired", "2026-01-01", True), ("in-force", "2026-01-01", False), ("in-force", "2030-01-01", True),
    ("expired", "2030-01-01", False),
])
def test_a_declaration_that_dates_contradict_is_a_conflict(declared: str, day: str, conflict: bool) -> None:
    files = {"a": policy("甲", f"{IN_FORCE}\ndeclared_status: {declared}")}
    assert status_of(files, date.fromisoformat(day)).conflict is conflict


def test_unknown_is_never_shown_as_valid_whatever_was_declared() -> None:
    assert status_of({"a": policy("甲", "declared_status: in-force")}, date(2026, 1, 1)).word == "unknown"


def test_what_was_declared_in_force_while_it_was_is_no_contradiction() -> None:
    files = {"a": policy("甲", f"{IN_FORCE}\ndeclared_status: in-force\ndeclared_on: 2029-05-31")}
    status = status_of(files, date(2030, 1, 1))
    assert (status.word, status.computed, status.conflict) == ("expired", "expired", False)


def test_the_more_cautious_of_declared_and_computed_is_shown() -> None:
    declared = status_of({"a": policy("甲", f"{IN_FORCE}\ndeclared_status: expired")}, date(2026, 1, 1))
    assert (declared.word, declared.computed, declared.declared) == ("expired", "in-force", "expired")
    computed = status_of({"a": policy("甲", f"{IN_FORCE}\ndeclared_status: in-force")}, date(2030, 1, 1))
    assert (computed.word, computed.computed, computed.declared) == ("expired", "expired", "in-force")


def test_a_contradiction_is_a_finding_at_its_line() -> None:
    found = library({"policies/a.md": policy("甲", f"{IN_FORCE}\ndeclared_status: repealed")}, day=date(2026, 1, 1))
    (one,) = only(found.findings, "V001")
    assert (one.line, one.severity) == (8, "warning")
    assert "登记为“废止”，按日期和关系推算为“现行有效”" in one.message


def test_a_repeal_to_come_is_known_but_does_not_hold_yet() -> None:
    files = {"a": policy("甲", IN_FORCE), "b": policy("乙", "effective: 2026-06-01\nreplaces: [a]")}
    status = status_of(files, date(2026, 1, 1))
    assert (status.word, status.ended_by, status.replaced, status.ends) == ("in-force", "policies/b", True, date(2026, 6, 1))


@pytest.mark.parametrize(("repeals", "replaces", "by", "replaced"), [
    ("2026-01-01", "2026-01-01", "policies/c", True), ("2025-01-01", "2026-01-01", "policies/b", False), ("2026-02-01", "2026-01-01", "policies/c", True),
])
def test_of_a_repeal_and_a_successor_the_earlier_ends_it_and_on_one_day_the_successor(
    repeals: str, replaces: str, by: str, replaced: bool
) -> None:
    files = {
        "a": policy("甲", IN_FORCE), "b": policy("乙", f"effective: {repeals}\nrepeals: [a]"), "c": policy("丙", f"effective: {replaces}\nreplaces: [a]"),
    }
    status = status_of(files, date(2026, 3, 1))
    assert (status.word, status.ended_by, status.replaced) == ("repealed", by, replaced)


def test_flags_stand_together_and_beside_any_word() -> None:
    files = {
        "a": policy("甲", IN_FORCE + "\nunder_assessment: 是"),
        "b": policy("乙", "effective: 2025-01-01\namends: [a]\nextends: [{document: a, until: 2030-05-31}]\nrepeals: [{document: a, articles: 第三条}]"),
    }
    for day, word in ((date(2026, 1, 1), "in-force"), (date(2031, 1, 1), "expired")):
        status = status_of(files, day)
        assert (status.word, status.flags) == (word, ("amended", "extended", "partly-repealed", "under-assessment"))


def test_withdrawn_wins_over_everything() -> None:
    """Asked of the whole library: what is public holds no withdrawn document."""
    files = {
        "policies/a.md": policy("甲", IN_FORCE + "\ndeclared_status: expired\nwithdrawn: {reason: 有误, on: 2026-01-02}"),
        "policies/b.md": policy("乙", "effective: 2026-01-01\nrepeals: [a]"),
    }
    whole = library(files).whole
    graph, held = build(whole), terms(whole)
    words = [status(whole.by_key["policies/a"], graph, held, date(2026, 1, day)).word for day in (1, 2, 3)]
    assert words == ["repealed", "withdrawn", "withdrawn"]


def test_a_consultation_is_a_draft_before_during_and_after() -> None:
    for day in (date(2024, 2, 1), date(2024, 3, 15), date(2024, 6, 1)):
        assert library({"consultations/a.md": consultation()}, day=day).statuses["consultations/a"].word == "draft"


def test_only_the_day_decides() -> None:
    """The clock is never read: the same library says the same of a day long past and of one far ahead."""
    files = {"a": policy("甲", IN_FORCE)}
    assert [status_of(files, date(year, 7, 1)).word for year in (1950, 2024, 2029, 9999)] == ["not-yet", "in-force", "expired", "expired"]
    assert status_of(files, date(2024, 7, 1)).day == date(2024, 7, 1)


def test_what_is_not_public_changes_no_status() -> None:
    files = {"a": policy("甲", IN_FORCE), "b": policy("乙", "disclosure: withheld\neffective: 2025-01-01\nrepeals: [a]")}
    status = status_of(files, date(2026, 1, 1))
    assert (status.word, status.ended_by, status.ends) == ("in-force", None, None)


def test_a_withdrawn_document_is_not_public_from_its_day_on() -> None:
    text = policy("甲", IN_FORCE + "\nwithdrawn: {reason: 由上级统一发布, on: 2026-01-01}")
    for day, public in ((date(2025, 12, 31), True), (date(2026, 1, 1), False)):
        found = library({"policies/a.md": text}, day=day)
        assert bool(found.library.policies) is public
        assert [one.key for one in found.tombstones] == ([] if public else ["policies/a"])
