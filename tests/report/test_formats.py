"""One report in every form: what hosts read must be what they expect, whatever the words."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest

from policy_library.model.findings import Finding
from policy_library.report import text
from policy_library.report.formats import FORMATS
from policy_library.report.report import Report

ODD = "标题“a,b:c%d”\u3000<b>&]]> | 甲"
FINDINGS = (
    Finding("D002", "error", "policies/甲 乙.md", 7, 10, ODD, "改成 100%", "条例 第一条"),
    Finding("V002", "warning", "policies/甲 乙.md", 1, 1, "没有施行日期", "补上"),
    Finding("R003", "note", "faq/q.md", 12, 5, "引用的《甲》不在本库", "补充"),
    Finding("R003", "note", "faq/q.md", 14, 5, "引用的《甲》不在本库", "补充"),
)
FILE = {7: "expires: 2023-05-31", 1: "---", 12: "根据《甲》的规定", 14: "长" * 200 + "根据《甲》"}
REPORT = Report(FINDINGS, 40, "content/", lambda path, number: FILE.get(number), "https://policy.example/rules.md")


def test_json_has_the_fields_that_tools_rely_on() -> None:
    told = json.loads(FORMATS["json"](REPORT))
    assert told["summary"] == {"errors": 1, "warnings": 1, "notes": 2, "documents": 40}
    assert told["findings"][0] == {
        "code": "D002", "severity": "error", "path": "content/policies/甲 乙.md", "line": 7, "column": 10, "message": ODD, "mend": "改成 100%", "source": "条例 第一条",
    }


def test_sarif_points_into_the_repository() -> None:
    (run,) = json.loads(FORMATS["sarif"](REPORT))["runs"]
    first = run["results"][0]
    assert first["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "content/policies/%E7%94%B2%20%E4%B9%99.md"
    assert first["locations"][0]["physicalLocation"]["region"] == {"startLine": 7, "startColumn": 10}
    assert [one["level"] for one in run["results"]] == ["error", "warning", "note", "note"]
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])
    assert rules[0]["helpUri"] == "https://policy.example/rules.md#d002"
    assert len({one["partialFingerprints"]["policyLibrary/v1"] for one in run["results"]}) == 4


def test_github_reads_one_command_a_line_whatever_the_words() -> None:
    lines = FORMATS["github"](REPORT).splitlines()
    assert len(lines) == 4
    assert lines[0].startswith("::error file=content/policies/甲 乙.md,line=7,col=10,title=D002 有效期早于起始日期::")
    assert "%25" in lines[0] and "%0A" in lines[0]
    assert [line.split(" ")[0] for line in lines] == ["::error", "::warning", "::notice", "::notice"]
    odd = Report((Finding("D002", "error", "policies/a,b:c.md", 1, 1, "甲", "乙"),), 1)
    assert "file=policies/a%2Cb%3Ac.md," in FORMATS["github"](odd)


def test_errors_come_first_where_only_ten_are_shown() -> None:
    assert FORMATS["github"](Report(FINDINGS[::-1], 1)).startswith("::error ")


def test_gitlab_tells_equal_findings_apart() -> None:
    told = json.loads(FORMATS["gitlab"](REPORT))
    assert [one["severity"] for one in told] == ["critical", "minor", "info", "info"]
    assert len({one["fingerprint"] for one in told}) == 4
    assert told[0]["location"] == {"path": "content/policies/甲 乙.md", "lines": {"begin": 7}}


def test_a_mistake_keeps_its_fingerprint_when_lines_come_before_it() -> None:
    moved = Report(tuple(Finding(one.code, one.severity, one.path, one.line + 9, one.column, one.message, one.mend) for one in FINDINGS), 40)
    assert moved.fingerprints() == REPORT.fingerprints()


def test_junit_fails_a_file_with_errors_only() -> None:
    suite = ElementTree.fromstring(FORMATS["junit"](REPORT).encode()).find("testsuite")
    assert suite is not None
    assert (suite.get("tests"), suite.get("failures")) == ("3", "1")
    failed = [case.get("name") for case in suite if case.find("failure") is not None]
    assert failed == ["content/policies/甲 乙.md"]
    assert ODD in (suite.findtext("testcase/failure") or "")


@pytest.mark.parametrize("form", [name for name in FORMATS if name != "github"])
def test_nothing_found_is_told_in_every_form(form: str) -> None:
    told = FORMATS[form](Report((), 40))
    assert (told == "") == (form == "text")


def test_people_see_the_line_and_where_in_it() -> None:
    shown = text.lines(REPORT)
    assert shown[:4] == ["content/policies/甲 乙.md", f"  7:10  错误 D002  {ODD}", "      7 | expires: 2023-05-31", "        |          ^"]
    assert "      说明：https://policy.example/rules.md#d002" in shown
    at = shown.index("      12 | 根据《甲》的规定")
    assert shown[at + 1] == "         | " + " " * 8 + "^"
    assert not [line for line in shown if "| ---" in line]


def test_of_a_long_line_the_part_with_the_mistake_is_shown() -> None:
    far = Report((Finding("R003", "note", "faq/q.md", 14, 203, "甲", "乙"),), 1, "", lambda path, number: FILE[number])
    line, mark = text.lines(far)[2:4]
    assert "根据《甲》" in line and line.count("长") < 30
    assert sum(2 if ord(c) > 0x2E80 else 1 for c in line[: line.index("《")]) == mark.index("^")


def test_a_line_with_what_must_not_be_told_is_not_repeated() -> None:
    told = text.lines(Report((Finding("P001", "error", "a.md", 12, 3, "甲", "乙", private=True),), 1, "", lambda path, number: FILE[number]))
    assert not any(FILE[12] in line for line in told)
