"""Document numbers, orders and standards: first what must not match, then every written form."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from number_forms import FORMS
from numbers_no_match import NO_MATCH

from policy_library.text import orders, standards
from policy_library.text.numbers import DocNumber, find

VECTORS = json.loads(
    Path(__file__).parent.parent.joinpath("vectors", "numbers.json").read_text(encoding="utf-8")
)
NUMBERS = sorted({row["number"] for row in VECTORS["match"]})


# --- document numbers


@pytest.mark.parametrize("row", VECTORS["no_match"], ids=lambda row: f"{row['why']}: {row['text']}")
def test_this_is_no_number(row: dict[str, str]) -> None:
    assert DocNumber.parse(row["text"]) is None
    assert find(row["text"]) == ()
    assert find(f"根据{row['text']}，现通知如下。") == ()


def test_each_vector_gives_its_standard_form() -> None:
    wrong = [row for row in VECTORS["match"] if str(DocNumber.parse(row["text"])) != row["number"]]
    assert wrong == []


def test_every_number_in_every_form_alone_and_in_running_text() -> None:
    wrong = []
    for number in NUMBERS:
        office, year, serial = re.fullmatch(r"(.+)〔(\d{4})〕(\d+)号", number).groups()
        for name, write in FORMS.items():
            text = write(office, int(year), int(serial))
            if str(DocNumber.parse(text)) != number:
                wrong.append((name, text, "alone"))
            for body in (
                f"同时废止《停车办法》（{text}）。",
                f"根据{text}文件",
                f"国函〔1999〕9999号、{text}及附件",
            ):
                found = [f for f in find(body) if str(f.number) == number]
                if len(found) != 1 or body[found[0].start : found[0].end] != text:
                    wrong.append((name, body, "running"))
    assert wrong == []


def test_the_vectors_are_what_the_script_writes() -> None:
    forms = Counter(row["form"] for row in VECTORS["match"])
    assert set(forms) == set(FORMS), "a form was added: run scripts/make-vectors"
    assert min(forms.values()) >= 30
    assert [(row["text"], row["why"]) for row in VECTORS["no_match"]] == NO_MATCH, "run scripts/make-vectors"
    assert len(NO_MATCH) >= 60


def test_every_number_of_the_corpus_is_in_the_vectors(corpus: Path) -> None:
    lines = (corpus / "doc-numbers.tsv").read_text(encoding="utf-8").splitlines()[1:]
    texts = [line.split("\t")[0] for line in lines]
    texts += [path.read_text(encoding="utf-8") for path in (corpus / "shanghai").glob("*.md")]
    found = {str(f.number) for text in texts for f in find(text)}
    assert len(found) > 250
    assert found == set(NUMBERS)


RUNNING = [
    ("按照《公开要点》（沪府办字〔2024〕5号）", ["沪府办字〔2024〕5号"]),
    ("（国办发〔2019〕45号，以下简称《意见》）", ["国办发〔2019〕45号"]),
    (
        "沪府发〔2017〕64号、沪府发〔2017〕65号和国发〔2012〕30号同时废止",
        ["沪府发〔2017〕64号", "沪府发〔2017〕65号", "国发〔2012〕30号"],
    ),
    ("原沪交水〔2015〕222号以及国发〔2016〕58号", ["沪交水〔2015〕222号", "国发〔2016〕58号"]),
    ("沪交设养〔2024〕125号文收悉", ["沪交设养〔2024〕125号"]),
    ("的请示》（嘉建交[2014]55\n号）收悉", ["嘉建交〔2014〕55号"]),
    ("(沪交设﹝2016﹞1027号)的要求", ["沪交设〔2016〕1027号"]),
    ("关于停车的通知\n沪交行规〔2025〕3号\n各有关单位：", ["沪交行规〔2025〕3号"]),
    ("2017年10月19日沪府办发〔2017〕64号", ["沪府办发〔2017〕64号"]),
    ("凡需新辟军民合用机场，按国办发(1985)49号文件规定", ["国办发〔1985〕49号"]),
    ("最高人民法院以法发〔1993〕15号通知印发", ["法发〔1993〕15号"]),
    ("国办发„2009‟3号", ["国办发〔2009〕3号"]),
    ("沈政令[1997]29号", ["沈政令〔1997〕29号"]),  # a code that ends in 令, not an organ's order
    ("根据发改办法规〔2019〕3号", ["发改办法规〔2019〕3号"]),  # 办法 inside a code
    ("人社部发〔2020〕3号和自然资规〔2019〕1号", ["人社部发〔2020〕3号", "自然资规〔2019〕1号"]),
]


@pytest.mark.parametrize(("body", "numbers"), RUNNING, ids=[row[0] for row in RUNNING])
def test_the_office_is_cut_from_running_text(body: str, numbers: list[str]) -> None:
    assert [str(f.number) for f in find(body)] == numbers


def test_numbers_sort_by_office_year_and_serial() -> None:
    written = ["沪府发〔2024〕10号", "沪府发〔2024〕9号", "国发〔2025〕1号", "沪府发〔2023〕11号"]
    parsed = sorted(filter(None, map(DocNumber.parse, written)))
    assert [str(n) for n in parsed] == [
        "国发〔2025〕1号",
        "沪府发〔2023〕11号",
        "沪府发〔2024〕9号",
        "沪府发〔2024〕10号",
    ]


# --- orders


@pytest.mark.parametrize(
    "text",
    [
        "第3号令",
        "命令第3号",
        "责令第3号",
        "口令第13号",
        "公告第3号",
        "沪府办〔2024〕5号",
        "上海市交通委员会第3号",
        "本市令第3号",
    ],
)
def test_this_is_no_order(text: str) -> None:
    assert orders.find(text) == ()


ORDERS = [
    ("上海市人民政府令第13号", "上海市人民政府令第13号"),
    ("交通运输部令2023年第9号", "交通运输部令2023年第9号"),
    ("国务院令第591号", "国务院令第591号"),
    ("中华人民共和国主席令第七十号", "中华人民共和国主席令第70号"),
    ("交通运输部2016年第62号令", "交通运输部令2016年第62号"),
    ("公安部第69号令", "公安部令第69号"),
    ("建设部〔2007〕第162号令", "建设部令2007年第162号"),
    ("上海市人民政府令〔2010〕55号", "上海市人民政府令2010年第55号"),
    ("济南市人民政府令19号", "济南市人民政府令第19号"),
    ("国家经济贸易委员会令第3号", "国家经济贸易委员会令第3号"),  # 经 begins no clause here
    ("住房和城乡建设部令第5号", "住房和城乡建设部令第5号"),  # 和 joins no organs here
    ("国家税务总局公告2019年第8号", "国家税务总局公告2019年第8号"),
    ("国家税务总局2019年第8号公告", "国家税务总局公告2019年第8号"),
    ("交通运输部令\n2023年第9号", "交通运输部令2023年第9号"),
]


@pytest.mark.parametrize(("text", "number"), ORDERS, ids=[row[0] for row in ORDERS])
def test_an_order_alone_and_in_running_text(text: str, number: str) -> None:
    assert str(orders.OrderNumber.parse(text)) == number
    for before in (
        "根据",
        "2005年1月10日",
        "二○一二年八月三十一日",
        "（2012年8月31日",
        "公安部和",
        "，原",
        "",
        "经",
    ):
        body = f"{before}{text}公布的办法"
        (found,) = orders.find(body)
        assert (body[found.start : found.end], str(found.number)) == (text, number), body


def test_an_order_prints_what_it_parses() -> None:
    for _, number in ORDERS:
        assert str(orders.OrderNumber.parse(number)) == number


# --- standards


@pytest.mark.parametrize(
    "text",
    [
        "G318",
        "S32申嘉湖高速公路",
        "UN编号",
        "CAS号",
        "GB 1",
        "JT/T 17",
        "DB31",
        "ABGB 1234-2020",
        "沪府办〔2024〕5号",
    ],
)
def test_this_is_no_standard(text: str) -> None:
    assert standards.find(text) == ()


@pytest.mark.parametrize(
    ("text", "number"),
    [("GB/T16739—2023", "GB/T 16739-2023"), ("GB / T 16739-2023", "GB/T 16739-2023"), ("GB 5768.2-2022", "GB 5768.2-2022"),
     ("（GB7258-2017）", "GB 7258-2017"), ("编号为DG/TJ 08-2455-2024，自", "DG/TJ 08-2455-2024")],
)  # fmt: skip
def test_a_standard_has_one_form(text: str, number: str) -> None:
    assert [f.number for f in standards.find(text)] == [number]
