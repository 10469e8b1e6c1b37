"""Elements of documents, read in the text alone: heads, letters and signatures in the manner of many agencies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from policy_library.importers.inspect import ELEMENTS, as_data, inspect

NOTICES = yaml.load(Path(__file__).with_name("notices.yml").read_text("utf8"), Loader=yaml.BaseLoader)
LISTS = ("issuers", "addressees", "attachments")


def read(body: str, given: dict[str, Any] | None = None) -> dict[str, Any]:
    elements = as_data("", body, inspect(body, given))["elements"]
    assert tuple(elements) == ELEMENTS
    return {name: value for name, value in elements.items() if value not in (None, [])}


@pytest.mark.parametrize("notice", NOTICES, ids=lambda notice: notice["name"])
def test_a_notice_is_read(notice: dict[str, Any]) -> None:
    assert read(notice["body"]) == notice["reads"]


def test_what_is_given_speaks_before_the_text_unless_it_is_no_date() -> None:
    body = "# 停车通知\n\n各单位：\n\n本通知自2024年6月1日起施行。\n\n市交通委\n\n2024年5月13日\n"
    told = read(body, {"written": "2024-05-12", "effective": "待定", "number": "云交规(2024)3号", "issuers": ["云海市交通委员会"]})
    assert (told["written"], told["effective"], told["number"], told["issuers"]) == ("2024-05-12", "2024-06-01", "云交规〔2024〕3号", ["云海市交通委员会"])


def test_a_damaged_number_and_date_are_never_read() -> None:
    told = read("# 停车通知\n\n云交规〔20243号\n\n各单位：\n\n请执行。\n\n市交通委\n\n2024513\n")
    assert "number" not in told and "written" not in told


def test_places_show_where_an_element_was_read() -> None:
    body = "云海市交通委员会关于停车的通知\n\n发布日期：2024-05-16\n\n云交规〔2024〕3号\n\n各单位：\n\n经市交通委主任办公会审议通过，自2024年6月1日起施行。\n\n云海市交通委员会\n\n2024年5月13日\n"
    places = {name: body[slice(*span)] for name, span in inspect(body).elements.places.items()}
    assert places == {
        "title": "云海市交通委员会关于停车的通知", "issued": "发布日期：2024-05-16", "number": "云交规〔2024〕3号", "addressees": "各单位：",
        "approval": "市交通委主任办公会审议通过", "effective": "自2024年6月1日起施行", "written": "2024年5月13日",
    }  # fmt: skip


PIECES = st.sampled_from(
    ["# ", "云海市交通委员会", "关于停车的通知", "云交规〔2024〕3号", "〔2024", "各单位：", "附件", "附件：1.", "2.", "《办法》", "《", "》", "2024年5月13日", "2024513",
     "自印发之日起施行", "有效期五年", "即日起", "已经市政府会议审议通过", "第一条", "一、", "（一）", "\n", "\n\n", "　", "打印 关闭", "索引号：", "| 文号 | a |", "市长 张某", "令", "。", "，", "、", "9999年", "二○二四年"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join))
def test_any_text_is_read(body: str) -> None:
    found = inspect(body)
    for start, end in (*found.elements.places.values(), *found.elements.head):
        assert 0 <= start <= end <= len(body)
    for reading in found.readings:
        assert body[reading.citation.start : reading.citation.end] == reading.citation.text
