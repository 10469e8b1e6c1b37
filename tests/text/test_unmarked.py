"""Documents named without 《》, and what only sounds like one."""

from __future__ import annotations

import pytest

from policy_library.graph.reading import read
from policy_library.text import unmarked

NAMED = [
    ("现将交通运输部关于加强桥梁养护的指导意见转发给你们", "交通运输部关于加强桥梁养护的指导意见"),
    ("根据云海市人民政府关于深化停车改革的实施意见（云府发〔2024〕3号），制定本方案。", "云海市人民政府关于深化停车改革的实施意见"),
    ("附件：市教委关于招生工作的通知", "市教委关于招生工作的通知"),
    ("附件：1.省政府办公厅关于印发应急预案的通知", "省政府办公厅关于印发应急预案的通知"),
    ("贯彻落实国务院办公厅关于促进消费的若干规定精神", "国务院办公厅关于促进消费的若干规定"),
]
NOT_NAMED = [
    "按照国务院关于地图编制出版的有关规定执行",
    "按照国家档案局关于档案移交的规定",
    "关于停车的意见",
    "根据《市政府关于停车的意见》，制定本方案。",
    "各部门关于停车的意见，由市交通委汇总。",
    "执行本部门关于停车管理的要求",
]


@pytest.mark.parametrize(("text", "name"), NAMED)
def test_a_name_is_found(text: str, name: str) -> None:
    assert [text[a:b] for a, b in unmarked.find(text)] == [name]


@pytest.mark.parametrize("text", NOT_NAMED)
def test_a_matter_is_no_name(text: str) -> None:
    assert unmarked.find(text) == ()


def test_it_is_related_as_if_it_were_marked() -> None:
    body = "各单位：\n\n现将交通运输部关于加强桥梁养护的指导意见（交公路发〔2024〕3号）转发给你们，请遵照执行。\n"
    found = read(body, title="云海市交通委员会关于转发交通运输部关于加强桥梁养护的指导意见的通知", number=None)
    assert [(one.citation.title or one.citation.number, one.relation) for one in found] == [
        ("交通运输部关于加强桥梁养护的指导意见", "forwards"), ("交公路发〔2024〕3号", "forwards"),
    ]  # fmt: skip


def test_a_title_that_is_repeated_names_nothing() -> None:
    title = "云海市交通委员会关于转发交通运输部关于加强桥梁养护的指导意见的通知"
    assert read(f"# {title}\n\n{title}\n\n各单位：\n", title=title, number=None) == ()
