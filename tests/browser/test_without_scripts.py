"""Without scripts every document is three taps away and reads to its end."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from libraries_built import MANY, Library
from playwright.sync_api import Page
from visiting import Visitor

TAPS = 3
# A link that is seen is one tap away; one in a menu that has to be opened first, two.
LINKS = """[...document.querySelectorAll("a[href]")].map((one) => [
    one.href.split("#")[0], one.checkVisibility({ visibilityProperty: true }) ? 1 : one.closest("[popover]") ? 2 : 9,
])"""


LISTED = ("policies", "interpretations", "faq", "topics", "consultations", "agencies", "audiences", "tags")
DOCUMENT = re.compile(r"/(policies|interpretations|faq|consultations)/[^/]+/$")


@pytest.mark.parametrize("library", ["demonstration", "large", "bare"])
def test_everything_is_three_taps_from_home(visitor: Visitor, request: pytest.FixtureRequest, library: str) -> None:
    """Even for one who has to find it from lists alone, and does not go on from one document to another."""
    held: Library = request.getfixturevalue(library)
    wanted = held.pages(*LISTED)
    assert len(wanted) > {"demonstration": 100, "large": MANY, "bare": 2}[library]
    page = visitor.window(scripts=False, phone=True)
    assert wanted - reached(page, held.url, wanted) == set()


def reached(page: Page, home: str, wanted: set[str]) -> set[str]:
    """What is opened by three taps, breadth first."""
    taps = {home: 0}
    for tapped in range(TAPS):
        lists = [one for one, taken in taps.items() if taken == tapped and not DOCUMENT.search(one)]
        for address in sorted(lists, key=lambda one: one.count("/")):  # the longest lists are near home
            if all(taps.get(one, 9) <= TAPS for one in wanted):
                return wanted
            page.goto(address)
            for link, more in page.evaluate(LINKS):
                if link.startswith(home):
                    taps[link] = min(tapped + more, taps.get(link, 9))
    return {one for one in wanted if taps.get(one, 9) <= TAPS}


def test_a_page_reads_to_its_end(visitor: Visitor, demonstration: Library) -> None:
    page = visitor.open(demonstration.at("policies/parking-rules/"), scripts=False)
    for part in ("现行有效", "2024年6月1日起施行", "第一条", "第四十条", "有效期至2029年5月31日", "基本信息", "索取号", "变更记录"):
        assert page.get_by_text(part).locator("visible=true").count(), part
    assert "第十四条" in page.locator("#第十四条").inner_text()


def test_an_answer_opens(visitor: Visitor, demonstration: Library) -> None:
    page = visitor.open(demonstration.at("faq/parking/"), scripts=False)
    answer = page.get_by_text("五项材料：")
    assert not answer.is_visible()
    page.get_by_role("heading", name="备案要交哪些材料").click()
    assert answer.is_visible()


def test_the_menu_and_the_contents_open(visitor: Visitor, demonstration: Library) -> None:
    page = visitor.open(demonstration.at("policies/parking-rules/"), scripts=False, phone=True)
    page.get_by_role("button", name="打开导航").tap()
    assert page.locator("#drawer").get_by_role("link", name="公文库").is_visible()
    page.touchscreen.tap(380, 400)
    page.locator(".policy-actions").get_by_role("button", name="目录").tap()
    page.locator("#contents").get_by_role("link", name="第三条").tap()
    assert unquote(page.url).endswith("#第三条")


@pytest.mark.parametrize("address", ["policies/parking-rules/", "library/", "faq/parking/", "interpretations/parking-rules-release/"])
def test_no_button_is_shown_that_does_nothing(visitor: Visitor, demonstration: Library, address: str) -> None:
    page = visitor.open(demonstration.at(address), scripts=False)
    shown = [one.inner_text() for one in page.locator("button:visible").all() if not one.get_attribute("popovertarget")]
    assert shown == []
