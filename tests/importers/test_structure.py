"""Paragraphs of official texts as Markdown: what becomes a heading, an article, an item, a signature, and what stays."""

from __future__ import annotations

from textwrap import dedent

import pytest

from policy_library.importers.structure import markdown
from policy_library.text import enumerators, outline

SHAPES = [
    pytest.param("第一章  总　则\n第一条 为了停车。\n第二章 附则\n第二条　自发布之日起施行。", "## 第一章　总则\n\n第一条　为了停车。\n\n## 第二章　附则\n\n第二条　自发布之日起施行。\n", id="chapters"),
    pytest.param("第一编 总则\n第一章 一般\n第一节 甲\n第一条 为了。", "## 第一编　总则\n\n### 第一章　一般\n\n#### 第一节　甲\n\n第一条　为了。\n", id="books"),
    pytest.param("第三条第二款规定的停车，不收费。", "第三条第二款规定的停车，不收费。\n", id="a-reference-is-no-article"),
    pytest.param("第一条（目的）\n\n为了停车。", "第一条　（目的）\n\n为了停车。\n", id="article-with-a-title"),
    pytest.param("一、目标\n到明年完成。\n二、任务\n（一）摸底\n查清泊位。\n（二）公开\n公布结果。", "## 一、目标\n\n到明年完成。\n\n## 二、任务\n\n### （一）摸底\n\n查清泊位。\n\n### （二）公开\n\n公布结果。\n", id="headings"),
    pytest.param("一、各单位要落实责任。\n二、本通知自印发之日起施行。", "一、各单位要落实责任。\n\n二、本通知自印发之日起施行。\n", id="sentences-are-no-headings"),
    pytest.param("废止下列文件：\n一、《停车办法》\n二、《收费办法》\n三、《月票办法》", "废止下列文件：\n\n一、《停车办法》\n\n二、《收费办法》\n\n三、《月票办法》\n", id="a-list-of-titles-is-no-heading"),
    pytest.param("（一）摸底\n1.路内；\n（1）主干道；\n①甲；\n②乙。\n（2）支路。\n2.路外。", "（一）摸底\n\n- 1.路内；\n    - （1）主干道；\n        - ①甲；\n        - ②乙。\n    - （2）支路。\n- 2.路外。\n".replace("（一）摸底", "## （一）摸底"), id="four-levels"),
    pytest.param("条件：\n1、有场地；\n2、有证明。\n材料另行公布。", "条件：\n\n- 1、有场地；\n- 2、有证明。\n\n材料另行公布。\n", id="comma-numbers"),
    pytest.param("条件：\n（1）有场地；\n1）平整；\n2）硬化。\n（2）有证明。", "条件：\n\n- （1）有场地；\n    - 1）平整；\n    - 2）硬化。\n- （2）有证明。\n", id="mixed-in-another-order"),
    pytest.param("步骤：\n1.备案。\n\n当场办结。\n\n2.公示。", "步骤：\n\n- 1.备案。\n\n    当场办结。\n\n- 2.公示。\n", id="a-paragraph-within-an-item"),
    pytest.param("3.只此一项。", "- 3.只此一项。\n", id="a-number-is-never-counted-anew"),
    pytest.param("1.备案材料\n\n登记表和方案。\n\n2.备案时限\n\n当场办结。", "## 1.备案材料\n\n登记表和方案。\n\n## 2.备案时限\n\n当场办结。\n", id="figures-as-headings"),
    pytest.param("1\\. 2024年起施行。\n2\\. 2025年废止。", "- 1\\. 2024年起施行。\n- 2\\. 2025年废止。\n", id="figures-do-not-run-together"),
    pytest.param("请执行。\n\n市交通委　市公安局\n2024年5月13日", "请执行。\n\n市交通委　市公安局\n\n2024年5月13日\n", id="signature"),
    pytest.param("请执行。\n\n云海市交通委员会 2024年5月13日", "请执行。\n\n云海市交通委员会\n\n2024年5月13日\n", id="signature-and-date-on-one-line"),
    pytest.param("泊位如下：\n\n| 区 | 泊位 |\n| --- | --- |\n| 东港 | 3 |\n\n以上。", "泊位如下：\n\n| 区 | 泊位 |\n| --- | --- |\n| 东港 | 3 |\n\n以上。\n", id="table"),
    pytest.param("如下：\n\n<table>\n<tr><td>甲\n</td></tr>\n</table>\n\n以上。", "如下：\n\n<table>\n<tr><td>甲\n</td></tr>\n</table>\n\n以上。\n", id="html-table"),
    pytest.param("如下：\n\n- 甲\n- 乙\n    - 丙\n\n以上。", "如下：\n\n- 甲\n- 乙\n    - 丙\n\n以上。\n", id="authors-list"),
    pytest.param("如下：\n\n1. 甲\n2. 乙\n\n以上。", "如下：\n\n1. 甲\n2. 乙\n\n以上。\n", id="authors-numbered-list"),
    pytest.param("> 引用。\n> 第一条", "> 引用。\n> 第一条\n", id="quotation"),
    pytest.param("```\n1.甲\n2.乙\n```", "```\n1.甲\n2.乙\n```\n", id="code"),
    pytest.param("各单位：\n请执行。\n\n市交通委\n2024年5月13日\n\n停车办法\n\n第一条 甲。\n\n附件1\n\n登记表\n\n一、姓名\n填写全名。", "各单位：\n\n请执行。\n\n市交通委\n\n2024年5月13日\n\n停车办法\n\n第一条　甲。\n\n附件1\n\n登记表\n\n## 一、姓名\n\n填写全名。\n", id="letter-and-annexes"),
]  # fmt: skip


def shaped(text: str) -> str:
    return markdown(text, outline.parts(text, title=None))


@pytest.mark.parametrize(("text", "expected"), SHAPES)
def test_shapes(text: str, expected: str) -> None:
    body = f"各有关单位：\n\n{text}\n"
    assert shaped(body).removeprefix("各有关单位：\n\n") == expected
    assert shaped(shaped(body)) == shaped(body)


def test_no_heading_level_is_left_out() -> None:
    levels = [line.count("#") for line in shaped(dedent("""\
        各有关单位：

        （一）先说
        甲如此。
        （二）再说
        乙如此。
        一、后说
        丙如此。
        二、又说
        丁如此。
        """)).split("\n") if line.startswith("#")]  # fmt: skip
    assert levels[0] == 2 and all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


NUMBERS = [
    ("1.甲", ("dot", "1.", "甲")), ("1、甲", ("dot", "1、", "甲")), ("12．甲", ("dot", "12．", "甲")), ("１．甲", ("dot", "１．", "甲")),
    ("（1）甲", ("brackets", "（1）", "甲")), ("(2)甲", ("brackets", "(2)", "甲")), ("1）甲", ("bracket", "1）", "甲")),
    ("①甲", ("circle", "①", "甲")), ("- 1.甲", ("dot", "1.", "甲")), ("1\\. 2024年", ("dot", "1.", "2024年")), ("1.2024年起", ("dot", "1.", "2024年起")),
    ("1.5米", None), ("2024年", None), ("（一）甲", None), ("一、甲", None), ("- 甲", None), ("100.甲", None), ("", None),
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), NUMBERS)
def test_enumerators(words: str, expected: tuple[str, str, str] | None) -> None:
    found = enumerators.number(words)
    assert (found and (found.form, found.mark, found.rest)) == expected
