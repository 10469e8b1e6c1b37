"""What is written means what its field's type says, not what YAML guesses."""

from __future__ import annotations

from datetime import date

import pytest

from libraries import consultation, document, errors, library, policy, topic
from policy_library.edition import Reading

MAY_13 = date(2024, 5, 13)

SPELLINGS = [
    # YAML would make a number, a truth, a time or a date of these
    pytest.param("hotline: 007", "hotline", "007", id="leading-zeros"),
    pytest.param("hotline: 12:30", "hotline", "12:30", id="sixty-based"),
    pytest.param("summary: 2024", "summary", "2024", id="year"),
    pytest.param("summary: 1e3", "summary", "1e3", id="exponent"),
    pytest.param("summary: 0x1F", "summary", "0x1F", id="hexadecimal"),
    pytest.param("summary: no", "summary", "no", id="no"),
    pytest.param("summary: 2024-05-13", "summary", "2024-05-13", id="date-in-a-text"),
    pytest.param("summary: =", "summary", "=", id="equals"),
    pytest.param("aliases: [2024, no, ~, 12:30]", "aliases", ("2024", "no", "12:30"), id="list-of-texts"),
    pytest.param("summary: '~'", "summary", "~", id="quoted-null"),
    pytest.param("summary: null", "summary", None, id="null"),
    pytest.param("summary:", "summary", None, id="nothing"),
    pytest.param("summary: '  甲  '", "summary", "甲", id="blanks-around"),
    # several or one
    pytest.param("aliases: 甲", "aliases", ("甲",), id="one-for-a-list"),
    pytest.param("aliases:", "aliases", (), id="nothing-for-a-list"),
    pytest.param("issuers: transport", "issuers", ("transport",), id="one-agency"),
    # dates
    pytest.param("issued: 2024-05-13", "issued", MAY_13, id="iso"),
    pytest.param("发布日期: 2024年5月13日", "issued", MAY_13, id="chinese"),
    pytest.param("issued: 二〇二四年五月十三日", "issued", MAY_13, id="chinese-numerals"),
    pytest.param("issued: 二○二四年五月十三日", "issued", MAY_13, id="circle-for-zero"),
    pytest.param("issued: ２０２４年５月１３日", "issued", MAY_13, id="full-width"),
    pytest.param("issued: ' 2024 年 5 月 13 日 '", "issued", MAY_13, id="blanks"),
    pytest.param("issued: 2024/5/13", "issued", MAY_13, id="slashes"),
    pytest.param("effective: written", "effective", "written", id="start"),
    pytest.param("施行日期: 自发布之日起", "effective", "issued", id="chinese-start"),
    pytest.param("施行日期: 2024年5月13日", "effective", MAY_13, id="start-on-a-day"),
    pytest.param("expires: none", "expires", "none", id="no-end"),
    pytest.param("有效期至: 长期有效", "expires", "none", id="chinese-no-end"),
    pytest.param("有效期至: 2024-05-13", "expires", MAY_13, id="end"),
    # choices
    pytest.param("kind: notice", "kind", "notice", id="choice"),
    pytest.param("kind: 通知", "kind", "notice", id="chinese-choice"),
    pytest.param("kind: ' 通知 '", "kind", "notice", id="blanks-around-a-choice"),
    pytest.param("登记状态: 失效", "declared_status", "expired", id="declared"),
    pytest.param("under_assessment: true", "under_assessment", True, id="true"),
    pytest.param("正在评估: 是", "under_assessment", True, id="chinese-true"),
    pytest.param("正在评估: 否", "under_assessment", False, id="chinese-false"),
    # words of a vocabulary
    pytest.param("issuers: [transport]", "issuers", ("transport",), id="agency-by-id"),
    pytest.param("issuers: [云海市交通委员会]", "issuers", ("transport",), id="agency-by-name"),
    pytest.param("issuers: [市交通委]", "issuers", ("transport",), id="agency-by-short-name"),
    pytest.param("issuers: [云海市交通委]", "issuers", ("transport",), id="agency-by-alias"),
    pytest.param("issuers: [交通委, 市公安局]", "issuers", ("transport", "police"), id="agency-as-it-signs"),
    pytest.param("audiences: [机动车所有人]", "audiences", ("car-owners",), id="audience-by-alias"),
    pytest.param("tags: [停车, fees]", "tags", ("parking", "fees"), id="tags"),
    # numbers
    pytest.param("number: 云交规[2024]03号", "number", "云交规〔2024〕3号", id="number-in-square-brackets"),
    pytest.param("number: 云交规（２０２４）第 3 号", "number", "云交规〔2024〕3号", id="number-full-width"),
    pytest.param("number: 云海市人民政府令 第 12 号", "number", "云海市人民政府令第12号", id="order"),
    pytest.param("number: 无文号", "number", "无文号", id="no-number-at-all"),
]


@pytest.mark.parametrize(("front", "field", "value"), SPELLINGS)
def test_a_value_as_it_is_written(front: str, field: str, value: object) -> None:
    assert getattr(document(policy(front=front)), field) == value


def test_whole_numbers() -> None:
    held = document({"consultations/a.md": consultation("收到意见: 007\nadopted: '12'")})
    assert (held.received, held.adopted) == (7, 12)


@pytest.mark.parametrize("written", ["-1", "十二", "1.5", "12条", "[1]", "9" * 5000])
def test_not_a_whole_number(written: str) -> None:
    (found,) = errors(library({"consultations/a.md": consultation(f"received: {written}")}))
    assert (found.code, found.line) == ("E005", 6)
    assert found.mend.startswith(("应当写整数", "应当写不小于零的整数"))


def test_everything_can_be_written_in_chinese() -> None:
    english = policy(front="""
        number: 云交规〔2024〕3号
        issued: 2024-05-16
        tags: [parking]
        review: {secrecy: {office: 保密办, on: 2024-05-10}}
        basis: [{title: 法, url: https://law.example, articles: [第三条]}]
        extends: [{document: 云交规〔2019〕2号, until: 2030-01-01}]
        services: [{service: filing, articles: 第一条}]
        attachments: [{title: 表, file: a.docx}]
        withdrawn: {reason: 有误, on: 2099-01-01, successor: b}
    """)
    chinese = """---
标题: 云海市停车场管理办法
文种: 规范性文件
制发机关: 云海市交通委员会
公开类别: 主动公开
文号: 云交规〔2024〕3号
发布日期: 2024年5月16日
标签: 停车
审查: {保密审查: {科室: 保密办, 日期: 2024年5月10日}}
依据: {标题: 法, 网址: https://law.example, 条款: 第三条}
延长有效期: [{文件: 云交规〔2019〕2号, 至: 2030年1月1日}]
办事事项: [{事项: 停车场备案, 条款: [第一条]}]
附件: {标题: 表, 文件名: a.docx}
撤下: {原因: 有误, 日期: 2099年1月1日, 后续文件: b}
---
"""
    shown = lambda text: library({"policies/a.md": text}).whole.documents[0].model_dump(exclude={"lines", "body_line", "read_as", "words"})
    assert shown(chinese) == shown(english)


def test_the_rule_of_a_topic_in_chinese() -> None:
    held = document({"topics/a.md": topic("""
        - {代号: fees, 标题: 收费, 说明: 先看价格, 规则: {标签: [停车, 收费], 受众: 车主, 机构: 市公安局, 文种范围: [通知, letter]}, 办事事项: 停车场备案}
    """)})
    (section,) = held.sections
    assert section.rule.model_dump() == {
        "tags": ("parking", "fees"), "audiences": ("car-owners",), "agencies": ("police",), "kinds": ("notice", "letter"),
    }
    assert (section.key, section.text, section.services) == ("fees", "先看价格", ("filing",))


@pytest.mark.parametrize("written", ["b", "[b]", "{document: b}", "[{document: b}]", "\n  - b", "\n  document: b"])
def test_one_reference_may_be_written_in_any_of_these_ways(written: str) -> None:
    (reference,) = library({"policies/a.md": policy(front=f"basis: {written}")}).whole.documents[0].basis
    assert reference.document == "b"


def test_an_empty_mapping_of_an_optional_field_is_none() -> None:
    held = document({"topics/a.md": topic("- {key: a, title: 甲, rule: , text: , services: , facts: ~}")})
    assert not held.sections[0].rule


def test_a_document_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        document(policy()).title = "乙"


def test_an_open_vocabulary_takes_words_as_they_stand_but_not_as_paths() -> None:
    reading = Reading(open_vocabularies=("agencies",))
    held = library({"policies/a.md": policy(front="issuers: [上海市交通委员会, 市交通委]")}, reading=reading)
    assert held.whole.documents[0].issuers == ("上海市交通委员会", "transport")
    for word in ("../x", "a/b", "..", "a\\b", ".x"):
        (found,) = errors(library({"policies/a.md": policy(front=f"issuers: ['{word}']")}, reading=reading))
        assert found.code == "E004"
