"""Every fact in text/data has an example, and the example is true."""

from __future__ import annotations

from typing import Any

import pytest

from policy_library.text import numbers, outline, standards
from policy_library.text.data import load

OFFICES = load("offices")
LAYOUT = load("layout")


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


@pytest.mark.parametrize("entry", LAYOUT["furniture"], ids=str)
def test_fields_of_a_web_page_are_not_the_letter(entry: dict[str, str]) -> None:
    told = [
        role.role
        for role in outline.outline(["# 关于停车的通知", entry["example"], "各有关单位：", "正文。"])
    ]
    assert told == ["title", "text", "addressee", "text"]
