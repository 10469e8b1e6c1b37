from __future__ import annotations

from datetime import date

import pytest

from policy_library.text import promulgation

ROWS = [
    (
        "（2012年8月31日云海市人民政府令第85号公布 根据2018年12月7日云海市人民政府令第15号第一次修正）",
        (None, None, date(2012, 8, 31), "云海市人民政府令第85号"),
    ),
    (
        "（2019年10月21日市政府第45次常务会议审议通过 2019年11月6日云海市人民政府令第102号公布 自2020年1月1日起施行）",
        (date(2019, 10, 21), "2019年10月21日市政府第45次常务会议审议通过", date(2019, 11, 6), "云海市人民政府令第102号"),
    ),
    (
        "2020年8月5日 云海市第十届人民代表大会常务委员会第三次会议通过",
        (date(2020, 8, 5), "2020年8月5日云海市第十届人民代表大会常务委员会第三次会议通过", None, None),
    ),
    ("（2005年11月17日云公发〔2005〕423号文发布，根据2015年5月1日《决定》修改）", (None, None, date(2005, 11, 17), None)),
    ("根据2018年12月7日云海市人民政府令第15号第一次修正", (None, None, None, None)),
    ("（2024年5月1日起施行）", (None, None, None, None)),
]


@pytest.mark.parametrize(("line", "wanted"), ROWS)
def test_the_making_of_a_rule(line: str, wanted: tuple[date | None, str | None, date | None, str | None]) -> None:
    found = promulgation.find(line)
    assert (found.passed, found.approval, found.published, str(found.order) if found.order else None) == wanted
