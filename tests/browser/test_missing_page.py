"""What is not there: at any depth the page is styled and leads on."""

from __future__ import annotations

import pytest
from libraries_built import Library
from visiting import Visitor


@pytest.mark.parametrize("address", ["no", "policies/no/such/document/", "a/b/c/d/e/?q=1#甲", "政策/甲.html"])
def test_a_missing_page_leads_on(visitor: Visitor, town: Library, address: str) -> None:
    page = visitor.open(town.at(address))
    assert page.get_by_role("heading", level=1, name="没有这个页面").is_visible()
    assert [trouble for trouble in visitor.troubles if "404" not in trouble] == []
    assert len([trouble for trouble in visitor.troubles if trouble.startswith("404")]) == 1, "the page itself, and nothing it asks for"
    visitor.troubles.clear()
    assert page.locator(".site-header").evaluate("(one) => getComputedStyle(one).position") == "sticky"
    links = page.evaluate("[...document.querySelectorAll('a[href]')].map((one) => one.href.split('#')[0])")
    for link in {one for one in links if one.startswith("http://127.0.0.1")} - {page.url.split("#")[0]}:
        page.goto(link)
    assert visitor.troubles == []


def test_its_buttons_work(visitor: Visitor, town: Library) -> None:
    page = visitor.open(town.at("no/such/page/"))
    visitor.troubles.clear()
    page.get_by_role("button", name="大字版").click()
    assert page.locator("html").get_attribute("class") == "text-large"
