"""Roles of paragraphs: one small document per habit of official writing."""

from __future__ import annotations

import re

import pytest

from policy_library.text import outline

TITLE = "云海市交通委员会关于印发《云海市停车管理办法》的通知"


def roles(body: str, title: str | None = TITLE) -> list[str]:
    """`role label: beginning of the text`, those in the annex with a +."""
    told = []
    for part in outline.parts(body, title=title):
        name = part.role + (f" {part.label}" if part.label else "")
        told.append(f"{'+' if part.zone == 'annex' else ''}{name}: {part.paragraph.text[:6]}")
    return told


def test_a_notice_with_its_annexed_rules() -> None:
    body = f"""
# {TITLE}

{TITLE}

云交规〔2024〕3号

各区交通委，各有关单位：

《云海市停车管理办法》已经审议通过，现予印发。

特此通知。

云海市交通委员会

2024年5月13日

（此件公开发布）

云海市停车管理办法

第一章  总  则

第一条（目的和依据）

为了加强管理，制定本办法。

第二条  本办法适用于本市。
（一）公共停车场；
（二）道路停车场。

第二章  附则

第三条之一　本办法自2024年6月1日起施行。

附件1

备案申请表

单位名称

2024.6.30
"""
    assert roles(body) == [
        "title: # 云海市交",
        "title: 云海市交通委",
        "number: 云交规〔20",
        "addressee: 各区交通委，",
        "text: 《云海市停车",
        "text: 特此通知。",
        "signature: 云海市交通委",
        "sign-date: 2024年5",
        "text: （此件公开发",
        "+annex-title: 云海市停车管",
        "+chapter 第一章: 第一章  总",
        "+article 第一条: 第一条（目的",
        "+text: 为了加强管理",
        "+article 第二条: 第二条  本",
        "+heading2 （一）: （一）公共停",
        "+heading2 （二）: （二）道路停",
        "+chapter 第二章: 第二章  附",
        "+article 第三条之一: 第三条之一　",
        "+attachment 1: 附件1",
        "+annex-title: 备案申请表",
        "+text: 单位名称",
        "+text: 2024.6",
    ]


def test_a_notice_with_headings_attachments_and_two_signatures() -> None:
    body = f"""# {TITLE}

各有关单位、航行船舶:

为了做好工作，现将有关事项通知如下：

一、71路专用车道

（一）主要内容

1.加强管理。

2．做好服务，其中3.5公里除外。

3.5公里以内免费。

附件：1．申请材料清单

2．申请表

市交通委                市公安局

二○二四年五月十三日
"""
    assert roles(body)[1:] == [
        "addressee: 各有关单位、",
        "text: 为了做好工作",
        "heading1 一: 一、71路专",
        "heading2 （一）: （一）主要内",
        "heading3 1: 1.加强管理",
        "heading3 2: 2．做好服务",
        "text: 3.5公里以",
        "attachment-list: 附件：1．申",
        "attachment-list: 2．申请表",
        "signature: 市交通委  ",
        "sign-date: 二○二四年五",
    ]


def test_a_title_broken_over_lines_and_one_character_short() -> None:
    body = "云海市交通委员关于\n\n印发《云海市停车管理办法》的通知\n\n各有关单位：\n\n正文。"
    assert roles(body) == [
        "title: 云海市交通委",
        "title: 印发《云海市",
        "addressee: 各有关单位：",
        "text: 正文。",
    ]


def test_without_a_known_title_the_first_line_is_taken() -> None:
    assert roles("云海市停车管理办法\n\n第一条 制定本办法。", None) == [
        "title: 云海市停车管",
        "article 第一条: 第一条 制定",
    ]
    assert roles("一、没有标题\n\n正文。", None) == ["heading1 一: 一、没有标题", "text: 正文。"]
    assert roles("这是正文的第一句。", None) == ["text: 这是正文的第"]


def test_rules_with_their_history_in_markdown() -> None:
    body = """# 云海市停车管理办法

（2012年8月31日云海市人民政府令第85号公布  根据2018年12月7日云海市人民政府令第15号修正）

## 第一编 总则

### 第一章 总　则

#### 第一节 一般规定

**第一条** 制定本办法。

第二条规定的情形除外。

第三条第二款所称车辆，是指机动车。

第四条 修改规划应当公告。

第五条中医药停车场从其规定。
"""
    assert roles(body, "云海市停车管理办法") == [
        "title: # 云海市停",
        "passed: （2012年",
        "book 第一编: ## 第一编",
        "chapter 第一章: ### 第一",
        "section 第一节: #### 第",
        "article 第一条: **第一条*",
        "text: 第二条规定的",
        "text: 第三条第二款",
        "article 第四条: 第四条 修改",
        "article 第五条: 第五条中医药",
    ]


def test_signature_and_date_without_empty_lines() -> None:
    body = "各有关单位：\n现发布如下内容。\n特此通知。\n附件：范围\n云海市交通委员会\n二○二二年五月十五日"
    assert roles(body) == [
        "addressee: 各有关单位：",
        "text: 现发布如下内",
        "text: 特此通知。",
        "attachment-list: 附件：范围",
        "signature: 云海市交通委",
        "sign-date: 二○二二年五",
    ]


def test_a_rendered_block_holds_signature_and_date_together() -> None:
    texts = [
        "各有关单位：",
        "特此通知。",
        "云海市交通委员会\n2024年5月13日",
        "停车管理办法",
        "第一条 制定本办法。",
    ]
    told = [(role.role, role.zone) for role in outline.outline(texts)]
    assert told == [
        ("addressee", "letter"),
        ("text", "letter"),
        ("signature", "letter"),
        ("annex-title", "annex"),
        ("article", "annex"),
    ]


def test_a_date_alone_after_the_last_sentence_closes_the_letter() -> None:
    body = "各有关单位：\n\n现予发布。\n\n2016年12月20日\n\n停车管理办法\n\n为推进停车工作，制定本办法。"
    assert roles(body)[2:] == ["sign-date: 2016年1", "+annex-title: 停车管理办法", "+text: 为推进停车工"]


def test_a_signature_with_a_damaged_date_still_signs() -> None:
    body = "各区：\n\n现印发给你们。\n\n云海市交通委员会\n\n2024513\n\n停车工作要点\n\n一、总体要求"
    assert roles(body)[2:] == [
        "signature: 云海市交通委",
        "sign-date: 202451",
        "+annex-title: 停车工作要点",
        "+heading1 一: 一、总体要求",
    ]


@pytest.mark.parametrize("cell", ["2016年12月20日", "2024.6.30", "2024-06-30"])
def test_a_date_in_a_table_signs_nothing(cell: str) -> None:
    body = f"各有关单位：\n\n现公布如下：\n\n证书名称\n\n{cell}\n\n备注\n\n其他事项。"
    assert "sign-date" not in " ".join(roles(body))


def test_a_list_of_agencies_without_a_date_is_no_signature() -> None:
    assert roles("各有关单位：\n\n责任单位如下。\n\n市交通委\n\n市公安局\n\n以上单位负责。")[2:] == [
        "text: 市交通委",
        "text: 市公安局",
        "text: 以上单位负责",
    ]


def test_the_annexed_letter_of_a_forwarding_notice_has_its_own_addressee() -> None:
    body = "各区：\n\n现转发给你们。\n\n云海市人民政府\n\n2024年5月1日\n\n关于加强防汛的通知\n\n各单位：\n\n请遵照执行。\n\n附件：\n\n1.《统计表》\n\n2.《示意图》"
    assert roles(body)[4:] == [
        "+annex-title: 关于加强防汛",
        "+addressee: 各单位：",
        "+text: 请遵照执行。",
        "+attachment-list: 附件：",
        "+attachment-list: 1.《统计表",
        "+attachment-list: 2.《示意图",
    ]


def test_an_annexed_title_on_two_lines() -> None:
    body = "各区：\n\n现印发给你们。\n\n2024年5月1日\n\n新余市城乡建设投资（集团）\n\n有限公司管理办法\n\n（市国资委 2008年10月6日发布）\n\n第一条 制定本办法。"
    assert roles(body)[3:] == [
        "+annex-title: 新余市城乡建",
        "+annex-title: 有限公司管理",
        "+passed: （市国资委 ",
        "+article 第一条: 第一条 制定",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "现就有关事项通知如下：",
        "根据规定：",
        "各单位应当做到：",
        "申请材料包括：",
        "一、各有关单位：",
        "附件：",
    ],
)
def test_this_is_no_addressee(line: str) -> None:
    assert "addressee" not in " ".join(roles(f"# {TITLE}\n\n{line}\n\n正文。"))


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        ("甲。\n乙。", ["甲。", "乙。"]),
        ("的请示》（嘉建交[2014]55\n号）收悉，经研究", ["的请示》（嘉建交[2014]55\n号）收悉，经研究"]),
        ("2014\n年6\n月28\n日", ["2014\n年6\n月28\n日"]),
        ("各单位：\n正文", ["各单位：", "正文"]),
        ("一、甲\n（一）乙\n1.丙\n第一条 丁", ["一、甲", "（一）乙", "1.丙", "第一条 丁"]),
        ("按照\n第三条规定办理", ["按照\n第三条规定办理"]),
        ("云海市交通委\n2024年5月13日", ["云海市交通委", "2024年5月13日"]),
        ("# 标题\n正文", ["# 标题", "正文"]),
        ("\n\n　　首行缩进。  \n\n\n", ["首行缩进。"]),
        ("甲。\r\n\r\n乙。", ["甲。", "乙。"]),
        ("", []),
    ],
)
def test_paragraphs(body: str, texts: list[str]) -> None:
    found = outline.paragraphs(body)
    assert [p.text for p in found] == texts
    assert all(body[p.start : p.end] == p.text for p in found)


def test_nothing_is_lost_between_paragraphs(corpus) -> None:
    for path in (corpus / "shanghai").glob("*.md"):
        body = path.read_text(encoding="utf-8")
        kept = "".join(p.text for p in outline.paragraphs(body))
        assert re.sub(r"\s", "", kept) == re.sub(r"\s", "", body)
