"""The forms of a report say the same; titles are text in each; nothing of what is not public is repeated."""

from __future__ import annotations

import json
import re

import pytest

from libraries import library, policy, topic
from policy_library.patrol import data, markdown
from policy_library.patrol import text as plain
from policy_library.patrol.links import Link
from policy_library.patrol.patrol import Patrol, patrol
from policy_library.patrol.report import report
from policy_library.patrol.verdicts import LinkResult
from policy_library.settings import Settings

SETTINGS = Settings()
HELD = "written: 2020-01-06\nissued: 2020-01-08\neffective: 2020-02-01\n"
FILES = {
    "policies/law.md": policy("云海市道路条例", HELD),
    "policies/z.md": policy("云海市道路条例修改决定", "kind: decision\nissued: 2026-09-05\neffective: 2026-11-01\namends: [law]"),
    "policies/b.md": policy("乙办法", HELD + "expires: 2026-11-01\nbasis: [law]"),
    "policies/c.md": policy("丙办法", HELD + "expires: 2027-01-31\nbasis: [law]", "参见《云海市绿化条例》。\n"),
    "policies/bad.md": policy("坏办法", "basis: [没有的文件]"),
    "topics/t.md": topic("- {key: one, title: 一, include: [c]}", "reviewed: 2026-11-01"),
}
LINKS = (
    LinkResult(Link("https://service.example/filing", "service", (("vocabulary/services.yml", 1), ("policies/b.md", 9))), "broken", "not-found", "error", 404),
    LinkResult(Link("https://a.example/", "text", (("policies/c.md", 12),)), "moved", "moved", "note", 200, "https://b.example/"),
    LinkResult(Link("https://c.example/", "text", (("policies/c.md", 13),)), "good", "good", None, 200),
)


def made(files: dict[str, str] = FILES, links: tuple[LinkResult, ...] | None = LINKS) -> Patrol:
    return patrol(library(files), SETTINGS, links=links)


def test_sections_stand_in_the_order_of_urgency() -> None:
    told = report(made(), "content")
    assert [section.title for section in told.sections] == ["办事链接打不开", "错误", "期限", "依据变动", "查漏补缺", "其他链接"]
    assert [(item.place, item.urgent) for item in told.sections[0].items] == [("content/vocabulary/services.yml", True)]
    assert [item.place for item in told.sections[-1].items] == ["content/policies/c.md:12"]
    assert [section.urgent for section in told.sections] == [1, 1, 2, 0, 0, 0]
    assert made().urgent == len(told.first) == 4


def test_a_part_that_was_not_asked_for_is_not_told_as_empty() -> None:
    one = patrol(library(FILES), SETTINGS, ("drift",))
    assert [section.title for section in report(one).sections] == ["错误", "依据变动"]
    assert set(json.loads(data.rendered(one))) == {"day", "urgent", "documents", "errors", "drift"}


def test_past_deadlines_stand_before_near_ones() -> None:
    deadlines = report(made()).sections[2]
    assert [group.title for group in deadlines.groups] == ["已经过了", "180 天以内"]
    assert [item.head.partition("：")[0] for item in deadlines.groups[0].items] == ["2026-07-31（已过 112 天）届满前评估", "2026-11-01（已过 19 天）有效期"]


@pytest.mark.parametrize("form", [lambda one: plain.rendered(report(one)), lambda one: markdown.rendered(report(one)), lambda one: markdown.issue(report(one)), data.rendered])
def test_every_form_tells_every_part(form) -> None:  # type: ignore[no-untyped-def]
    said = form(made())
    for words in ("https", "R001", "丙办法", "云海市道路条例修改决定", "云海市绿化条例", "2027-01-31"):
        assert words in said


def test_an_issue_begins_with_what_cannot_wait_and_folds_the_rest() -> None:
    body = markdown.issue(report(made()))
    before, _, folds = body.partition("<details>")
    assert "先处理这 4 件" in before and "service.example" in before and "丙办法" in before
    assert folds.count("</details>") == body.count("<details>") == 6
    assert "没有要马上处理的事" in markdown.issue(report(made({"policies/a.md": policy(body="第一条　正文。\n")}, ())))


HOSTILE = "办法<img src=x onerror=alert(1)>[甲](javascript:1)`码`*粗*_斜_|格|@someone #12 !7 www.evil.example https://evil.example </details>\\"


@pytest.mark.parametrize("form", [markdown.rendered, markdown.issue])
def test_a_title_is_text(form) -> None:  # type: ignore[no-untyped-def]
    body = form(report(made({"policies/a.md": policy(json.dumps(HOSTILE, ensure_ascii=False), "expires: 2027-01-31"),
                             "topics/t.md": topic("- {key: one, title: 一, include: [a]}")})))
    lines = [line for line in body.splitlines() if "onerror" in line]
    assert len(lines) >= 3
    for line in lines:
        cells = re.sub(r"^\| | \|$|(?<!\\) \| ", "", line.removeprefix("- ").replace("**", "")) if line.startswith("|") else line.replace("**", "")
        said = re.sub(r" `[^`]*`$", "", cells)
        assert re.search(r"(?<!\\)(?:\\\\)*[<>\[\]`*_|~&:]", said) is None, said
        assert "@someone" not in said and "#12" not in said and "www.evil" not in said
    assert body.count("</details>") == body.count("<details>")


def test_an_issue_fits_what_hosts_take_and_ends_its_folds() -> None:
    many = {f"policies/p{n}.md": policy(f"{'很长的标题' * 20}之{n}", "expires: 2026-11-01") for n in range(400)}
    body = markdown.issue(report(made(many)))
    assert len(body) < 65_000
    assert body.count("<details>") == body.count("</details>") > 0
    assert "还有一些没有列出" in body and "另有 381 项" in body


def test_of_an_error_in_a_document_that_is_not_public_only_its_kind_is_told() -> None:
    files = {"policies/a.md": policy("公开的", "basis: [甲乙丙]"), "policies/b.md": policy("藏起来的", "disclosure: withheld\nkind: 秘密的词")}
    found = patrol(library(files), SETTINGS)
    assert {one.path: "甲乙丙" in one.message for one in found.errors} == {"policies/a.md": True, "policies/b.md": False}
    for said in (plain.rendered(report(found)), markdown.rendered(report(found)), data.rendered(found)):
        assert "秘密的词" not in said and "policies/b.md" in said


def test_no_form_repeats_a_text_of_a_document_that_is_not_public() -> None:
    front = "summary: 藏一\nbasis: [{title: 藏二}]\nexpires: 2027-01-31\naliases: [藏三]\n"
    files = {"policies/a.md": policy("公开的"), "policies/b.md": policy("标题", front + "disclosure: withheld", "藏四《藏五》。\n"),
             "policies/c.md": policy("将来的标题", front + "publish_at: 2026-12-01", "藏四《藏五》。\n")}
    found = made(files)
    said = plain.rendered(report(found)) + markdown.issue(report(found)) + data.rendered(found)
    assert "藏" not in said and "将来的标题" in said


def test_personal_data_that_a_rule_found_is_not_repeated() -> None:
    found = made({"policies/a.md": policy("甲", "", "联系人身份证号码11010519491231002X，请联系。\n")})
    assert [one.code for one in found.errors] == ["P001"]
    assert "11010519491231002X" not in plain.rendered(report(found)) + markdown.issue(report(found)) + data.rendered(found)


def test_json_has_the_shape_that_the_docs_give() -> None:
    told = json.loads(data.rendered(made(), "content"))
    assert told["documents"] == {"public": 6, "unpublished": 0} and told["day"] == "2026-11-20" and told["urgent"] == 4
    assert set(told["errors"][0]) == {"code", "path", "line", "column", "message", "mend", "source"}
    assert set(told["deadlines"][0]) == {"kind", "name", "on", "days_left", "title", "path", "line", "who", "what", "mend", "urgent"}
    (drift,) = told["drift"]
    assert drift["basis"] == {"title": "云海市道路条例", "path": "content/policies/law.md"}
    assert drift["change"] == {"what": "amended", "on": "2026-11-01", "known": "2026-09-05", "articles": [],
                               "by": {"title": "云海市道路条例修改决定", "path": "content/policies/z.md"}}
    assert drift["resting"][0]["way"] == [{"document": {"title": "丙办法", "path": "content/policies/c.md"}, "relation": "basis"}]
    assert set(told["gaps"]) == {"wanted", "numbers", "topics", "uninterpreted", "without_topic"}
    assert told["gaps"]["topics"][0]["rows"][0]["parts"] == {"text": 1, "basis": 1, "interpretations": 0, "questions": 0, "services": 0}
    assert told["links"][0]["link"] == {"url": "https://service.example/filing", "kind": "service",
                                        "places": [{"path": "content/vocabulary/services.yml", "line": 1}, {"path": "content/policies/b.md", "line": 9}]}
