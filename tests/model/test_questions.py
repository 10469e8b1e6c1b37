"""The questions of a FAQ file."""

from __future__ import annotations

import time
from datetime import date

import pytest

from libraries import document, errors, faq, library, marked, policy
from policy_library.model.questions import Basis, introduction, questions

FACTS = "依据：第十四条、第十五条第二款；更新：2026-09-12；人次：326；来源：热线"


PLAIN = "依据: 第14条、第15条第2款, 更新: 2026年9月12日，人次: 326。来源: 热线"


def asked(body: str):
    held = library({"policies/a.md": policy(), "faq/q.md": faq("a", body=body)}).whole.faqs[0]
    return questions(held)[0]


@pytest.mark.parametrize("facts", [FACTS, PLAIN])
def test_a_question_with_its_facts_and_answer(facts: str) -> None:
    (one,) = asked(f"\n### 要不要备案？ {{#filing}}\n{facts}\n\n要。\n\n- 登记表\n")
    assert (one.key, one.anchor, one.title, one.group, one.line) == ("filing", "q-filing", "要不要备案？", None, 7)
    assert (one.updated, one.asked, one.source) == (date(2026, 9, 12), 326, "热线")
    assert one.basis == (Basis(None, ("第十四条", "第十五条")),)
    assert one.answer.strip() == "要。\n\n- 登记表"


def test_a_heading_over_deeper_ones_is_a_group() -> None:
    found = asked("## 备案\n\n### 一？ {#a}\n甲\n\n### 二？ {#b}\n乙\n\n## 收费\n\n### 三？ {#c}\n丙\n\n## 四？ {#d}\n丁\n")
    assert [(one.key, one.group, one.answer.strip()) for one in found] == [
        ("a", "备案", "甲"), ("b", "备案", "乙"), ("c", "收费", "丙"), ("d", "收费", "丁"),
    ]


@pytest.mark.parametrize(
    ("heading", "title", "key"),
    [
        ("## 一？ {#a}", "一？", "a"), ("## 一？{#a}", "一？", "a"), ("##  一？   {#a}  ", "一？", "a"), ("#### 一？ {#a} ##", "一？", "a"),
        ("## 什么是 C#？ {#c-sharp}", "什么是 C#？", "c-sharp"), ("## 学习 {x} 的 {#a}", "学习 {x} 的", "a"), ("## 一 {#a} 二 {#b}", "一 {#a} 二", "b"),
    ],
)
def test_headings(heading: str, title: str, key: str) -> None:
    (one,) = asked(f"{heading}\n答\n")
    assert (one.title, one.key) == (title, key)


def test_what_is_no_heading() -> None:
    assert [one.key for one in asked("## 一？ {#a}\n\n```\n## 二？ {#b}\n```\n\n~~~\n## 三？\n~~~\n\n##四？ {#d}\n # 五\n")] == ["a"]


@pytest.mark.parametrize(
    ("written", "basis"),
    [
        ("第十四条", (Basis(None, ("第十四条",)),)),
        ("第14条", (Basis(None, ("第十四条",)),)),
        ("《收费办法》第五条", (Basis("收费办法", ("第五条",)),)),
        ("《收费办法》", (Basis("收费办法", ()),)),
        ("第三条、《收费办法》第五条", (Basis(None, ("第三条",)), Basis("收费办法", ("第五条",)))),
        ("云交规〔2019〕2号第一条", (Basis("云交规〔2019〕2号", ("第一条",)),)),
    ],
)
def test_what_an_answer_rests_on(written: str, basis: tuple[Basis, ...]) -> None:
    (one,) = asked(f"## 一？ {{#a}}\n依据：{written}\n\n答\n")
    assert one.basis == basis


def test_the_introduction_stands_before_the_first_heading() -> None:
    held = library({"policies/a.md": policy(), "faq/q.md": faq("a", body="总的说明。\n\n## 一？ {#a}\n答\n")}).whole.faqs[0]
    assert introduction(held) == "总的说明。\n\n"


MISTAKES = [
    pytest.param("▸## 要备案吗？\n要。\n", ["C101"], "“要备案吗？”没有代号，无法链接到它 在标题后面加上代号，例如 {#q1}", id="no-key"),
    pytest.param("## 组\n\n▸### 要备案吗？\n要。\n", ["C101"], "例如 {#q2}", id="no-key-in-a-group"),
    pytest.param("## 一？ {#a}\n答\n\n▸## 二？ {#a}\n答\n", ["C102"], "代号 a 用了两次，第 6 行已经用过", id="key-twice"),
    pytest.param("▸## 一？ {#备案}\n答\n", ["C103"], "“备案”含有不允许的字符", id="key-in-chinese"),
    pytest.param("▸## 一？ {#A}\n答\n", ["C103"], "“A”", id="capital-key"),
    pytest.param("▸## 一？ {#}\n答\n", ["C103"], "“”", id="empty-key"),
    pytest.param(f"▸## 一？ {{#{'x' * 61}}}\n答\n", ["C103"], "60 个以内", id="long-key"),
    pytest.param("▸## 一？ {#a}\n依据：第十四条；更新：昨天\n\n答\n", ["C104"], "“更新：昨天”不是依据、更新、人次、来源中的一项，或者值不对", id="bad-date"),
    pytest.param("▸## 一？ {#a}\n人次：很多；依据：某条\n\n答\n", ["C104", "C104"], "", id="two-bad-facts"),
    pytest.param("## 组\n▸散落的话\n\n### 一？ {#a}\n答\n", ["C106"], "散落的话", id="text-under-a-group"),
    pytest.param("▸## 一？ {#a}\n来源：\n\n答\n", ["C104"], "“来源：”", id="empty-fact"),
]


@pytest.mark.parametrize(("body", "codes", "gist"), MISTAKES)
def test_a_mistake_in_a_question(body: str, codes: list[str], gist: str) -> None:
    text, places = marked(faq("a", body=body))
    found = errors(library({"policies/a.md": policy(), "faq/q.md": text}))
    assert [one.code for one in found] == codes
    assert {(one.line, one.column) for one in found} == set(places)
    assert gist in f"{found[0].message} {found[0].mend}"


@pytest.mark.parametrize("body", ["", "没有问题的正文\n"])
def test_a_file_without_questions(body: str) -> None:
    (found,) = errors(library({"policies/a.md": policy(), "faq/q.md": faq("a", body=body)}))
    assert (found.code, found.path) == ("C105", "faq/q.md")
    assert found.mend.endswith("{#materials}")


@pytest.mark.parametrize(
    "body",
    ["## 一" + " " * 100_000 + "二 {#a}\n", "## " + "{#" * 50_000 + "\n", "## a" + "#" * 100_000 + " x\n", "## 一？ {#a}\n依据：" + "；" * 50_000 + "\n\n"],
    ids=["blanks", "braces", "signs", "facts"],
)
def test_long_lines_are_read_in_time(body: str) -> None:
    held = document({"faq/q.md": faq("[{title: 甲, url: https://x.example}]")}).model_copy(update={"body": body})
    started = time.process_time()
    questions(held)
    assert time.process_time() - started < 0.5
