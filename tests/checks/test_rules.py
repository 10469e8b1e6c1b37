"""Each rule on what it is for and on what it is not for; and how rules are found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from libraries import consultation, errors, faq, library, only, policy, topic
from policy_library.checks import rules as folder
from policy_library.checks.run import rules
from policy_library.locale import catalogue

IN_FORCE = "effective: 2024-06-01\nexpires: 2029-05-31\n"

def resident(first: str) -> str:
    """A number of nobody, made from seventeen digits, with the check character that it would have."""
    rest = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(first)) % 11
    return first + "10X98765432"[rest]


# code, files, place of the finding or places; None where there is none
ROWS = [
    pytest.param("C101", {"faq/q.md": faq("a", body="## 问？\n答\n")}, ("faq/q.md", 6), id="question-without-key"),
    pytest.param("C101", {"faq/q.md": faq("a")}, None, id="question-with-key"),
    pytest.param("C101", {"faq/q.md": faq("a", "disclosure: withheld", "## 问？\n答\n")}, ("faq/q.md", 6), id="question-not-public"),
    pytest.param(
        "T002", {"topics/t.md": topic("- {key: a, title: 甲, include: [a]}\n- {key: a, title: 乙, include: [a]}")}, ("topics/t.md", 8), id="key-twice",
    ),
    pytest.param("D002", {"policies/b.md": policy("乙", "effective: 2024-06-01\nexpires: 2023-05-31")}, ("policies/b.md", 7), id="ends-before-it-starts"),
    pytest.param("D002", {"policies/b.md": policy("乙", "issued: 2024-06-01\neffective: issued\nexpires: 2024-05-31")}, ("policies/b.md", 8), id="ends-before-it-is-issued"),
    pytest.param("D002", {"policies/b.md": policy("乙", "written: 2024-06-01\nexpires: 2024-05-31")}, ("policies/b.md", 7), id="ends-before-it-is-written"),
    pytest.param("D002", {"policies/b.md": policy("乙", "effective: 2024-06-01\nexpires: 2024-06-01")}, None, id="a-day-long"),
    pytest.param("D002", {"policies/b.md": policy("乙", "effective: 2024-06-01\nexpires: none")}, None, id="endless"),
    pytest.param("D003", {"policies/b.md": policy("乙", IN_FORCE + "written: 2024-05-13\nissued: 2024-05-12")}, ("policies/b.md", 9), id="issued-first"),
    pytest.param("D003", {"policies/b.md": policy("乙", IN_FORCE + "written: 2024-05-13\nissued: 2024-05-13")}, None, id="issued-the-same-day"),
    pytest.param("L001", {"consultations/c.md": consultation("opens: 2024-05-02\ncloses: 2024-05-01")}, ("consultations/c.md", 5), id="closes-first"),
    pytest.param("L001", {"consultations/c.md": consultation()}, None, id="closes-later"),
    pytest.param("L002", {"consultations/c.md": consultation("opens: 2024-05-01\ncloses: 2024-05-29")}, ("consultations/c.md", 5), id="29-days"),
    pytest.param("L002", {"consultations/c.md": consultation("opens: 2024-05-01\ncloses: 2024-05-30")}, None, id="30-days"),
    pytest.param("L002", {"consultations/c.md": consultation("opens: 2024-05-01\ncloses: 2024-05-09\nshort_reason: 汛期将至")}, None, id="short-with-a-reason"),
    pytest.param("N001", {f"policies/{id}.md": policy(id, IN_FORCE + f"number: {number}") for id, number in (("b", "云交〔2024〕3号"), ("c", "云交[2024]03号"))},
                 (("policies/b.md", 8), ("policies/c.md", 8)), id="one-number-two-documents"),
    pytest.param("N001", {f"policies/{id}.md": policy(id, IN_FORCE + f"number: {number}") for id, number in (("b", "云交〔2024〕3号"), ("c", "云交规〔2024〕3号"))},
                 None, id="two-offices"),
    pytest.param("N002", {"policies/b.md": policy("乙", IN_FORCE + "number: 云交〔2023〕3号\nwritten: 2024-05-13")}, ("policies/b.md", 8), id="year-of-no-date"),
    pytest.param("N002", {"policies/b.md": policy("乙", IN_FORCE + "number: 云交〔2023〕3号\nwritten: 2023-12-30\nissued: 2024-01-04")}, None, id="issued-in-january"),
    pytest.param("P001", {"policies/b.md": policy("乙", IN_FORCE, f"甲：{resident('99010119900101004')}\n")}, ("policies/b.md", 9), id="a-residents-number"),
    pytest.param("P001", {"policies/b.md": policy("乙", IN_FORCE + "disclosure: withheld", f"甲：{resident('99010119900101004')}\n")}, None, id="not-public"),
    pytest.param("R008", {"policies/b.md": policy("乙", IN_FORCE + "written: 2024-05-13\nbasis: [丙]"), "policies/c.md": policy("丙", IN_FORCE + "written: 2025-01-01")},
                 ("policies/b.md", 9), id="basis-of-next-year"),
    pytest.param("R008", {"policies/b.md": policy("乙", IN_FORCE + "written: 2025-05-13\nbasis: [丙]"), "policies/c.md": policy("丙", IN_FORCE + "written: 2025-01-01")},
                 None, id="basis-of-spring"),
    pytest.param("T002", {"topics/t.md": topic("- {key: a, title: 甲, include: [a]}\n- {key: b, title: 甲, include: [a]}")}, None, id="two-keys"),
    pytest.param("V001", {"policies/b.md": policy("乙", IN_FORCE + "declared_status: expired")}, ("policies/b.md", 8), id="declared-expired"),
    pytest.param("V001", {"policies/b.md": policy("乙", IN_FORCE + "登记状态: 有效")}, None, id="declared-in-force"),
    pytest.param("V001", {"policies/b.md": policy("乙", "declared_status: expired")}, None, id="nothing-to-contradict"),
    pytest.param("V002", {"policies/b.md": policy("乙", "issued: 2024-01-01")}, ("policies/b.md", 1), id="no-start"),
    pytest.param("V002", {"policies/b.md": policy("乙", "issued: 2024-01-01\neffective:")}, ("policies/b.md", 7), id="empty-start"),
    pytest.param("V002", {"policies/b.md": policy("乙", "issued: 2024-01-01", "本办法自印发之日起施行。\n")}, None, id="start-in-the-text"),
    pytest.param("V002", {"policies/b.md": policy("乙", "disclosure: withheld")}, None, id="no-start-not-public"),
    pytest.param("X001", {"policies/b.md": policy("乙", IN_FORCE + "disclosure:")}, ("policies/b.md", 1), id="no-class"),
    pytest.param("X001", {"policies/b.md": policy("乙", IN_FORCE + "disclosure: withheld")}, None, id="withheld"),
    pytest.param("X001", {"about.md": "甲"}, None, id="page"),
    # 4 to 6 April and 1 to 5 May 2024 were holidays; 7 and 28 April and 11 May were worked.
    pytest.param("D005", {"policies/b.md": policy("乙", "written: 2024-04-12\nissued: 2024-05-13")}, None, id="twentieth-working-day"),
    pytest.param("D005", {"policies/b.md": policy("乙", "written: 2024-04-12\nissued: 2024-05-14")}, ("policies/b.md", 7), id="twenty-first-working-day"),
    pytest.param("D006", {"policies/b.md": policy("乙", "written: 2026-12-20\nissued: 2027-03-01")}, ("policies/b.md", 7), id="year-not-yet-announced"),
    pytest.param("D006", {"policies/b.md": policy("乙", "written: 2003-05-12\nissued: 2003-05-30")}, None, id="in-time-by-any-calendar"),
]


@pytest.mark.parametrize(("code", "files", "place"), ROWS)
def test_a_rule(code: str, files: dict[str, str], place: tuple[Any, ...] | None) -> None:
    found = library({"policies/a.md": policy("甲", IN_FORCE), **files}, day=date(2026, 1, 1))
    assert [(one.path, one.line) for one in only(found.findings, code)] == ([place] if place and isinstance(place[0], str) else list(place or ()))


@pytest.mark.parametrize("write", [str, lambda number: number.translate({48 + n: 0xFF10 + n for n in range(10)}), str.lower])
def test_a_residents_number_is_found_and_not_repeated(write: Callable[[str], str]) -> None:
    number = resident("99010119900101004")
    found = library({"policies/b.md": policy("乙", IN_FORCE, f"甲\n\n联系人：{write(number)}。\n")})
    (one,) = only(found.findings, "P001")
    assert (one.severity, one.path, one.line) == ("error", "policies/b.md", 11)
    assert number not in one.message and number[4:16] not in one.message
    wrong = number[:-1] + "0123456789X"["0123456789X".index(number[-1]) - 1]
    assert only(library({"policies/b.md": policy("乙", IN_FORCE, f"编号{wrong}，{number}1，a{number}")}).findings, "P001") == []


def test_rules_are_found_by_looking_into_the_folder() -> None:
    names = sorted(path.stem for path in Path(folder.__file__).parent.glob("[a-z]*.py"))
    assert [rule.code.lower() for rule in rules()] == [name.partition("_")[0] for name in names]


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_a_rule_says_why(rule) -> None:
    assert rule.code in catalogue("findings")
    assert rule.name == rule.name.lower() and " " not in rule.name
    assert rule.why.endswith("。")


def test_codes_are_given_once_and_names_too() -> None:
    assert len({rule.code for rule in rules()}) == len({rule.name for rule in rules()}) == len(rules())


def test_a_library_without_mistakes_has_no_findings() -> None:
    review = "review: {secrecy: {office: 保密审查岗, on: 2024-05-10}}\nissued: 2024-05-16\n"
    files = {"policies/a.md": policy("甲", f"{IN_FORCE}{review}number: 云交规〔2024〕3号\nwritten: 2024-05-13"), "faq/q.md": faq("a", review)}
    assert library(files, day=date(2026, 1, 1)).findings == ()
    assert errors(library({})) == []
