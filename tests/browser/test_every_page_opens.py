"""Every type of page opens at every width, in both palettes, in either size of text. What goes wrong beside (the console,
the network, the content security policy, another host) is what `visitor` looks for in every test."""

from __future__ import annotations

from libraries_built import Library
from visiting import Visitor

# A phone would show a page that is too wide smaller: the width that was asked for counts, not the one that it then tells.
TOO_WIDE = """(width) => {
    const { scrollWidth } = document.documentElement;
    if (scrollWidth <= width) return [];
    const over = [...document.body.querySelectorAll("*")].filter((one) => one.getBoundingClientRect().right > width + 1);
    return [`${scrollWidth} px`, ...over.map((one) => `${one.tagName}.${one.className}`)];
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


SIZES = (("normal", 1440), ("normal", 1024), ("normal", 390), ("normal", 320), ("large", 320))


def test_a_page_opens(visitor: Visitor, any_page: str) -> None:
    """On a device that is touched: fingers are the strictest."""
    page = visitor.open(any_page, phone=True)
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    assert page.title().endswith(" - 云海市政策文件库")
    assert page.locator("h1:visible").count() == 1
    assert page.locator("h1").inner_text().strip()
    ids = page.locator("[id]").evaluate_all("(all) => all.map((one) => one.id)")
    assert len(ids) == len(set(ids)), "no place has two meanings"
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    for size, width in SIZES:
        page.set_viewport_size({"width": width, "height": 844})
        page.evaluate("(large) => document.documentElement.classList.toggle('text-large', large)", size == "large")
        assert page.evaluate(TOO_WIDE, width) == [], f"{size} text at {width} px"
        assert page.evaluate(TOO_LOW) == [], f"{size} text at {width} px"


def test_what_is_too_wide_or_too_low_would_be_found(visitor: Visitor, town: Library) -> None:
    page = visitor.open(town.at(""), phone=True)
    page.evaluate("""() => document.querySelector("main").insertAdjacentHTML("beforeend",
        "<pre>一行很长的字，长得超过了窗口的宽度，也不换行，因此整页都要左右滚动</pre><p><a href=a>单独的链接</a></p><p>文字中的<a href=b>链接</a></p>")""")
    page.set_viewport_size({"width": 320, "height": 844})
    assert page.evaluate(TOO_WIDE, 320)
    assert [line.split()[1] for line in page.evaluate(TOO_LOW)] == ["单独的链接"]
