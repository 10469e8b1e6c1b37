from __future__ import annotations

import pytest

from policy_library.text import attachments, outline

LETTER = "各单位：\n\n现通知如下{referred}。\n\n{listed}云海市交通委员会\n\n2024年5月13日\n\n{behind}"
ROWS = [
    ("附件：停车登记表\n\n", "", ["停车登记表"]),
    ("附：停车登记表\n\n", "", ["停车登记表"]),
    ("附件: 《停车登记表》\n\n", "", ["停车登记表"]),
    ("附件：1.停车登记表；\n2.收费标准。\n\n", "", ["停车登记表", "收费标准"]),
    ("附件：1. 停车登记表 2. 收费标准\n\n", "", ["停车登记表", "收费标准"]),
    ("附件1：停车登记表\n附件2：收费标准\n\n", "", ["停车登记表", "收费标准"]),
    ("附件：\n1．停车登记表\n2．收费标准\n\n", "", ["停车登记表", "收费标准"]),
    ("附件：一、停车登记表\n　　　二、收费标准\n\n", "", ["停车登记表", "收费标准"]),
    ("附件：（1）停车登记表\n（2）收费标准\n\n", "", ["停车登记表", "收费标准"]),
    ("附件：1.2024年停车登记表\n2.2025年收费标准\n\n", "", ["2024年停车登记表", "2025年收费标准"]),
    ("附件：1.停车登记表.doc\n2.收费标准.PDF\n\n", "", ["停车登记表", "收费标准"]),
    ("附件：1.关于停车的\n登记表\n\n", "", ["关于停车的登记表"]),
    ("附件：停车登记表\n\n", "附件\n\n停车登记表\n\n一、姓名", ["停车登记表"]),
    ("", "附件1\n\n停车登记表\n\n附件2\n\n收费标准\n", ["停车登记表", "收费标准"]),
    ("", "停车登记表\n\n一、姓名", []),
    ("", "", []),
]


def found(listed: str, behind: str, *, referred: str = "", issues: bool = False) -> list[str]:
    body = LETTER.format(listed=listed, behind=behind, referred=referred)
    return [one.title for one in attachments.find(outline.parts(body), issues=issues)]


@pytest.mark.parametrize(("listed", "behind", "titles"), ROWS)
def test_attachments(listed: str, behind: str, titles: list[str]) -> None:
    assert found(listed, behind) == titles


def test_what_is_referred_to_and_stands_behind_the_signature_is_attached() -> None:
    assert found("", "停车登记表\n\n一、姓名", referred="，详见附件") == ["停车登记表"]


def test_what_a_notice_brings_is_no_attachment() -> None:
    assert found("", "停车登记办法\n\n一、登记表见附件", referred="，见附件", issues=True) == []


def test_the_span_holds_the_title() -> None:
    body = LETTER.format(listed="附件：1.停车登记表\n2.《收费标准》\n\n", behind="", referred="")
    assert [body[a.start : a.end] for a in attachments.find(outline.parts(body), issues=False)] == ["停车登记表", "《收费标准》"]
