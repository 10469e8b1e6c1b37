from __future__ import annotations

import time

import pytest

from policy_library.text import citations
from policy_library.text.citations import Citation


def told(body: str) -> list[str]:
    """`title 《A》`, with `of 0`, `in 0`, `for 0` and the articles behind it."""
    return [" ".join(filter(None, [c.form, c.text, *links(c), *c.articles])) for c in citations.find(body)]


def links(c: Citation) -> list[str]:
    pairs = (("of", c.of), ("in", c.inside), ("for", c.stands_for))
    return [f"{name} {index}" for name, index in pairs if index is not None]


@pytest.mark.parametrize(
    "body",
    [
        "没有引用的一句话。",
        "《》",
        "《　》",
        "《没有收尾",
        "没有开头》",
        "《一个标题跨过\n\n空行》",  # a title never crosses an empty line
        "a < b 且 c > d",
        "<p>网页标签</p>",
        "〈孤立的单书名号没有外层〉",
        "》《",
        "第十二条第二款",
        "2024年5月13日",
        "责令第3号",
        "〔2024〕5号",
        "《" + "长" * 500 + "》",  # no title is that long
    ],
)
def test_nothing_is_cited(body: str) -> None:
    assert citations.find(body) == ()


CASES = [
    ("《停车办法》", ["title 《停车办法》"]),
    ("《甲法》《乙法》、《丙法》及《丁法》", ["title 《甲法》", "title 《乙法》", "title 《丙法》", "title 《丁法》"]),
    ("《停车办法》（云交规〔2024〕3号）", ["title 《停车办法》", "number 云交规〔2024〕3号 of 0"]),
    ("《停车办法》(云交规[2024]3号)", ["title 《停车办法》", "number 云交规[2024]3号 of 0"]),
    ("《停车办法》 （云交规〔2024〕3号，以下简称《办法》）", ["title 《停车办法》", "number 云交规〔2024〕3号 of 0", "title 《办法》 for 0"]),
    ("《停车办法》（交通运输部令2023年第9号）", ["title 《停车办法》", "order 交通运输部令2023年第9号 of 0"]),
    ("《经营条件》（GB/T 16739-2023）", ["title 《经营条件》", "standard GB/T 16739-2023 of 0"]),
    ("《停车办法》已经通过（云交规〔2024〕3号）", ["title 《停车办法》", "number 云交规〔2024〕3号"]),
    ("根据云交规〔2024〕3号和国务院令第591号", ["number 云交规〔2024〕3号", "order 国务院令第591号"]),
    ("编号为DG/TJ 08-2455-2024，", ["standard DG/TJ 08-2455-2024"]),
    ("《停车条例》第十二条第二款、第十三条", ["title 《停车条例》 第十二条 第十三条"]),
    ("《停车条例》（2024年修订）第十二条", ["title 《停车条例》"]),  # the bracket names no number
    ("《停车条例》（云交规〔2024〕3号）第五条", ["title 《停车条例》 第五条", "number 云交规〔2024〕3号 of 0"]),
    ("《停车条例》的第十二条", ["title 《停车条例》"]),
    ("《关于印发〈停车办法〉的通知》", ["title 《关于印发〈停车办法〉的通知》", "title 〈停车办法〉 in 0"]),
    ("《关于印发<停车办法>的通知》", ["title 《关于印发<停车办法>的通知》", "title <停车办法> in 0"]),
    ("《关于印发＜停车办法＞的通知》", ["title 《关于印发＜停车办法＞的通知》", "title ＜停车办法＞ in 0"]),
    ("《关于印发《停车办法》的通知》", ["title 《关于印发《停车办法》的通知》", "title 《停车办法》 in 0"]),
    ("《关于印发〈停车办法〉的通知》（云交〔2024〕3号）", ["title 《关于印发〈停车办法〉的通知》", "title 〈停车办法〉 in 0", "number 云交〔2024〕3号 of 0"]),
    ("《关于印发〈停车办法〉（云交〔2024〕3号）的通知》", ["title 《关于印发〈停车办法〉（云交〔2024〕3号）的通知》", "title 〈停车办法〉 in 0", "number 云交〔2024〕3号 of 1 in 0"]),
    ("《甲〈乙《丙》乙〉甲》", ["title 《甲〈乙《丙》乙〉甲》", "title 〈乙《丙》乙〉 in 0", "title 《丙》 in 1"]),
    ("《外层没有收尾关于《内层》的事", ["title 《内层》"]),  # one lost mark spoils its own title only
    ("《关于印发〈办法的通知》", ["title 《关于印发〈办法的通知》"]),
    ("《关于批转<\n停车办法>\n的通知》", ["title 《关于批转<\n停车办法>\n的通知》", "title <\n停车办法> in 0"]),
    ("（嘉建交[2014]55\n号）", ["number 嘉建交[2014]55\n号"]),
    ("《停车办法》（以下简称《办法》）。依据《办法》第三条，见《乙法》。《办法》还规定", ["title 《停车办法》", "title 《办法》 for 0", "title 《办法》 for 0 第三条", "title 《乙法》", "title 《办法》 for 0"]),
    ("《停车办法》（以下简称“办法”）。依《办法》", ["title 《停车办法》", "title 《办法》 for 0"]),
    ("《停车办法》（下称《办法》）", ["title 《停车办法》", "title 《办法》 for 0"]),
    ("《停车办法》和《收费办法》（以下统称《办法》）", ["title 《停车办法》", "title 《收费办法》", "title 《办法》 for 1"]),
    ("依据《办法》。《停车办法》（以下简称《办法》）", ["title 《办法》", "title 《停车办法》", "title 《办法》 for 1"]),  # not before it is defined
]  # fmt: skip


@pytest.mark.parametrize(("body", "cited"), CASES, ids=[case[0] for case in CASES])
def test_what_is_cited(body: str, cited: list[str]) -> None:
    assert told(body) == cited


def test_the_title_is_closed_over_a_broken_line() -> None:
    titles = [c.title for c in citations.find("《关于批转<\n停车\n  管理办法>\n的通知》")]
    assert titles == ["关于批转<停车管理办法>的通知", "停车管理办法"]


def test_numbers_have_their_standard_form() -> None:
    body = "《甲》(沪交设﹝2016﹞1027号)、《乙》（交通运输部2016年第62号令）、《丙》（GB12268）"
    assert [c.number for c in citations.find(body) if c.number] == [
        "沪交设〔2016〕1027号",
        "交通运输部令2016年第62号",
        "GB 12268",
    ]


def test_references_keep_paragraph_item_and_span() -> None:
    body = "依照《停车条例》第十二条第二款第（三）项执行"
    (citation,) = citations.find(body)
    assert [str(r) for r in citation.references] == ["第十二条第二款第三项"]
    assert body[citation.references[0].start : citation.references[0].end] == "第十二条第二款第（三）项"


@pytest.mark.parametrize(
    "body",
    [
        "《" * 10_000,
        "《" * 10_000 + "》" * 10_000,
        "《〈" * 5_000 + "〉》" * 5_000,
        "《甲》" * 10_000,
        "《甲》（" * 10_000,
        "（" * 10_000 + "《甲》" + "）" * 10_000,
        "《甲》（以下简称《乙》）" * 3_000,
        "《甲》第十二条、" * 5_000,
        "云交规〔2024〕3号、" * 5_000,
        "〔2024〕3号" * 10_000,
        "云" * 100_000 + "〔2024〕3号",
        "上海市人民政府令" * 10_000,
        "第" * 50_000 + "号令",
        "GB" * 50_000,
        " " * 100_000 + "《甲》",
        "<" * 20_000 + ">" * 20_000,
    ],
    ids=lambda body: f"{body[:8]}… {len(body)}",
)
def test_time_is_linear(body: str) -> None:
    started = time.process_time()
    for citation in citations.find(body):
        assert body[citation.start : citation.end] == citation.text
    assert time.process_time() - started < 1.5
