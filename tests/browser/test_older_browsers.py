"""A browser without the popover attribute: menu, contents and facets are still reached. The attribute and the CSS that asks for
it are taken out on the way, so that this browser takes them for what an older one would."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from libraries_built import Library
from playwright.sync_api import Page, Route, expect
from visiting import Visitor

Older = Callable[..., Page]


@pytest.fixture
def older(visitor: Visitor, town: Library) -> Older:
    """``older(address, phone=…)`` is a page of town/ in such a browser."""

    def without_popover(route: Route) -> None:
        answer = route.fetch()
        body = answer.text()
        if "css" in answer.headers["content-type"]:
            body = body.replace(":popover-open", ":-no-such-class")
        else:
            body = re.sub(r"(<(?:nav|aside)\b[^>]*) popover(?=[ >])", r"\1 data-was-popover", body)
        route.fulfill(response=answer, body=body)

    def opened(address: str, *, phone: bool = False) -> Page:
        page = visitor.window(phone=phone)
        page.route(re.compile(r"(/|\.html|\.css)(\?.*)?$"), without_popover)
        page.goto(town.at(address))
        page.evaluate("for (const name of ['popover', 'showPopover', 'hidePopover', 'togglePopover']) delete HTMLElement.prototype[name]")
        return page

    return opened


@pytest.mark.parametrize("phone", [False, True])
def test_the_menu_stands_in_the_header(older: Older, town: Library, phone: bool) -> None:
    page = older("policies/rules/", phone=phone)
    assert not page.get_by_role("button", name="打开导航").is_visible()
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="问答").click()
    page.wait_for_url(town.at("faq/"))


@pytest.mark.parametrize("phone", [False, True])
def test_the_contents_stand_before_the_text(older: Older, phone: bool) -> None:
    page = older("policies/rules/", phone=phone)
    assert page.locator("#contents").is_visible()
    if phone:
        page.locator(".policy-bar").get_by_role("link", name="目录").click()
    expect(page.locator("#contents")).to_be_in_viewport()
    page.locator("#contents").get_by_text("经营").click()
    page.locator("#contents").get_by_role("link", name="第四条").click()
    expect(page.locator("#第四条")).to_be_in_viewport()


@pytest.mark.parametrize("phone", [False, True])
def test_facets_stand_in_the_page(older: Older, phone: bool) -> None:
    page = older("library/", phone=phone)
    page.locator(".facet__option", has_text="意见").click()
    expect(page.locator("#count")).to_have_text("找到1件，显示第1至1件")


@pytest.mark.parametrize("address", ["", "policies/rules/", "library/", "faq/parking/", "topics/open-parking/"])
def test_nothing_stands_over_the_page(older: Older, address: str) -> None:
    page = older(address, phone=True)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    covered = page.evaluate("""() => [...document.querySelectorAll(".sheet, .drawer")]
        .filter((one) => one.checkVisibility() && getComputedStyle(one).position === "fixed").map((one) => one.id)""")
    assert covered == []
