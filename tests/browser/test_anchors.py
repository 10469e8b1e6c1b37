"""Every place that a link names is there, and is seen below the header when it is gone to."""

from __future__ import annotations

import pytest
from libraries_built import Library
from playwright.sync_api import expect
from visiting import Visitor

ELSEWHERE = """() => [...document.querySelectorAll("a[href*='#']:not(.no-popover)")].map((one) => one.href).filter((one) => one.startsWith(location.origin))"""

NOT_SEEN = """async (links) => {
    const places = links.map((link) => decodeURIComponent(link.split("#")[1]));
    const header = document.querySelector(".site-header");
    const wrong = [];
    for (const place of places) {
        const target = document.getElementById(place);
        if (!target) { wrong.push(`${place} is not there`); continue; }
        scrollTo(0, document.documentElement.scrollHeight / 2);
        location.hash = "";
        location.hash = place;
        await new Promise(requestAnimationFrame);
        const bottom = header.getBoundingClientRect().bottom;
        const { top } = target.getBoundingClientRect();
        const end = Math.abs(scrollY + innerHeight - document.documentElement.scrollHeight) < 2;
        if (top < bottom - 1 || top > (end ? innerHeight : bottom + 60)) wrong.push(`${place} at ${top}, header to ${bottom}`);
    }
    return wrong;
}"""

KINDS = ("policies", "interpretations", "faq", "topics", "consultations")


def test_every_place_that_is_named_is_seen(visitor: Visitor, town: Library) -> None:
    """All links with # of all pages: on a wide window, and in large text on a narrow one."""
    page = visitor.window()
    named: dict[str, set[str]] = {}
    for address in sorted(town.pages(*KINDS)):
        page.goto(address)
        for link in page.evaluate(ELSEWHERE):
            named.setdefault(link.partition("#")[0], set()).add(link)
    assert sum(map(len, named.values())) > 40
    for address, links in named.items():
        page.goto(address)
        for width, large in ((1440, False), (390, True)):
            page.set_viewport_size({"width": width, "height": 844})
            page.evaluate("(large) => document.documentElement.classList.toggle('text-large', large)", large)
            assert page.evaluate(NOT_SEEN, sorted(links)) == [], (address, width, large)


@pytest.mark.parametrize("phone", [False, True])
@pytest.mark.parametrize(("address", "place"), [("policies/rules/", "第九条"), ("faq/parking/", "q-cash")])
def test_an_address_with_a_place_opens_there(visitor: Visitor, town: Library, address: str, place: str, phone: bool) -> None:
    page = visitor.open(town.at(f"{address}#{place}"), phone=phone)
    expect(page.locator(f"#{place}")).to_be_in_viewport()
    top = page.locator(f"#{place}").evaluate("(one) => one.getBoundingClientRect().top")
    assert top >= page.locator(".site-header").evaluate("(one) => one.getBoundingClientRect().bottom") - 1


def test_an_address_of_a_question_opens_it(visitor: Visitor, town: Library) -> None:
    page = visitor.open(town.at("faq/parking/#q-cash"))
    expect(page.get_by_text("经营者不得拒收")).to_be_visible()
    expect(page.get_by_text("登记表和场地证明")).to_be_hidden()
    page.goto(town.at("faq/parking/#q-materials"))
    expect(page.get_by_text("登记表和场地证明")).to_be_visible()


@pytest.mark.parametrize("place", ["%", "%E0%A4%A", "no-such-place", "q-", "<b>"])
def test_an_odd_place_is_no_trouble(visitor: Visitor, town: Library, place: str) -> None:
    page = visitor.open(town.at(f"faq/parking/#{place}"))
    assert page.locator("h1").is_visible()


def test_the_article_gone_to_is_marked(visitor: Visitor, town: Library) -> None:
    page = visitor.open(town.at("policies/rules/#第九条"))
    ground = "(one) => getComputedStyle(one).backgroundColor + getComputedStyle(one).boxShadow"
    assert page.locator("#第九条").evaluate(ground) != page.locator("#第八条").evaluate(ground)
