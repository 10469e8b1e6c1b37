"""axe finds nothing against WCAG 2.2 A and AA on any type of page, with everything opened: in the light palette and wide, in
the dark one and narrow, in large text."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from libraries_built import PAGE_TYPES, Library
from playwright.sync_api import Page
from visiting import Visitor

AXE = Axe().axe_script
WCAG = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
OF_COLOUR = ("color-contrast", "link-in-text-block")
OF_SIZE = ("target-size",)
VARIANTS = {"agency", "catalogue-entry", "bare-home", "bare-policy", "interpretation-audio"}
"""Of pages that are looked at besides."""

OPEN_EVERYTHING = """() => {
    document.querySelectorAll("details").forEach((one) => { one.open = true; });
    document.querySelectorAll("[popover]").forEach((one) => { if (!one.checkVisibility()) one.showPopover(); });
}"""

# Rows of a list are alike, and so are articles: three, and one of each look, take a tenth of the time.
SHORTEN_LISTS = """() => {
    for (const list of document.querySelectorAll("tbody, main ul, .annex")) {
        const looks = new Set();
        for (const [n, row] of [...list.children].entries()) {
            const look = row.querySelector("[class*=status--]")?.className ?? row.tagName + row.className;
            if (n > 2 && looks.has(look)) row.remove();
            looks.add(look);
        }
    }
}"""


VIOLATIONS = """async (rules) => {
    const { violations } = await axe.run({ runOnly: rules, resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target} ${node.failureSummary}`));
}"""


def violations(page: Page, *rules: str) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    return page.evaluate(VIOLATIONS, {"type": "rule", "values": list(rules)} if rules else WCAG)


@pytest.mark.parametrize("any_page", sorted(set(PAGE_TYPES) - VARIANTS), indirect=True)
def test_axe_finds_nothing(visitor: Visitor, any_page: str) -> None:
    page = visitor.open(any_page)
    page.evaluate(OPEN_EVERYTHING)
    page.evaluate(SHORTEN_LISTS)
    assert violations(page) == [], "light, wide"
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme="dark")
    assert violations(page, *OF_COLOUR, *OF_SIZE) == [], "dark, narrow"
    page.evaluate("document.documentElement.classList.add('text-large')")
    assert violations(page, *OF_SIZE) == [], "large text, narrow"


def test_axe_would_find_something(visitor: Visitor, town: Library) -> None:
    page = visitor.open(town.at(""))
    page.evaluate("""() => {
        const main = document.querySelector("main");
        main.insertAdjacentHTML("beforeend", "<p id=faint>难以看清</p><button></button><a class=small href=a>甲</a><a class=small href=b>乙</a>");
        document.querySelector("#faint").style.color = "#ddd";
        for (const link of main.querySelectorAll(".small")) link.style.cssText = "display: inline-block; width: 10px; height: 10px";
    }""")
    found = {line.partition(":")[0] for line in violations(page)}
    assert found == {"color-contrast", "button-name", "target-size"}
