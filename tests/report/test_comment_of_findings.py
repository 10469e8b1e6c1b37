"""The check as a comment on a pull request, for clerks."""

from __future__ import annotations

import markdown

from policy_library.model.findings import Finding
from policy_library.report.formats import FORMATS
from policy_library.report.markdown import rendered
from policy_library.report.report import Report

ERROR = Finding("D002", "error", "policies/b.md", 7, 10, "有效期 @root", "改成 <b>2027-05-31</b>", "条例 第一条")
WARNING = Finding("V002", "warning", "policies/a.md", 1, 1, "没有施行日期", "补上")
NOTE = Finding("R003", "note", "faq/q.md", 12, 5, "引用的《甲》不在本库", "补充")


def comment(*findings: Finding, page: str = "https://policy.example/rules.md") -> str:
    return FORMATS["markdown"](Report(findings, 40, "content/", rules_page=page))


def test_the_verdict_stands_first() -> None:
    assert comment(ERROR, WARNING).startswith("## 有 1 个错误，改好以后才能发布\n\n检查了 40 份文件：1 个错误，1 个提醒，0 条记录")
    assert comment(WARNING, NOTE).startswith("## 可以发布\n")
    assert comment().startswith("## 可以发布\n\n检查了 40 份文件：0 个错误")


def test_a_finding_has_its_line_what_the_mend_and_its_rule() -> None:
    told = comment(ERROR, WARNING)
    assert "### `content/policies/b.md`" in told
    (line,) = [line for line in told.splitlines() if "错误** 第" in line]
    assert line.startswith("- **错误** 第 7 行：有效期 @\u200broot<br>改法：改成 &lt;b&gt;2027-05-31&lt;/b&gt;（依据：条例 第一条）（[D002](<https://policy.example/rules.md#d002>)）")
    assert "（D002）" in comment(ERROR, page="")


def test_files_with_errors_come_first() -> None:
    told = comment(WARNING, ERROR)
    assert told.index("policies/b.md") < told.index("policies/a.md")


def test_notes_are_folded() -> None:
    told = comment(ERROR, NOTE)
    before, _, folded = told.partition("<details>")
    assert "R003" not in before and "R003" in folded and folded.rstrip().endswith("</details>")
    assert "<details>" not in comment(ERROR)


def test_a_name_of_a_file_is_no_markup() -> None:
    odd = Finding("C005", "error", "policies/`a` <img> @root.md", 1, 1, "甲", "乙")
    assert "<img>" not in markdown.markdown(comment(odd))


def test_two_thousand_findings_fit_and_the_rest_is_counted() -> None:
    many = [Finding("D002", "error", f"policies/{number % 90}.md", number, 1, f"第{number}个 " + "长" * 90, "改") for number in range(2_000)]
    told = comment(*many, NOTE)
    assert 50_000 < len(told) < 65_000
    shown = told.count("- **错误**")
    assert told.endswith(f"另有 {2_001 - shown} 条没有列出。完整的清单见这次检查的日志")
    assert len(rendered(Report(tuple(many), 1), 2_000)) <= 2_000
