"""On paper: the document, its status and where it comes from; nothing that is for pressing."""

from __future__ import annotations

import re

import pytest
from libraries_built import Library
from playwright.sync_api import Page
from visiting import Visitor

A4 = (595, 842)
ON_SCREEN_ONLY = (
    ".site-header", ".site-footer", ".breadcrumb", ".skip-link", ".drawer", "#contents", "#关系", ".policy-actions", ".policy-bar",
    "button", ".policy-chips", ".article-notes", "#咨询",
)


def paper(page: Page) -> list[tuple[int, int]]:
    """The size of every sheet, in points."""
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", page.pdf(prefer_css_page_size=True))
    return [(round(float(width)), round(float(height))) for width, height in boxes]


def printed(page: Page) -> str:
    page.emulate_media(media="print")
    return page.locator("body").inner_text()


def test_a_policy_on_paper(visitor: Visitor, town: Library) -> None:
    page = visitor.open(town.at("policies/rules/"))
    words = printed(page)
    for part in ("云海市交通委员会文件", "云交规〔2024〕3号", "各有关单位：", "第一章", "第十条", "2024年5月13日",
                 "网页打印件，现行有效", "2026年11月20日", "policy.yunhai.example/library/p/rules/"):
        assert part in words, part
    for css in ON_SCREEN_ONLY:
        assert not page.locator(css).locator("visible=true").count(), css


def test_a_repealed_policy_says_so_on_paper(visitor: Visitor, town: Library) -> None:
    page = visitor.open(town.at("policies/old/"))
    assert "网页打印件，已废止" in printed(page)
    assert page.locator("#原文").evaluate("(one) => getComputedStyle(one).page") == "repealed"


@pytest.mark.parametrize("address", ["policies/rules/", "faq/parking/", "topics/open-parking/", "library/"])
def test_sheets_are_a4(visitor: Visitor, town: Library, address: str) -> None:
    sheets = paper(visitor.open(town.at(address)))
    assert sheets and set(sheets) == {A4}


def test_questions_are_printed_with_their_answers(visitor: Visitor, town: Library) -> None:
    page = visitor.open(town.at("faq/parking/"))
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert "登记表和场地证明" in printed(page)


def test_a_dark_page_is_printed_on_white(visitor: Visitor, town: Library) -> None:
    page = visitor.open(town.at("policies/rules/"), palette="dark")
    page.get_by_role("button", name="深色显示").click()
    page.get_by_role("button", name="深色显示").click()
    page.emulate_media(media="print", color_scheme="dark")
    colours = page.evaluate("[getComputedStyle(document.body).color, getComputedStyle(document.querySelector('#第一条')).color]")
    assert set(colours) == {"rgb(0, 0, 0)"}


def test_large_text_does_not_change_paper(visitor: Visitor, town: Library) -> None:
    page = visitor.open(town.at("policies/rules/"))
    page.emulate_media(media="print")
    size = "getComputedStyle(document.querySelector('#第一条 p')).fontSize"
    normal = page.evaluate(size)
    page.evaluate("document.documentElement.classList.add('text-large')")
    assert page.evaluate(size) == normal


@pytest.mark.parametrize("address", ["", "library/", "interpretations/rules-release/", "consultations/night/"])
def test_other_pages_print_without_their_frame(visitor: Visitor, town: Library, address: str) -> None:
    page = visitor.open(town.at(address))
    words = printed(page)
    assert page.locator("h1").is_visible()
    assert "跳到正文" not in words and not page.locator(".site-header:visible, .site-footer:visible, button:visible").count()
