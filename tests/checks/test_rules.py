"""Each rule on what it is for and on what it is not for; and how rules are found."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from libraries import errors, faq, library, only, policy, topic
from policy_library.checks import rules as folder
from policy_library.checks.run import rules
from policy_library.locale import catalogue

IN_FORCE = "effective: 2024-06-01\nexpires: 2029-05-31\n"

# code, files, line of the finding; None where there is none
ROWS = [
    pytest.param("C101", {"faq/q.md": faq("a", body="## 问？\n答\n")}, ("faq/q.md", 6), id="question-without-key"),
    pytest.param("C101", {"faq/q.md": faq("a")}, None, id="question-with-key"),
    pytest.param("C101", {"faq/q.md": faq("a", "disclosure: withheld", "## 问？\n答\n")}, ("faq/q.md", 6), id="question-not-public"),
    pytest.param(
        "T002", {"topics/t.md": topic("- {key: a, title: 甲, include: [a]}\n- {key: a, title: 乙, include: [a]}")}, ("topics/t.md", 8), id="key-twice",
    ),
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
    pytest.param("D104", {"policies/b.md": policy("乙", "written: 2024-04-12\nissued: 2024-05-13")}, None, id="twentieth-working-day"),
    pytest.param("D104", {"policies/b.md": policy("乙", "written: 2024-04-12\nissued: 2024-05-14")}, ("policies/b.md", 7), id="twenty-first-working-day"),
    pytest.param("D105", {"policies/b.md": policy("乙", "written: 2026-12-20\nissued: 2027-03-01")}, ("policies/b.md", 7), id="year-not-yet-announced"),
    pytest.param("D105", {"policies/b.md": policy("乙", "written: 2003-05-12\nissued: 2003-05-30")}, None, id="in-time-by-any-calendar"),
]


@pytest.mark.parametrize(("code", "files", "place"), ROWS)
def test_a_rule(code: str, files: dict[str, str], place: tuple[str, int] | None) -> None:
    found = library({"policies/a.md": policy("甲", IN_FORCE), **files}, day=date(2026, 1, 1))
    assert [(one.path, one.line) for one in only(found.findings, code)] == ([place] if place else [])


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
