"""Ids, vocabularies, joined libraries: what is told across files."""

from __future__ import annotations

import pytest

from libraries import VOCABULARY, document, errors, library, only, policy
from policy_library.edition import Reading
from policy_library.model.joining import Joining

# --- ids -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stem", ["a", "7", "parking-rules-2024", "a--b", "a-", "x" * 60])
def test_a_stem_that_is_an_id(stem: str) -> None:
    assert document({f"policies/2024/{stem}.md": policy()}).address == f"policies/{stem}/"


@pytest.mark.parametrize("path", ["policies/con.md", "policies/aux/a.md", "policies/2024/com1.md", "nul.md", "LPT9/index.md", "policies/prn.md"])
def test_a_name_that_windows_keeps_for_itself(path: str) -> None:
    assert [(one.code, one.path) for one in only(library({path: policy()}).findings, "U011")] == [("U011", path)]


@pytest.mark.parametrize("stem", ["con-1", "console", "com", "com10", "nul-2024", "a-con"])
def test_a_name_that_only_begins_like_one_of_windows(stem: str) -> None:
    assert document({f"policies/{stem}.md": policy()}).id == stem


def test_a_word_that_windows_keeps_for_itself() -> None:
    found = library({}, vocabulary={**VOCABULARY, "vocabulary/tags.yml": "parking: {name: 停车}\nnul: {name: 无}\n"})
    assert [(one.code, one.line) for one in errors(found)] == [("U011", 2)]


@pytest.mark.parametrize(
    ("stem", "proposal"),
    [
        ("Parking", "parking"), ("parking rules", "parking-rules"), ("parking_rules", "parking-rules"), ("-a", "a"), ("a.b", "a-b"),
        ("停车场管理办法", "parking-rules-2024"), ("停车场2024", "2024"), ("x" * 61, "x" * 60), ("ａｂ", "parking-rules-2024"), ("a%2fb", "a-2fb"),
    ],
)
def test_a_stem_that_is_none(stem: str, proposal: str) -> None:
    (found,) = errors(library({f"policies/{stem}.md": policy()}))
    assert (found.code, found.line) == ("U001", 1)
    assert f"“{stem}”" in found.message
    assert f"例如 {proposal}.md" in found.mend


def test_the_id_is_told_with_the_other_mistakes() -> None:
    found = errors(library({"policies/A.md": policy(front="isued: 2024")}))
    assert [(one.code, one.line) for one in found] == [("U001", 1), ("E002", 6)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("policies/2023/a.md", "policies/2024/a.md", id="in-two-folders"),
        pytest.param("policies/A.md", "policies/a.md", id="up-to-case"),
        pytest.param("policies/Rules.md", "policies/x/rULES.md", id="neither-is-an-id"),
    ],
)
def test_two_stems_that_are_alike_name_both_files(first: str, second: str) -> None:
    (found,) = only(library({second: policy(), first: policy()}).findings, "U002")
    assert (found.path, found.line, found.severity) == (second, 1, "error")
    assert first in found.message


def test_a_file_that_cannot_be_read_still_holds_its_address() -> None:
    found = library({"policies/2023/a.md": "没有文件头", "policies/2024/a.md": policy()})
    assert sorted(one.code for one in errors(found)) == ["C005", "U002"]
    assert found.whole.documents == ()


def test_each_of_many_names_the_first() -> None:
    found = only(library({f"policies/{folder}/a.md": policy() for folder in "xyz"}).findings, "U002")
    assert [(one.path, "policies/x/a.md" in one.message) for one in found] == [("policies/y/a.md", True), ("policies/z/a.md", True)]


def test_types_have_their_own_ids_and_pages_none() -> None:
    found = library({"policies/a.md": policy(), "faq/a.md": "---\ntitle: 问\nanswers: a\n---\n## 问？ {#q}\n", "a.md": "", "A.md": "甲"})
    assert only(found.findings, "U002", "U001") == []
    assert [held.key for held in found.whole.documents] == ["A", "faq/a", "policies/a"]


def test_documents_stand_in_the_order_of_their_paths() -> None:
    files = {f"policies/{name}.md": policy() for name in ("c", "a", "b")}
    assert [held.id for held in library(files).whole.documents] == ["a", "b", "c"]
    assert library(files) == library(dict(reversed(files.items())))


# --- vocabularies --------------------------------------------------------------------------------------------------

VOCABULARY_MISTAKES = [
    pytest.param("tags", "parking: {name: 停车, nmae: 甲}", [("E002", 1)], "是不是要写“name”？", id="unknown-field"),
    pytest.param("tags", "parking: {名称: 停车, name: 停车}", [("C009", 1)], "“name”写了两次", id="both-names"),
    pytest.param("tags", "a: {name: 甲}\na: {name: 乙}", [("C009", 2)], "“a”写了两次，第 1 行", id="entry-twice"),
    pytest.param("tags", "parking: 停车", [("C008", 1)], "实际是一段文字", id="text-for-entry"),
    pytest.param("tags", "parking: [停车]", [("C008", 1)], "实际是列表", id="list-for-entry"),
    pytest.param("tags", "parking:", [("C008", 1)], "实际是空", id="nothing-for-entry"),
    pytest.param("tags", "- parking", [("C008", 1)], "实际是列表", id="list"),
    pytest.param("tags", "a: {name: 甲}\nb: [", [("C007", 2)], "读不懂：b: [", id="bad-yaml"),
    pytest.param("tags", "parking: {aliases: [甲]}", [("E001", 1)], "缺少名称（name）", id="no-name"),
    pytest.param("tags", "parking: {name: 停车, id: x}", [("E002", 1)], "没有“id”", id="field-of-the-reader"),
    pytest.param("tags", "停车: {name: 停车}", [("U008", 1)], "代号“停车”不能作为网址", id="id-in-chinese"),
    pytest.param("agencies", "../../x: {name: 甲}", [("U008", 1)], "代号“../../x”", id="id-that-is-a-path"),
    pytest.param("tags", "a: {name: 甲}\nb: {name: 乙, broader: 丙}", [("E004", 2)], "上位词（broader）“丙”不在词表 tags.yml", id="unknown-broader"),
    pytest.param("agencies", "a: {name: 交通委, parent: 交通萎}", [("E004", 1)], "是不是要写“交通委”？", id="unknown-parent"),
    pytest.param("services", "a: {name: 甲, url: 'javascript:alert(1)'}", [("E005", 1)], "以 http:// 或者 https:// 开头的网址", id="script-for-address"),
    pytest.param("services", "a: {name: 甲, url: https://x.example, agency: zzz}", [("E004", 1)], "agency“zzz”不在词表 agencies.yml", id="unknown-agency"),
    pytest.param("catalogue", "a: {title: 甲, rule: {kinds: [notic]}}", [("E003", 1)], "是不是要写“notice”？", id="unknown-kind-in-a-rule"),
    pytest.param("redirects", "/policies/a/: {title: 甲}", [("U007", 1)], "没有写明转到哪里", id="redirect-to-nowhere"),
    pytest.param("redirects", "/policies/a/: {gone: 有误}", [("U007", 1)], "没有写明转到哪里", id="gone-without-a-day"),
    pytest.param("redirects", "/policies/a/: {to: //evil.example/}", [("E005", 1)], "以 / 开头的本站网址", id="redirect-to-another-site"),
    pytest.param("redirects", "/policies/a/: {to: 'javascript:alert(1)'}", [("E005", 1)], "以 / 开头的本站网址", id="redirect-to-a-script"),
    pytest.param("redirects", "/../x/: {to: /policies/a/}", [("E005", 1)], "以 / 开头的本站网址", id="redirect-outside-the-site"),
]


@pytest.mark.parametrize(("name", "text", "places", "gist"), VOCABULARY_MISTAKES)
def test_a_mistake_in_a_vocabulary(name: str, text: str, places: list[tuple[str, int]], gist: str) -> None:
    found = errors(library({}, vocabulary={f"vocabulary/{name}.yml": text}))
    assert [(one.code, one.line) for one in found] == places
    assert {one.path for one in found} == {f"vocabulary/{name}.yml"}
    assert gist in f"{found[0].message} {found[0].mend}"


@pytest.mark.parametrize("text", ["transport: {nam: 交通委}", "transport: [", "transport: 交通委", "x: {name: 甲}\nx: {name: 乙}"])
def test_a_vocabulary_with_a_mistake_is_told_once_and_not_with_every_word(text: str) -> None:
    found = errors(library({"policies/a.md": policy()}, vocabulary={**VOCABULARY, "vocabulary/agencies.yml": text}))
    assert {one.path for one in found} == {"vocabulary/agencies.yml"}


def test_a_word_of_two_entries_names_neither() -> None:
    vocabulary = {**VOCABULARY, "vocabulary/tags.yml": "a: {name: 停车, aliases: [车位]}\nb: {name: 收费, aliases: [停车]}\n"}
    found = library({"policies/a.md": policy(front="tags: [停车, 车位]")}, vocabulary=vocabulary)
    assert [(one.code, one.severity, one.path, one.line) for one in only(found.findings, "E007", "E004")] == [
        ("E004", "error", "policies/a.md", 6), ("E007", "warning", "vocabulary/tags.yml", 2),
    ]
    assert "“停车”是 a、b 共用的名称" in only(found.findings, "E007")[0].message


def test_an_id_is_its_own_even_if_another_entry_has_it_for_an_alias() -> None:
    vocabulary = {**VOCABULARY, "vocabulary/tags.yml": "a: {name: 甲}\nb: {name: 乙, aliases: [a]}\n"}
    assert library({"policies/a.md": policy(front="tags: [a]")}, vocabulary=vocabulary).whole.documents[0].tags == ("a",)


@pytest.mark.parametrize(("name", "hint"), [("tag.yml", "是不是要写“tags”？"), ("agences.yaml", "是不是要写“agencies”？"), ("synonym.yml", "是不是要写“synonyms”？"), ("x.yml", "没有读。")])
def test_a_file_that_is_no_vocabulary(name: str, hint: str) -> None:
    (found,) = library({f"vocabulary/{name}": "a: {name: 甲}"}).findings
    assert (found.code, found.severity, hint in found.message) == ("E008", "warning", True)


@pytest.mark.parametrize(
    ("text", "groups", "lines"),
    [
        ("- [网约车, 网络预约出租汽车]\n- [加梯,  加装电梯 ]\n", (("网约车", "网络预约出租汽车"), ("加梯", "加装电梯")), []),
        ("# 还没有\n", (), []),
        ("- [网约车]\n- [甲, [乙]]\n- 丙\n- [丁, 戊]\n", (("丁", "戊"),), [1, 2, 3]),
        ("网约车: 网络预约出租汽车\n", (), [1]),
        ("- [甲, '']\n- [甲, ' ', 乙]\n- [甲, \"\\u200b\"]\n", (), [1, 2, 3]),
    ],
)
def test_synonyms(text: str, groups: tuple[tuple[str, ...], ...], lines: list[int]) -> None:
    read = library({"vocabulary/synonyms.yml": text})
    assert read.whole.vocabularies.synonyms == groups
    assert [(one.code, one.line) for one in read.findings] == [("C202", line) for line in lines]


def test_synonyms_that_are_no_yaml_are_told_where_they_begin() -> None:
    (found,) = library({"vocabulary/synonyms.yml": "- [甲, 乙]\n- [丙\n"}).findings
    assert (found.code, found.line) == ("C007", 2)


def test_a_vocabulary_in_two_files() -> None:
    (found,) = library({"vocabulary/tags.yaml": "x: {name: 甲}"}).findings
    assert (found.code, found.path) == ("U002", "vocabulary/tags.yml")
    assert "vocabulary/tags.yaml" in found.message


def test_notes_among_vocabularies_are_no_vocabulary() -> None:
    assert library({"vocabulary/README.md": "说明"}).findings == ()


# --- joining -------------------------------------------------------------------------------------------------------

JOINING = Joining(
    reason="均已公开", folders={".": "policies"}, fields={"发布单位": "issuers", "类型": "kind", "状态": "declared_status", "层级": None},
    values={"kind": {"通知公告": "notice"}}, absent=("-", "无"), assume={"disclosure": "public", "review": "imported"},
)
JOINED = """---
标题: 关于停车的通知
文号: -
发布单位: 市交通委
类型: 通知公告
状态: 有效
层级: 市级
有效期至: 无
标签: [停车, 无, 收费]
---
正文
"""


def test_a_joined_file_is_read_as_it_is() -> None:
    held = document({"a.md": JOINED}, reading=Reading(JOINING))
    assert (held.key, held.number, held.issuers, held.kind, held.declared_status, held.expires, held.tags) == (
        "policies/a", None, ("transport",), "notice", "in-force", None, ("parking", "fees"),
    )
    assert (held.disclosure, held.assumed) == ("public", ("disclosure", "review"))


def test_a_mistake_in_a_joined_file_stands_on_its_own_line() -> None:
    text = JOINED.replace("无, 收费", "无, zzz").replace("类型: 通知公告", "类型: 其它")
    found = errors(library({"a.md": text}, reading=Reading(JOINING)))
    assert [(one.code, one.line, one.column) for one in found] == [("E003", 5, 1), ("E004", 9, 13)]
    assert "类型“其它”" in found[0].message


def test_what_is_assumed_gives_way_to_what_is_written() -> None:
    held = library({"a.md": JOINED.replace("层级: 市级", "公开类别: 不予公开")}, reading=Reading(JOINING)).whole.documents[0]
    assert (held.disclosure, held.assumed) == ("withheld", ("review",))


def test_without_assumption_silence_publishes_nothing() -> None:
    joining = Joining(folders=JOINING.folders, fields=JOINING.fields, values=JOINING.values, absent=JOINING.absent)
    found = library({"a.md": JOINED}, reading=Reading(joining))
    assert (len(found.whole.documents), found.library.documents) == (1, ())
    assert [one.code for one in found.findings] == ["X001"]
