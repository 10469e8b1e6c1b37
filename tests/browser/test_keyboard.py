"""Everything with the keyboard alone."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import pytest
from libraries_built import Library
from playwright.sync_api import Page, expect
from visiting import Visitor

FOCUSED = """() => {
    const one = document.activeElement;
    const { left, top, width, height } = one.getClientRects()[0] ?? new DOMRect();
    const seen = document.elementFromPoint(left + width / 2, top + height / 2);
    const style = getComputedStyle(one);
    return {
        name: one.getAttribute("aria-label") ?? one.textContent.trim(), tag: one.tagName, id: one.id,
        seen: one.contains(seen) || Boolean(seen?.contains(one)), ringed: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        index: [...document.querySelectorAll("*")].indexOf(one),
    };
}"""


def focused(page: Page) -> dict[str, Any]:
    return page.evaluate(FOCUSED)


def tab_to(page: Page, name: str, most: int = 60) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if name in focused(page)["name"]:
            return
    raise AssertionError(f"{name} is not reached by {most} tabs")


@pytest.mark.parametrize("address", ["", "policies/rules/", "404.html"])
def test_the_first_stop_leads_to_the_text(visitor: Visitor, town: Library, address: str) -> None:
    page = visitor.open(town.at(address))
    page.keyboard.press("Tab")
    first = focused(page)
    assert (first["name"], first["seen"], first["ringed"]) == ("跳到正文", True, True)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize(("address", "width"), [
    ("", 1440), ("policies/rules/", 1440), ("policies/rules/", 390), ("library/", 1440), ("library/", 390), ("faq/parking/", 390),
    ("topics/open-parking/", 1440),
])
def test_tab_goes_through_the_page_in_order(visitor: Visitor, town: Library, address: str, width: int) -> None:
    """Every stop is seen, ringed, under no bar, and comes later in the page than the one before."""
    page = visitor.open(town.at(address), width=width)
    stops: list[int] = []
    while True:
        page.keyboard.press("Tab")
        stop = focused(page)
        if stop["tag"] == "BODY" or [stop["index"]] == stops[:1]:
            break  # past the last stop a browser leaves the page or begins again
        assert stop["seen"], f"{stop['name']} is not seen"
        assert stop["ringed"], f"{stop['name']} has no ring"
        stops.append(stop["index"])
    assert stops == sorted(stops)
    assert len(stops) > 10


def test_the_menu_opens_and_closes(visitor: Visitor, town: Library) -> None:
    page = visitor.open(town.at("policies/rules/"), width=390)
    tab_to(page, "打开导航")
    page.keyboard.press("Enter")
    drawer = page.get_by_role("navigation", name="导航", exact=True)
    expect(drawer).to_be_visible()
    page.keyboard.press("Tab")
    assert drawer.get_by_role("link", name="首页").evaluate("(one) => one === document.activeElement")
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    assert focused(page)["name"] == "打开导航"
    page.keyboard.press("Enter")
    tab_to(page, "主题", most=5)
    page.keyboard.press("Enter")
    page.wait_for_url(town.at("topics/"))


def test_the_contents_open_and_lead_to_an_article(visitor: Visitor, town: Library) -> None:
    page = visitor.open(town.at("policies/rules/"), width=390)
    tab_to(page, "目录")
    page.keyboard.press("Enter")
    expect(page.locator("#contents")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#contents")).to_be_hidden()
    assert focused(page)["name"] == "目录"
    page.keyboard.press("Enter")
    tab_to(page, "关闭", most=3)
    page.keyboard.press("Enter")
    expect(page.locator("#contents")).to_be_hidden()
    page.keyboard.press("Enter")
    tab_to(page, "第二条", most=8)
    page.keyboard.press("Enter")
    assert unquote(page.url).endswith("#第二条")
    expect(page.locator("#contents")).to_be_hidden()
    expect(page.locator("#第二条")).to_be_in_viewport()


def test_a_question_opens(visitor: Visitor, town: Library) -> None:
    page = visitor.open(town.at("faq/parking/"))
    tab_to(page, "可以付现金吗")
    page.keyboard.press("Enter")
    expect(page.get_by_text("经营者不得拒收")).to_be_visible()
    page.keyboard.press("Space")
    expect(page.get_by_text("经营者不得拒收")).to_be_hidden()


def test_all_questions_open_and_close_with_one_button(visitor: Visitor, town: Library) -> None:
    page = visitor.open(town.at("faq/parking/"))
    tab_to(page, "全部展开")
    page.keyboard.press("Enter")
    for answer in ("租给固定的人", "登记表和场地证明", "经营者不得拒收"):
        expect(page.get_by_text(answer)).to_be_visible()
    assert focused(page)["name"] == "全部收起"
    page.keyboard.press("Enter")
    expect(page.get_by_text("经营者不得拒收")).to_be_hidden()
    assert focused(page)["name"] == "全部展开"


@pytest.mark.parametrize("width", [1440, 390])
def test_facets_are_chosen(visitor: Visitor, large: Library, width: int) -> None:
    page = visitor.open(large.at("library/"), width=width)
    if width == 390:
        tab_to(page, "筛选")
        page.keyboard.press("Enter")
    tab_to(page, "受众")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("#count")).to_have_text("找到124件，显示第1至100件")
    page.keyboard.press("Escape")
    expect(page.locator(".facet__box[value=residents]")).to_be_hidden()
    assert focused(page)["name"] == ("受众" if width == 1440 else "筛选")
    tab_to(page, "居民，移除")
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_have_text("共250件，显示第1至100件")


def test_the_palette_and_the_size_change(visitor: Visitor, town: Library) -> None:
    page = visitor.open(town.at(""))
    tab_to(page, "大字版")
    page.keyboard.press("Enter")
    assert page.locator("html").get_attribute("class") == "text-large"
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.locator("html").get_attribute("data-scheme") == "dark"
