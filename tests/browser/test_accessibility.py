"""axe finds nothing against WCAG 2.2 A and AA on any type of page: wide and light, narrow and dark, large text; with all opened."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from visiting import Visitor

RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
AXE = Axe()


def violations(page: Page, rules: dict[str, object] = RULES) -> list[str]:
    answer = AXE.run(page, options={"runOnly": rules, "resultTypes": ["violations"]}).response
    return [f"{rule['id']}: {node['target']} {node['failureSummary']}" for rule in answer["violations"] for node in rule["nodes"]]


def open_everything(page: Page) -> None:
    page.evaluate("""() => {
        document.querySelectorAll("details").forEach((one) => { one.open = true; });
        document.querySelectorAll("[popover]").forEach((one) => { if (!one.checkVisibility()) one.showPopover(); });
    }""")


def test_axe_finds_nothing(visitor: Visitor, any_page: str) -> None:
    page = visitor.open(any_page)
    open_everything(page)
    assert violations(page) == [], "light"
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme="dark")
    assert violations(page) == [], "dark, narrow"
    page.evaluate("document.documentElement.classList.add('text-large')")
    assert violations(page) == [], "dark, narrow, large text"


def test_axe_would_find_something(visitor: Visitor, demonstration) -> None:  # noqa: ANN001
    page = visitor.open(demonstration.at(""))
    page.evaluate("""() => {
        const main = document.querySelector("main");
        main.insertAdjacentHTML("beforeend", "<p id=faint>难以看清</p><button id=nameless></button><a class=small href=a>甲</a><a class=small href=b>乙</a>");
        document.querySelector("#faint").style.color = "#ddd";
        for (const link of main.querySelectorAll(".small")) link.style.cssText = "display: inline-block; width: 10px; height: 10px; font-size: 5px";
    }""")
    found = {line.partition(":")[0] for line in violations(page)}
    assert found >= {"color-contrast", "button-name", "target-size"}
