"""Every fact in text/data has an example, and the example is true."""

from __future__ import annotations

from typing import Any

import pytest

from policy_library.text import numbers, outline, page_heads, standards
from policy_library.text.data import load

OFFICES = load("offices")
LAYOUT = load("layout")
FURNITURE = load("furniture")


@pytest.mark.parametrize(
    "entry", [*OFFICES["before"], *OFFICES["leads"], *OFFICES["single"], *OFFICES["not_office"]], ids=str
)
def test_an_office_code_is_cut_as_its_example_says(entry: dict[str, Any]) -> None:
    word = entry.get("word") or entry["code"]
    assert word in entry["text"]
    assert [str(f.number) for f in numbers.find(entry["text"])][:1] == (
        [entry["number"]] if entry["number"] else []
    )


@pytest.mark.parametrize("entry", OFFICES["counted"], ids=str)
def test_what_is_counted_by_hao_is_no_number(entry: dict[str, str]) -> None:
    assert f"号{entry['word']}" in entry["text"]
    assert numbers.find(entry["text"]) == ()


@pytest.mark.parametrize("entry", load("standards"), ids=str)
def test_a_standard_is_found(entry: dict[str, Any]) -> None:
    assert [f.number for f in standards.find(entry["text"])] == [entry["number"]]
    assert entry["number"].startswith(entry["prefix"])


@pytest.mark.parametrize("entry", LAYOUT["suffixes"], ids=str)
def test_an_agency_signs(entry: dict[str, str]) -> None:
    assert entry["example"].endswith(entry["suffix"])
    assert outline.is_organ(entry["example"])
    told = [
        role.role for role in outline.outline(["各单位：", "特此通知。", entry["example"], "2024年5月13日"])
    ]
    assert told == ["addressee", "text", "signature", "sign-date"]


@pytest.mark.parametrize("word", ["停车场", "备注", "特此通知", "2024年", "一、总则", ""])
def test_this_is_no_agency(word: str) -> None:
    assert not outline.is_organ(word)


@pytest.mark.parametrize("entry", LAYOUT["kinds"], ids=str)
def test_an_annexed_title_ends_in_its_kind(entry: dict[str, str]) -> None:
    assert entry["example"].endswith(entry["kind"])
    texts = ["各单位：", "特此通知。", "市交通委", "2024年5月13日", entry["example"], "一、总体要求"]
    assert outline.outline(texts)[4].role == "annex-title"


@pytest.mark.parametrize("entry", load("labels"), ids=str)
def test_a_field_of_a_page_is_read_and_is_not_the_letter(entry: dict[str, str]) -> None:
    first = page_heads.fields(entry["example"])[0]
    assert (first.label, first.name, first.value) == (entry["label"], entry.get("field"), entry["value"])
    told = [role.role for role in outline.outline(["# 关于停车的通知", entry["example"], "各有关单位：", "正文。"])]
    assert told in (["title", "text", "addressee", "text"], ["title", "number", "addressee", "text"])


@pytest.mark.parametrize("entry", [*FURNITURE["words"], *FURNITURE["lines"]], ids=str)
def test_buttons_and_hints_of_a_page_are_told_from_the_text(entry: dict[str, str]) -> None:
    assert entry.get("word", "") in entry["example"]
    assert page_heads.is_furniture(entry["example"])


@pytest.mark.parametrize("line", ["大", "分享经济发展指导意见", "关闭道路的通知", "一、打印设备", "第一条 打印", "咨询电话：12328"])
def test_this_is_no_button(line: str) -> None:
    assert not page_heads.is_furniture(line)
