"""The palette and the larger text: one press away, remembered, and no loss where nothing can be remembered."""

from __future__ import annotations

import re

import pytest
from libraries_built import Library
from playwright.sync_api import Locator, Page, expect
from visiting import Visitor

NO_STORAGE = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('refused', 'SecurityError'); } })"
FULL_STORAGE = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }"


def ground(page: Page) -> int:
    """How bright the page is, from 0 to 255."""
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return max(map(int, re.findall(r"\d+", colour)[:3]))


def is_dark(page: Page) -> bool:
    return ground(page) < 64


def size(page: Page) -> float:
    return page.locator("#原文 p:visible").first.evaluate("(one) => parseFloat(getComputedStyle(one).fontSize)")


def palette_button(page: Page) -> Locator:
    return page.get_by_role("button", name="深色显示")


def size_button(page: Page) -> Locator:
    return page.get_by_role("button", name="大字版")


@pytest.mark.parametrize("palette", ["light", "dark"])
def test_the_palette_is_the_readers_until_chosen_otherwise(visitor: Visitor, town: Library, palette: str) -> None:
    page = visitor.open(town.at("policies/rules/"), palette=palette)
    assert is_dark(page) == (palette == "dark")
    expect(palette_button(page)).to_have_attribute("aria-pressed", str(palette == "dark").lower())
    assert page.evaluate("document.documentElement.dataset.scheme") is None
    palette_button(page).click()
    assert is_dark(page) == (palette == "light")
    expect(palette_button(page)).to_have_attribute("aria-pressed", str(palette == "light").lower())


def test_the_palette_follows_the_system_while_the_page_is_open(visitor: Visitor, town: Library) -> None:
    page = visitor.open(town.at("policies/rules/"))
    page.emulate_media(color_scheme="dark")
    assert is_dark(page)
    expect(palette_button(page)).to_have_attribute("aria-pressed", "true")


def test_a_chosen_palette_is_remembered_on_every_page(visitor: Visitor, town: Library) -> None:
    page = visitor.open(town.at("policies/rules/"))
    palette_button(page).click()
    for address in ("policies/rules/", "", "library/", "topics/open-parking/"):
        page.goto(town.at(address))
        assert is_dark(page), address
    palette_button(page).click()
    page.reload()
    assert not is_dark(page)


def test_larger_text_is_remembered_on_every_page(visitor: Visitor, town: Library) -> None:
    page = visitor.open(town.at("policies/rules/"))
    assert size(page) == 18
    size_button(page).click()
    assert size(page) == 22
    page.goto(town.at("library/"))
    expect(size_button(page)).to_have_attribute("aria-pressed", "true")
    assert size_button(page).bounding_box()["height"] >= 60
    page.goto(town.at("policies/rules/"))
    assert size(page) == 22
    size_button(page).click()
    page.reload()
    assert size(page) == 18


def test_what_was_remembered_holds_from_the_first_painting(visitor: Visitor, town: Library) -> None:
    page = visitor.open(town.at("policies/rules/"), before="""
        localStorage.setItem("policy-library:scheme", "dark"); localStorage.setItem("policy-library:text", "large");
        new PerformanceObserver((list) => { window.painted = document.documentElement.outerHTML.slice(0, 200); }).observe({ type: "paint", buffered: true });
    """)
    assert page.locator("html").get_attribute("class") == "text-large"
    assert page.locator("html").get_attribute("data-scheme") == "dark"
    page.wait_for_function("window.painted")
    assert "text-large" in page.evaluate("window.painted")


@pytest.mark.parametrize("storage", [NO_STORAGE, FULL_STORAGE], ids=["refused", "full"])
def test_without_storage_the_choice_holds_for_the_page(visitor: Visitor, town: Library, storage: str) -> None:
    page = visitor.open(town.at("policies/rules/"), before=storage)
    palette_button(page).click()
    size_button(page).click()
    assert is_dark(page)
    assert size(page) == 22
    page.get_by_role("button", name="分享").click()
    page.goto(town.at("library/"))
    assert not is_dark(page)


def test_what_else_stands_in_the_storage_does_no_harm(visitor: Visitor, town: Library) -> None:
    page = visitor.open(town.at("policies/rules/"), before="""
        localStorage.setItem("policy-library:scheme", "<script>"); localStorage.setItem("policy-library:text", "{}");
    """)
    assert not is_dark(page)
    assert size(page) == 18
