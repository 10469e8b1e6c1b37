"""Damages: what is found, what is proposed, what a machine may mend. Each row is a small document."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_library.importers import damage, repair

NONE: list[tuple[str, str, str | None, bool]] = []

# text, then (kind, found, proposed, safe) in order; what is not listed must not be found
ROWS = [
    # what must not be found
    ("第一条　本市停车场（库）的管理，适用《停车管理办法》（云交规〔2024〕3号）。", NONE),
    ("联系电话：12328，网址：https://example.com/a,b(c):d?e=1，邮箱a.b@example.com。", NONE),
    ("(网址:https://example.com/)用于", [("half-width-punctuation", "(", "（", True), ("half-width-punctuation", ":", "：", True), ("half-width-punctuation", ")", "）", True)]),
    ("| 时间 | 比例 |\n|:---|---:|\n| 9:00 | 1:500 |", NONE),
    ("Bus Rapid Transit (BRT), metro; ferries: all run on Sundays.", NONE),
    ("1）申请表；2）身份证明。a)复印件", [("half-width-punctuation", ")", "）", True)]),
    ("将第三条修改为：“一、申请。\n\n“二、受理。\n\n“三、决定。”", NONE),
    ("《关于修改〈条例〉的决定》已经通过，<b>自2024年1月1日</b>起施行。", NONE),
    ("总额为2024513元，编号20240101，电话20245678。", NONE),
    ("乘坐2024次列车，第20245号车厢。", NONE),
    ("见图![停车场](a.png)和[说明](b.md)。", NONE),
    ("第三条 本市实行停车分类管理，具体办法另行制定并公布。", NONE),
    # marks of another width
    ("各有关单位:", [("half-width-punctuation", ":", "：", True)]),
    ("请遵照执行,特此通知", [("half-width-punctuation", ",", "，", True)]),
    ("(一)做好公开", [("half-width-punctuation", "(", "（", True), ("half-width-punctuation", ")", "）", True)]),
    ("根据通知(ABC-1)执行", [("half-width-punctuation", "(", "（", True), ("half-width-punctuation", ")", "）", True)]),
    ('打造"天堂硅谷"品牌', [("half-width-quotes", '"天堂硅谷"', "“天堂硅谷”", False)]),
    # halves of pairs
    ("《停车办法》的说明。停车办法》已经审议通过。", [("lost-title-mark", "停车办法》", "《停车办法》", False)]),
    ("现将云海市停车管理办法》印发给你们。", [("lost-title-mark", "云海市停车管理办法》", "《云海市停车管理办法》", False)]),
    ("根据《云海市停车管理办法，制定本规定。", [("lost-title-mark", "《云海市停车管理办法", "《云海市停车管理办法》", False)]),
    ("根据《云海市停车管理办法（云交规〔2024〕3号），制定本规定。", [("lost-title-mark", "《云海市停车管理办法", "《云海市停车管理办法》", False)]),
    ("关于贯彻落实道路和桥梁管理规定》的通知", [("lost-title-mark", "关于贯彻落实道路和桥梁管理规定》", "《关于贯彻落实道路和桥梁管理规定》", False)]),
    ("依照上述〉执行", [("lost-title-mark", "〉", None, False)]),
    ("推进“一网通办改革。", [("lost-quotes", "“", None, False)]),
    ("停车场（库管理。", [("lost-bracket", "（", None, False)]),
    # numbers
    ("（云府办字〔20245号）", [("lost-bracket", "〔20245号", "〔2024〕5号", False)]),
    ("云交规2024〕13号文", [("lost-bracket", "2024〕13号", "〔2024〕13号", False)]),
    ("云交规[202413号文", [("lost-bracket", "[202413号", "〔2024〕13号", False)]),
    ("云府办发20245号文", [("lost-bracket", "20245号", "〔2024〕5号", False)]),
    ("云府办字〔202405号文", [("lost-bracket", "〔202405号", None, False)]),
    ("（云府办字〔2024〕5）", [("lost-number-unit", "〔2024〕5", "〔2024〕5号", False)]),
    ("云交规〔2024 〕 3 号", [("stray-space", " ", "", True)] * 3),
    ("云交规﹝2024﹞3号", [("homoglyph", "﹝", "〔", True), ("homoglyph", "﹞", "〕", True)]),
    # dates
    ("云海市交通委员会\n\n2024513", [("lost-date-units", "2024513", "2024年5月13日", False)]),
    ("云海市交通委员会\n\n20240513", [("lost-date-units", "20240513", "2024年5月13日", False)]),
    ("云海市交通委员会\n\n2024111", [("lost-date-units", "2024111", None, False)]),
    ("云海市交通委员会\n\n2024 5 13", [("lost-date-units", "2024 5 13", "2024年5月13日", False)]),
    ("云海市交通委员会\n\n2024年5月13", [("lost-date-units", "2024年5月13", "2024年5月13日", False)]),
    ("云海市交通委员会\n\n2024年513日", [("lost-date-units", "2024年513日", "2024年5月13日", False)]),
    ("云海市交通委员会\n\n二○二一八五", [("lost-date-units", "二○二一八五", "二○二一年八月五日", False)]),
    ("云海市交通委员会\n\n二〇二一十二三十", [("lost-date-units", "二〇二一十二三十", "二〇二一年十二月三十日", False)]),
    ("本办法自20246月1日起施行。", [("lost-date-units", "20246月1日", "2024年6月1日", False)]),
    ("本办法自202461起施行。", [("lost-date-units", "202461", "2024年6月1日", False)]),
    ("自2024 年 6 月1日起", [("stray-space", " ", "", True)] * 3),
    ("二00五年", [("homoglyph", "二00五", "二〇〇五", False)]),
    # characters
    ("停\u200b车", [("zero-width", "\u200b", "", True)]),
    ("超过３０分钟", [("full-width-digits", "３０", "30", True)]),
    ("规范\ue5f1停车", [("private-use", "\ue5f1", None, False)]),
    ("通知锟斤拷", [("lost-characters", "锟斤拷", None, False)]),
    ("⽂件", [("homoglyph", "⽂", "文", True)]),
    ("GВ12268", [("homoglyph", "GВ", "GB", False)]),
    # lines and pages
    ("第一段。\n\n\u00a0\n\n\u00a0\n\n第二段。", [("extra-blank", "\u00a0\n\n\u00a0", "", True)]),
    ("# 停车通知\n\n停车通知\n\n各单位：", [("repeated-title", "停车通知", "", True)]),
    ("根据《云海市\n停车管理办法》，制定本规定。", [("broken-line", "\n", "", True)]),
    ("本通知自2024\n年5月1日起施行。", [("broken-line", "\n", "", True)]),
    ("国家教育法》《中华", [("lost-title-mark", "国家教育法》", "《国家教育法》", False), ("lost-title-mark", "《", None, False)]),
    ("打印 | 关闭窗口", [("page-furniture", "打印 | 关闭窗口", "", True)]),
    ("发布日期：2024-05-16", [("page-furniture", "发布日期：2024-05-16", None, False)]),
    (
        "各单位：\n\n做好公开工作。各部门要按照统一部署，结合实际，切实加强领导，明确责任分工，确保各项工作按期落实到位\n\n二、加强监督",
        [("lost-full-stop", "位", "位。", True)],
    ),
    ("各单位：\n\n做好公开工作。各部门要按照统一部署，结合实际，切实加强领导，明确责任分工，确保各项工作按期\n\n落实到位。", NONE),
    ("各单位：\n\n停车场应当公示收费标准，并接受监督管理部门和社会公众的监督。第二章　停车场（库）的规划，建设与管理", NONE),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), ROWS, ids=[repr(text)[:40] for text, _ in ROWS])
def test_damage(text: str, wanted: list[tuple[str, str, str | None, bool]]) -> None:
    assert [(d.kind, d.found, d.proposed, d.safe) for d in damage.find(text, title=text[2:6] if text.startswith("# ") else None)] == wanted


def test_what_supplies_words_is_an_error_until_somebody_decides() -> None:
    told = {d.kind: d.severity for d in damage.find("各单位:\n\n根据文件（云府办字〔20245号）,请“遵照执行。")}
    assert told == {"half-width-punctuation": "note", "lost-bracket": "error", "lost-quotes": "warning"}


def test_a_safe_repair_changes_nothing_else() -> None:
    text = "各单位:\n\n根据停车办法》(云府办字〔20245号),请遵照执行。\n\n\u00a0\n\n2024513\n\n打印 关闭"
    assert repair.safe(text, damage.find(text)) == "各单位：\n\n根据停车办法》（云府办字〔20245号），请遵照执行。\n\n\n\n2024513\n\n"


def test_with_consent_all_proposals_are_made() -> None:
    text = "各单位:\n\n根据云海市停车办法》(云府办字〔20245号),请遵照执行。\n\n2024513"
    mended = repair.apply(text, repair.edits(damage.find(text), lambda d: True))
    assert mended == "各单位：\n\n根据《云海市停车办法》（云府办字〔2024〕5号），请遵照执行。\n\n2024年5月13日"


def test_of_edits_that_overlap_the_wider_deletion_is_made() -> None:
    assert repair.apply("分享到:打印", [(3, 4, "："), (0, 6, "")]) == ""
    assert repair.apply("ab", [(0, 1, "x"), (0, 1, "y")]) == "xb"


def test_ten_thousand_brackets_cost_no_more_than_their_length() -> None:
    found = damage.find("（" * 10_000 + "《" * 10_000)
    assert len(found) == 20_000


PIECES = st.sampled_from(["《", "》", "〈", "〉", "“", "”", "（", "(", ")", "〔2024", "〕", "5号", "沪府办", "\n", "\n\n", " ", "\u00a0", ",", ":", "附件1", "2024513", "办法", "根据", "一、", "第一条", "。", "｜打印", "２"])


@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_text_is_read(text: str) -> None:
    found = damage.find(text)
    for d in found:
        assert 0 <= d.start < d.end <= len(text) and text[d.start : d.end] == d.found != d.proposed
    assert repair.safe(text, [d for d in found if not d.safe]) == text
    repair.apply(text, repair.edits(found, lambda d: True))
