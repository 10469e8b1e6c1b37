"""Every type of page opens at every width, in both palettes, in either size of text. What goes wrong beside (the console,
the network, the content security policy, another host) is what `visitor` looks for in every test."""

from __future__ import annotations

from playwright.sync_api import Page
from visiting import Visitor

TOO_WIDE = """() => {
    const page = document.documentElement;
    if (page.scrollWidth <= page.clientWidth) return [];
    return [...document.body.querySelectorAll("*")].filter((one) => one.getBoundingClientRect().right > page.clientWidth + 1)
        .map((one) => `${one.tagName}.${one.className}`);
}"""

TOO_LOW = """() => {
    const stretched = (one) => getComputedStyle(one, "::after").position === "absolute" || getComputedStyle(one, "::before").position === "absolute";
    const inSentence = (one) => {
        if (one.tagName !== "A" || !getComputedStyle(one).display.startsWith("inline")) return false;
        const block = one.closest("p, li, dd, td, q, h1, h2, h3, span:not(.u-phrase), div");
        return block.textContent.trim().length > one.textContent.trim().length;
    };
    return [...document.querySelectorAll("a[href], button, summary, select, input:not(label input), label:has(input)")]
        .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.matches(".skip-link") && !inSentence(one))
        .map((one) => [stretched(one) ? one.offsetParent ?? one : one, one])
        .filter(([target]) => target.getBoundingClientRect().height < 43.5)
        .map(([target, one]) => `${one.tagName}.${one.className} ${one.textContent.trim().slice(0, 20)} ${target.getBoundingClientRect().height}`);
}"""


def test_a_page_opens(visitor: Visitor, any_page: str) -> None:
    page = visitor.open(any_page)
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    assert page.title().endswith(" - 云海市政策文件库")
    assert page.locator("h1:visible").count() == 1
    assert page.locator("h1").inner_text().strip()
    ids = page.locator("[id]").evaluate_all("(all) => all.map((one) => one.id)")
    assert len(ids) == len(set(ids)), "no place has two meanings"
    for size, width in (("normal", 1440), ("normal", 390), ("normal", 320), ("large", 320)):
        resize(page, size, width)
        assert page.evaluate(TOO_WIDE) == [], f"{size} text at {width} px"


def test_what_is_touched_is_large_enough(visitor: Visitor, any_page: str) -> None:
    page = visitor.open(any_page, phone=True)
    for size, width in (("normal", 1024), ("large", 390), ("normal", 390)):
        resize(page, size, width)
        assert page.evaluate(TOO_LOW) == [], f"{size} text at {width} px"


def resize(page: Page, size: str, width: int) -> None:
    """And opens all that can be opened."""
    page.set_viewport_size({"width": width, "height": 844})
    page.evaluate("(large) => document.documentElement.classList.toggle('text-large', large)", size == "large")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
