"""What rests on a document that changed or ended, how it rests on it, and when that is settled."""

from __future__ import annotations

from datetime import date

import pytest

from libraries import errors, library, policy
from policy_library.patrol.drift import drifts

TODAY = date(2026, 11, 20)
HELD = "written: 2020-01-06\nissued: 2020-01-08\neffective: 2020-02-01\n"
LAW = policy("云海市道路条例", HELD)
CHANGE = "written: 2026-09-01\nissued: 2026-09-05\neffective: 2026-11-01\nkind: decision\n"
ASSESSED = "assessed: [{on: %s, office: 法规处, result: 继续有效}]\n"


def told(files: dict[str, str], day: date = TODAY) -> dict[str, list[tuple[str, ...]]]:
    """By changed document and change, the ways down from each document that rests on it."""
    found = library({f"policies/{name}.md": text for name, text in files.items()}, day=day)
    assert not errors(found), errors(found)
    return {
        f"{one.basis.id} {one.change.what} {one.change.on}": [tuple(f"{step.document.id} {step.relation}" for step in resting.way) for resting in one.resting]
        for one in drifts(found)
    }


def change(front: str) -> str:
    return policy("云海市道路条例修改决定", CHANGE + front)


ONE = [
    # (name, files beside the law, what is told)
    ("amended", {"z": change("amends: [law]"), "b": policy("乙", HELD + "basis: [law]")}, {"law amended 2026-11-01": [("b basis",)]}),
    ("repealed", {"z": change("repeals: [law]"), "b": policy("乙", HELD + "basis: [law]")}, {"law repealed 2026-11-01": [("b basis",)]}),
    ("replaced", {"z": change("replaces: [law]"), "b": policy("乙", HELD + "basis: [law]")}, {"law replaced 2026-11-01": [("b basis",)]}),
    ("partly repealed", {"z": change("repeals: [{document: law, articles: [第三条]}]"), "b": policy("乙", HELD + "basis: [law]")}, {"law partly-repealed 2026-11-01": [("b basis",)]}),
    ("expired, from the day after its last", {"law": policy("云海市道路条例", HELD + "expires: 2026-09-30"), "b": policy("乙", HELD + "basis: [law]")}, {"law expired 2026-10-01": [("b basis",)]}),
    ("declared ended, nobody knows when", {"law": policy("云海市道路条例", HELD + "declared_status: repealed"), "b": policy("乙", HELD + "basis: [law]")}, {"law repealed None": [("b basis",)]}),
    ("read in the text", {"z": change("amends: [law]"), "b": policy("乙", HELD, "根据《云海市道路条例》，制定本办法。\n")}, {"law amended 2026-11-01": [("b basis",)]}),
    ("what carries it out rests on it", {"z": change("repeals: [law]"), "b": policy("乙", HELD + "implements: [law]")}, {"law repealed 2026-11-01": [("b implements",)]}),
    ("but outlives a plan that ends", {"law": policy("云海市三年行动方案", HELD + "expires: 2026-09-30"), "b": policy("乙", HELD + "implements: [law]")}, {}),
    ("so does what supports it", {"law": policy("云海市道路条例", HELD + "supporting: [b]"), "z": change("repeals: [law]"), "b": policy("乙", HELD)}, {"law repealed 2026-11-01": [("b supporting",)]}),
    ("what only cites it does not", {"z": change("repeals: [law]"), "b": policy("乙", HELD, "停车收费按照有关规定执行，可以参见《云海市道路条例》。\n")}, {}),
    ("another article", {"z": change("amends: [{document: law, articles: [第三条]}]"), "b": policy("乙", HELD + "basis: [{document: law, articles: [第九条]}]", "根据《云海市道路条例》，制定本办法。\n")}, {}),
    ("that very article", {"z": change("amends: [{document: law, articles: [第三条, 第四条]}]"), "b": policy("乙", HELD + "basis: [{document: law, articles: [第四条]}]")}, {"law amended 2026-11-01": [("b basis",)]}),
    ("the change itself is no victim", {"z": change("amends: [law]\nbasis: [law]")}, {}),
    ("what has ended needs nothing", {"z": change("amends: [law]"), "b": policy("乙", HELD + "expires: 2025-01-31\nbasis: [law]")}, {}),
    ("written in the knowledge of it", {"z": change("amends: [law]"), "b": policy("乙", "written: 2026-09-05\nissued: 2026-09-10\neffective: 2026-10-01\nbasis: [law]")}, {}),
    ("assessed before", {"z": change("amends: [law]"), "b": policy("乙", ASSESSED % "2026-09-04" + HELD + "basis: [law]")}, {"law amended 2026-11-01": [("b basis",)]}),
    ("assessed on the day when it was made known", {"z": change("amends: [law]"), "b": policy("乙", ASSESSED % "2026-09-05" + HELD + "basis: [law]")}, {}),
    ("assessed since", {"z": change("amends: [law]"), "b": policy("乙", ASSESSED % "2026-11-01" + HELD + "basis: [law]")}, {}),
    ("an assessment of tomorrow is none", {"z": change("amends: [law]"), "b": policy("乙", ASSESSED % "2026-11-21" + HELD + "basis: [law]")}, {"law amended 2026-11-01": [("b basis",)]}),
    ("an assessment settles what has no day", {"law": policy("云海市道路条例", HELD + "declared_status: repealed"), "b": policy("乙", ASSESSED % "2026-01-05" + HELD + "basis: [law]")}, {}),
]


@pytest.mark.parametrize(("files", "expected"), [pytest.param(*row[1:], id=row[0]) for row in ONE])
def test_what_rests_on_it(files: dict[str, str], expected: dict[str, list[tuple[str, ...]]]) -> None:
    assert told({"law": LAW, **files}) == expected


def test_nothing_before_the_change_has_effect() -> None:
    files = {"law": LAW, "z": change("amends: [law]"), "b": policy("乙", HELD + "basis: [law]")}
    assert told(files, date(2026, 10, 31)) == {}
    assert told(files, date(2026, 11, 1)) != {}


CHAIN = {
    "law": LAW, "z": change("amends: [law]"), "b": policy("乙", HELD + "basis: [law]"), "c": policy("丙", HELD + "basis: [b]"),
    "d": policy("丁", HELD + "implements: [c]"), "e": policy("戊", HELD + "basis: [d, law]"),
}


def test_the_way_is_told_and_is_the_shortest() -> None:
    assert told(CHAIN) == {"law amended 2026-11-01": [
        ("b basis",), ("e basis",), ("c basis", "b basis"), ("d implements", "c basis", "b basis"),
    ]}


def test_what_rests_on_it_only_through_an_assessed_document_is_settled_too() -> None:
    assessed = {**CHAIN, "b": policy("乙", ASSESSED % "2026-11-10" + HELD + "basis: [law]")}
    assert told(assessed) == {"law amended 2026-11-01": [("e basis",)]}


def test_a_circle_comes_to_an_end() -> None:
    found = library({
        "policies/a.md": policy("甲", HELD + "basis: [b]"), "policies/b.md": policy("乙", HELD + "basis: [a, law]"),
        "policies/law.md": LAW, "policies/z.md": change("amends: [law]"),
    })
    assert [[resting.document.id for resting in one.resting] for one in drifts(found)] == [["b", "a"]]


def test_nothing_is_told_of_what_is_not_public() -> None:
    assert told({"law": LAW, "z": change("amends: [law]"), "b": policy("乙", HELD + "disclosure: withheld\nbasis: [law]")}) == {}
