"""Mistakes in a front matter: ▸ stands where the finding points to, and the words are the gist of what it says."""

from __future__ import annotations

import time

import pytest

from libraries import consultation, errors, faq, interpretation, library, marked, policy, topic

BY_FOLDER = {"policies": policy, "interpretations": interpretation, "faq": faq, "topics": topic, "consultations": consultation}

# front matter of a policy, code, gist of message and mend
FIELDS = [
    # unknown fields, with the nearest known one
    pytest.param("▸isued: 2024-05-13", "E002", "没有“isued”这个要素。是不是要写“issued”？", id="unknown-field"),
    pytest.param("▸发布时期: 2024-05-13", "E002", "是不是要写“发布日期”？", id="unknown-chinese-field"),
    pytest.param("▸zzz: 1", "E002", "没有“zzz”这个要素。 改成", id="unknown-field-like-none"),
    pytest.param("▸batch: 1", "E002", "没有“batch”这个要素。", id="field-of-another-type"),
    pytest.param("▸上级: 1", "E002", "没有“上级”这个要素。 改成", id="near-a-name-of-another-type"),
    pytest.param("basis: [{▸titel: 法, url: https://x.example}]", "E002", "是不是要写“title”？", id="unknown-nested-field"),
    pytest.param(
        "review:\n  secrecy: {▸ofice: 办, office: 办, on: 2024-01-01}", "E002", "是不是要写“office”？", id="unknown-field-two-deep",
    ),
    pytest.param("services: [{service: filing, ▸条歀: 第一条}]", "E002", "是不是要写“条款”？", id="unknown-nested-chinese-field"),
    pytest.param("▸id: x", "E002", "没有“id”", id="field-of-the-reader"),
    pytest.param("▸body_line: 3", "E002", "没有“body_line”", id="another-field-of-the-reader"),
    pytest.param("▸no: 3", "E002", "没有“no”", id="no-is-a-word"),
    # required fields
    pytest.param("▸title:", "E001", "缺少标题（title）", id="empty-title"),
    pytest.param('▸title: "  "', "E001", "缺少标题（title）", id="blank-title"),
    pytest.param("▸issuers: []", "E001", "缺少制发机关（issuers）", id="empty-list"),
    pytest.param("▸review: {}", "E001", "缺少保密审查（secrecy）", id="empty-mapping"),
    pytest.param("review: {▸secrecy: {office: 保密办}}", "E001", "缺少日期（on）", id="missing-two-deep"),
    pytest.param("attachments: [▸{title: 表}]", "E001", "缺少文件名（file）", id="missing-in-list"),
    pytest.param("attachments:\n  - {title: 表, file: a.docx}\n  - ▸title: 表", "E001", "缺少文件名（file）", id="missing-in-second-item"),
    pytest.param("attachments: [{▸fiel: a, title: 表, file: a}]", "E002", "是不是要写“file”？", id="unknown-in-a-list"),
    # values out of range
    pytest.param("▸kind: notic", "E003", "“notic”不在可选范围内。是不是要写“notice”？ 可以写：law（法律）、", id="unknown-choice"),
    pytest.param("▸登记状态: 已废止", "E003", "登记状态“已废止”不在可选范围内。是不是要写“废止”？", id="unknown-chinese-choice"),
    pytest.param("▸disclosure: 公开", "E003", "public（主动公开）、on-request（依申请公开）", id="all-choices-are-told"),
    # vocabularies, with the id to write
    pytest.param("issuers: [▸云海市交通委员]", "E004", "词表 agencies.yml 里。是不是要写“云海市交通委员会”？", id="unknown-agency"),
    pytest.param("issuers: transport\naudiences: [residents, ▸车住]", "E004", "是不是要写“车主”？", id="unknown-audience"),
    pytest.param("tags: [▸zzz]", "E004", "标签（tags）“zzz”不在词表 tags.yml 里。 改成表里的词，或者先在 content/vocabulary/tags.yml", id="unknown-tag"),
    pytest.param("services: [{▸service: filling}]", "E004", "是不是要写“filing”？", id="unknown-service"),
    pytest.param("services: [▸filling]", "E004", "services.yml 里。是不是要写“filing”？", id="unknown-service-by-id"),
    # dates
    pytest.param("▸issued: 2024", "D001", "issued“2024”不是日期 写成 2024-05-13 或者 2024年5月13日", id="year-only"),
    pytest.param("▸发布日期: 2024-02-30", "D001", "发布日期“2024-02-30”不是日期", id="no-such-day"),
    pytest.param("▸written: 2024-13-01", "D001", "不是日期", id="no-such-month"),
    pytest.param("▸issued: [2024-05-13]", "D001", "“[2024-05-13]”", id="list-for-date"),
    pytest.param("▸effective: 自印发之日起施行", "D001", "或者 written（自印发之日起）、issued（自发布之日起）", id="start-in-other-words"),
    pytest.param("▸expires: 永久", "D001", "或者 none（长期有效）", id="end-in-other-words"),
    pytest.param("review: {secrecy: {office: 办, ▸on: 昨天}}", "D001", "“昨天”不是日期", id="date-two-deep"),
    pytest.param("withdrawn: {reason: 有误, ▸on: 明年}", "D001", "“明年”", id="withdrawn-on"),
    # wrong types
    pytest.param("▸review: 已审查", "E005", "“已审查”写法不对 应当写由“名称: 值”组成的一组内容", id="text-for-mapping"),
    pytest.param("▸title: [甲, 乙]", "E005", "“[甲、乙]”写法不对 应当写一段文字", id="list-for-text"),
    pytest.param("▸summary: {a: b}", "E005", "“{a: b}”写法不对 应当写一段文字", id="mapping-for-text"),
    pytest.param("▸kind: [notice]", "E005", "“[notice]”写法不对", id="list-for-choice"),
    pytest.param("▸issuers: {transport: police}", "E005", "制发机关（issuers）的值“{transport: police}”", id="mapping-for-list"),
    pytest.param("tags: [▸[parking]]", "E005", "标签（tags）的值“[parking]”", id="list-in-list"),
    pytest.param("tags:\n  -\n  - parking\n  -\n  - ▸zzz", "E004", "“zzz”", id="empty-items-do-not-shift-lines"),
    pytest.param("▸attachments: 附件1", "E005", "“附件1”写法不对", id="text-for-mappings"),
    pytest.param("▸under_assessment: 好", "E005", "应当写是或者否（true 或者 false）", id="neither-yes-nor-no"),
    pytest.param("▸source: javascript:alert(1)", "E005", "应当写以 http:// 或者 https:// 开头的网址", id="script-for-address"),
    pytest.param("basis: [{title: 法, ▸url: 见附件}]", "E005", "以 http:// 或者 https://", id="words-for-address"),
    # references
    pytest.param("basis: [▸{note: 见附件}]", "E006", "依据（basis）里有一项没有写明是哪份文件", id="reference-to-nothing"),
    pytest.param('basis: [▸""]', "E006", "没有写明是哪份文件", id="empty-reference"),
    pytest.param("repeals: [▸{articles: [第三条]}]", "E006", "废止（repeals）", id="articles-of-nothing"),
]


@pytest.mark.parametrize(("front", "codes", "gist"), FIELDS)
def test_a_mistake_in_a_field(front: str, codes: str, gist: str) -> None:
    text, places = marked(policy(front=front))
    found = errors(library({"policies/a.md": text}))
    assert [finding.code for finding in sorted(found, key=lambda finding: finding.code)] == codes.split()
    first = next(finding for finding in found if finding.code == codes.split()[0])
    assert (first.line, first.column) == places[0]
    assert gist in f"{first.message} {first.mend}"


# front matter of a policy after its four required lines; codes in the order of lines; gist of the first
YAML = [
    pytest.param("summary: 甲▸: 乙", "C007", "这一行的写法读不懂：summary: 甲: 乙", id="colon-in-text"),
    pytest.param("tags: ▸[parking", "C007", "读不懂：tags: [parking", id="open-bracket"),
    pytest.param('summary: ▸"甲', "C007", "读不懂：summary: \"甲", id="open-quote"),
    pytest.param("summary: 甲\n  乙\n 丙▸: 丁\n", "C007", "读不懂", id="bad-indentation"),
    pytest.param("summary: ▸%甲", "C007", "读不懂：summary: %甲", id="reserved-sign"),
    pytest.param("number: ▸- 甲", "C007", "读不懂：number: - 甲", id="list-on-the-line"),
    pytest.param("summary: 甲\n...\n▸source: https://x.example", "C007", "读不懂：source", id="end-of-document"),
    pytest.param("number: 甲\n▸number: 乙", "C009", "“number”写了两次，第 6 行已经写过 只留一处", id="key-twice"),
    pytest.param("▸标题: 乙", "C009", "“标题”写了两次，第 2 行已经写过", id="key-under-both-names"),
    pytest.param("basis:\n  - {title: 甲, ▸标题: 乙}", "C009", "“标题”写了两次，第 7 行", id="nested-key-under-both-names"),
    pytest.param("basis:\n  - title: 甲\n    ▸title: 乙", "C009", "“title”写了两次，第 7 行", id="nested-key-twice"),
    pytest.param("summary: ▸&a 甲", "C010", "引用写法", id="anchor"),
    pytest.param("summary: ▸&a 甲\nhotline: ▸*a", "C010 C010", "引用写法", id="alias"),
    pytest.param("summary: ▸!important 甲", "C010", "用英文双引号括起来", id="tag"),
    pytest.param("aliases: ▸!!python/object/apply:os.system [ls]", "C010", "引用写法", id="python-object"),
    pytest.param("▸<<: {summary: 甲}", "C012", "这里的名称不是一个词", id="merge-key"),
    pytest.param("? ▸[a, b]\n: 甲", "C012", "这里的名称不是一个词", id="list-for-key"),
    pytest.param("summary: 甲▸\u000b乙", "C015", "看不见的控制字符（U+000B）", id="vertical-tab"),
    pytest.param("summary: 甲▸\u2028乙\n▸isued: 2024-05-13", "C015 E002", "（U+2028）", id="line-separator-does-not-shift-lines"),
    pytest.param("summary: 甲▸\u0085乙\n▸isued: 2024-05-13", "C015 E002", "（U+0085）", id="next-line-does-not-shift-lines"),
    pytest.param("number: 甲\n▸number: 乙\n▸isued: 2024\n▸issued: 2024", "C009 E002 D001", "两次", id="all-in-one-run"),
    pytest.param("▸kind: notic\ntags: [▸甲, parking, ▸乙]\n▸issued: 2024", "E003 E004 E004 D001", "notic", id="all-fields-in-one-run"),
]


@pytest.mark.parametrize(("front", "codes", "gist"), YAML)
def test_what_yaml_makes_of_it(front: str, codes: str, gist: str) -> None:
    text, places = marked(policy(front=front))
    found = errors(library({"policies/a.md": text}))
    assert [finding.code for finding in found] == codes.split()
    assert [(finding.line, finding.column) for finding in found] == places
    assert gist in f"{found[0].message} {found[0].mend}"


# a whole file
FILES = [
    pytest.param("▸# 标题\n\n正文\n", "C005", "第一行不是 ---", id="no-front-matter"),
    pytest.param("▸\n---\ntitle: 甲\n---\n", "C005", "第一行不是 ---", id="blank-line-first"),
    pytest.param("▸ ---\ntitle: 甲\n---\n", "C005", "第一行不是 ---", id="indented-dashes"),
    pytest.param("▸---\ntitle: 甲\n正文\n", "C006", "没有结束的 ---", id="never-closed"),
    pytest.param("▸---", "C006", "没有结束的 ---", id="three-dashes-alone"),
    pytest.param("---\n▸---\n正文\n", "C008", "实际是空", id="empty-front-matter"),
    pytest.param("---\n▸# 只有注释\n---\n正文\n", "C008", "实际是空", id="comment-only"),
    pytest.param("---\n▸~\n---\n", "C008", "实际是空", id="null"),
    pytest.param("---\n▸- title: 甲\n- 乙\n---\n", "C008", "实际是列表", id="list"),
    pytest.param("---\n▸云海市停车场管理办法\n---\n", "C008", "实际是一段文字", id="text"),
    pytest.param("---\n▸[甲, 乙]\n---\n", "C008", "实际是列表", id="flow-list"),
]


@pytest.mark.parametrize(("text", "code", "gist"), FILES)
@pytest.mark.parametrize("folder", BY_FOLDER)
def test_a_file_that_is_no_document(folder: str, text: str, code: str, gist: str) -> None:
    text, places = marked(text)
    (found,) = library({f"{folder}/a.md": text}).findings
    assert (found.code, found.severity, (found.line, found.column)) == (code, "error", places[0])
    assert gist in found.message


def test_missing_fields_point_to_the_opening_line() -> None:
    found = errors(library({"policies/a.md": "---\nsummary: 甲\n---\n"}))
    assert [(finding.code, finding.line, finding.message) for finding in found] == [
        ("E001", 1, "缺少制发机关（issuers）"), ("E001", 1, "缺少文种（kind）"), ("E001", 1, "缺少标题（title）"),
    ]


REQUIRED = {
    "interpretations": (interpretation, "b", ["interprets", "stage", "title"]),
    "faq": (faq, "b", ["answers", "title"]),
    "topics": (topic, "- {key: a, title: 甲}", ["agency", "kind", "sections", "title"]),
    "consultations": (consultation, "", ["closes", "opens", "title"]),
}


@pytest.mark.parametrize("folder", REQUIRED)
def test_what_each_type_requires(folder: str) -> None:
    found = errors(library({f"{folder}/a.md": "---\nsummary: 甲\n---\n## 问？ {#a}\n"}))
    assert {finding.code for finding in found} == {"E001"}
    assert sorted(finding.message.partition("（")[2].rstrip("）") for finding in found) == REQUIRED[folder][2]


def test_a_mistake_in_the_only_item_of_a_required_list_is_told_once() -> None:
    text, (place,) = marked(interpretation("[{▸titel: 甲, document: b}]"))
    (found,) = errors(library({"interpretations/a.md": text}))
    assert (found.code, (found.line, found.column)) == ("E002", place)


def test_findings_of_all_files_come_in_one_run_by_path_and_line() -> None:
    found = errors(library({
        "policies/b.md": policy(front="isued: 2024-01-01\nnumbr: 甲"),
        "policies/a.md": b"\xff\xfe\x00",
        "faq/c.md": "没有文件头",
        "interpretations/d.md": "---\n- 甲\n---\n",
        "vocabulary/audiences.yml": "car-owners: 车主\n",
        "policies/e.md": policy(),
    }))
    assert [(finding.path, finding.line, finding.code) for finding in found] == [
        ("faq/c.md", 1, "C005"), ("interpretations/d.md", 2, "C008"), ("policies/a.md", 1, "C002"),
        ("policies/b.md", 6, "E002"), ("policies/b.md", 7, "E002"), ("vocabulary/audiences.yml", 1, "C008"),
    ]


NESTED = [
    pytest.param("basis: " + "[" * 10_000, id="flow-lists"),
    pytest.param("basis: " + "{a: " * 10_000, id="flow-mappings"),
    pytest.param("basis:\n " + "- " * 10_000, id="lists-on-one-line"),
    pytest.param("? " * 60_000, id="keys-of-keys"),  # enough to kill a process that composes them
    pytest.param("? - " * 60_000, id="keys-of-lists"),
    pytest.param("\n".join(" " * depth + "a:" for depth in range(300)), id="mappings-by-indentation"),
]


@pytest.mark.parametrize("front", NESTED)
def test_nesting_without_end(front: str) -> None:
    started = time.process_time()
    found = errors(library({"policies/a.md": f"---\n{front}\n---\n"}))
    assert "C011" in [finding.code for finding in found]
    assert time.process_time() - started < 2


def test_aliases_are_not_multiplied() -> None:
    front = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 40))
    started = time.process_time()
    found = errors(library({"policies/a.md": f"---\n{front}---\n"}))
    assert {finding.line for finding in found if finding.code == "C010"} == set(range(2, 42))
    assert time.process_time() - started < 1
