"""Templates: what is left to fill in stops publication, and what is filled in is clean."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from checkout import checkout, interpretation, policy
from libraries import VOCABULARY, library, marked
from policy_library.locale import form, texts
from policy_library.model.names import field_names
from policy_library.model.scaffold import TEMPLATES, files, scaffold

REPOSITORY = Path(__file__).resolve().parents[2]
BLANK = re.compile("〔请填写[^〕]*〕")

USUAL = {
    "制发机关": "市交通委", "牵头机构": "市交通委", "成文日期": "2026-11-02",
    "发布日期": "2026-11-06", "施行日期": "2026-11-10", "有效期至": "2031-11-09", "公开类别": "主动公开", "科室": "保密审查岗", "日期": "2026-11-03",
    "解读": "other", "解答": "other", "阶段": "发布", "形式": "文字", "类别": "一件事", "复核日期": "2026-11-03", "说明": "看清楚。",
    "增加": "[other]", "开始日期": "2026-11-06", "截止日期": "2026-12-10", "联系方式": "市交通委法规处",
}
"""What a clerk writes, by the key."""
ANSWERS = {"第几条": "第一条", "日期": "2026-11-06"}
OTHER = {
    "number": "云交规〔2026〕8号", "written": "2026-11-02", "issued": "2026-11-06", "effective": "2026-11-06", "expires": "2031-11-05", "tags": ["parking"],
    "kind": "normative", "review": {name: {"office": "审查岗", "on": "2026-11-03"} for name in ("secrecy", "privacy", "legality")},
}

def filled(template: str, serial: int = 9) -> str:
    """Every blank replaced where it stands, nothing else touched."""
    usual = {**USUAL, "标题": f"云海市非机动车停放管理规定（{serial}）", "文号": f"云交规〔2026〕{serial}号"}
    sections = iter(("prepare", "start"))
    out = []
    for line in template.split("\n"):
        while blank := BLANK.search(line):
            key = re.search(r"([^\s{,\[]+):\s*\[?$", line[: blank.start()])
            asked = blank[0].strip("〔〕").removeprefix("请填写").lstrip("：")
            if key is None:
                value = ANSWERS.get(asked, "非机动车应当停放在划定的区域内。")
            else:
                value = next(sections) if key[1] == "代号" else "停车" if key[1] == "标签" else usual[key[1]]
            line = line[: blank.start()] + value + line[blank.end() :]
        out.append(line)
    return "\n".join(out)


def test_filled_templates_are_clean(tmp_path: Path) -> None:
    new = {f"{type}/{name}.md": filled(form(name), serial) for serial, (name, type) in enumerate(TEMPLATES.items(), 9)}
    explained = {"interpretations/why.md": interpretation(interprets=["policy-normative", "policy-notice"])}
    made = checkout(tmp_path / "town", {**VOCABULARY, "policies/other.md": policy(**OTHER), **explained, **new})
    done = made.policy("check", "--format", "json", *(f"content/{path}" for path in new))
    assert (done.returncode, [one for one in json.loads(done.stdout)["findings"] if one["severity"] != "note"]) == (0, [])


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_as_it_stands_is_told_line_by_line_and_not_published(name: str) -> None:
    path = f"{TEMPLATES[name]}/new.md"
    found = library({path: form(name)})
    expected = [number for number, line in enumerate(form(name).split("\n"), 1) if BLANK.search(line)]
    assert [(one.code, one.severity, one.line) for one in found.findings if one.path == path] == [("E011", "error", line) for line in expected]
    assert not found.whole.documents


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_line_of_a_filled_template_may_be_passed_over_in_silence(name: str) -> None:
    """Whoever leaves a single blank is told: of the class of disclosure above all."""
    whole = filled(form(name)).split("\n")
    for number, line in enumerate(form(name).split("\n")):
        if BLANK.search(line):
            one = "\n".join([*whole[:number], line, *whole[number + 1 :]])
            assert [found.code for found in library({f"{TEMPLATES[name]}/new.md": one}).findings if found.severity == "error"].count("E011") == 1


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_key_is_a_field_and_is_explained(name: str) -> None:
    front = form(name).split("---\n")[1]
    known = field_names(TEMPLATES[name])
    for before, line in zip(front.split("\n"), front.split("\n")[1:], strict=False):
        if key := re.match(r"([^\s#:]+):", line):
            assert key[1] in known
            assert before.startswith("# ") or key[1] in ("收到意见", "采纳", "采纳情况")
    assert re.search("^公开类别: 〔请填写〕$", front, re.MULTILINE)


# lines of a policy, what is told of them
LEFT = [
    ("---\n标题: ▸〔请填写〕\n---\n正文", ["“标题”"]),
    ("---\n审查:\n  保密审查: {科室: ▸〔请填写〕, 日期: 〔请填写〕}\n---\n正文", ["“保密审查”"]),
    ("---\ntitle: 云海市▸〔请填写\n---\n正文", ["“title”"]),
    ("---\ntitle: ▸请填写〕\n---\n正文", ["“title”"]),
    ("---\ntitle: 甲\n---\n▸〔请填写：为什么，怎么办〕\n\n正文▸〔请填写〕", ["“为什么”", "正文"]),
    ("▸〔请填写〕", ["正文"]),
]


@pytest.mark.parametrize(("text", "told"), LEFT)
def test_what_is_left_is_told_where_it_stands(text: str, told: list[str]) -> None:
    clean, places = marked(text)
    found = [one for one in library({"policies/a.md": clean}).findings if one.code == "E011"]
    assert [(one.line, one.column) for one in found] == places
    assert [one.message for one in found] == [f"{what}还没有填写" for what in told]


@pytest.mark.parametrize("text", ["请填写登记表〔一式两份〕。", "〔注：填写时请用正楷〕", "申请人请填写（姓名）。", "〔请〕填写"])
def test_other_words_are_no_blanks(text: str) -> None:
    assert not [one for one in library({"policies/a.md": f"---\ntitle: 甲\nkind: notice\nissuers: transport\n---\n{text}"}).findings if one.code == "E011"]


def test_a_written_page_is_held_back_too() -> None:
    found = library({"about.md": "# 关于\n\n〔请填写：本库的宗旨〕\n"})
    assert [one.code for one in found.findings] == ["E011"] and not found.whole.documents


def test_known_values_take_the_place_of_blanks() -> None:
    made = scaffold("policy-normative", {
        "title": "云海市：“停放” #1", "issuers": ["市交通委", "市公安局"], "number": "007", "hotline": "12345",
        "review": {"secrecy": {"office": "甲", "on": "2026-11-03"}}, "body": "第一条　正文。",
    })
    front = yaml.safe_load(made.split("---\n")[1])
    assert (front["标题"], front["制发机关"], front["文号"], front["咨询电话"]) == ("云海市：“停放” #1", ["市交通委", "市公安局"], "007", "12345")
    assert front["审查"] == {"secrecy": {"office": "甲", "on": "2026-11-03"}}
    assert front["公开类别"] == "〔请填写〕"
    assert made.endswith("---\n\n第一条　正文。\n")
    assert scaffold("faq") == form("faq")


def test_what_is_committed_is_what_the_package_has() -> None:
    stale = [path for path, content in files().items() if (REPOSITORY / path).read_text("utf8") != content]
    assert stale == [], "run ./scripts/schemas"
    assert {path.name for path in (REPOSITORY / "templates").iterdir()} == {f"{name}.md" for name in texts("templates.names").values()}


def test_a_snippet_becomes_its_template() -> None:
    snippets = json.loads(files()[".vscode/policy.code-snippets"])
    for template, name in texts("templates.names").items():
        body = "\n".join(snippets[name]["body"]) + "\n"
        stops = [int(number) for number in re.findall(r"\$\{(\d+):", body)]
        assert stops == list(range(1, len(stops) + 1)) and stops
        assert re.sub(r"\\([\\$}])", r"\1", re.sub(r"\$\{\d+:([^}]*)\}", r"\1", body)) == form(template)
