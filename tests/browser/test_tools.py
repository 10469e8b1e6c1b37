"""What a reader does with a page: copy, share, print, ask, correct."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from libraries_built import Library
from playwright.sync_api import Page, expect
from visiting import Visitor

NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', { value: undefined })"
NUMBERED = "云海市交通委员会：《云海市停车管理办法》（云交规〔2024〕3号，2024年5月16日发布）。"


def clipboard(page: Page) -> str:
    return page.evaluate("navigator.clipboard.readText()")


def announced(page: Page, words: str) -> None:
    expect(page.get_by_role("status")).to_have_text(words)


def test_the_number_of_an_article_copies_its_address_and_goes_there(visitor: Visitor, town: Library) -> None:
    page = visitor.open(town.at("policies/rules/"))
    page.locator("#第四条 .article__number").click()
    announced(page, "已复制")
    assert clipboard(page) == town.at("policies/rules/#第四条")
    assert unquote(page.url).endswith("/policies/rules/#第四条")


def test_the_address_of_a_question_can_be_copied(visitor: Visitor, town: Library) -> None:
    page = visitor.open(town.at("faq/parking/"))
    page.locator("#q-cash summary").click()
    page.locator("#q-cash").get_by_role("link", name="本题地址").click()
    announced(page, "已复制")
    assert clipboard(page) == town.at("faq/parking/#q-cash")


def test_a_citation_can_be_copied(visitor: Visitor, town: Library) -> None:
    page = visitor.open(town.at("policies/rules/"))
    page.get_by_role("button", name="复制引用").click()
    announced(page, "已复制")
    assert clipboard(page) == NUMBERED


def test_a_citation_of_marks_is_copied_as_it_is(visitor: Visitor, large: Library) -> None:
    page = visitor.open(large.at("policies/odd/"))
    page.get_by_role("button", name="复制引用").click()
    announced(page, "已复制")
    assert "100%达标？#3号方案 + <甲>" in clipboard(page)
    assert clipboard(page).endswith("（云交〔2025〕901号，2025年1月1日发布）。")


def test_the_confirmation_goes_away(visitor: Visitor, town: Library) -> None:
    page = visitor.window(before="")
    page.clock.install()
    page.goto(town.at("policies/rules/"))
    page.get_by_role("button", name="复制引用").click()
    announced(page, "已复制")
    page.clock.fast_forward(5000)
    announced(page, "")


def test_copying_works_where_the_clipboard_is_refused(visitor: Visitor, town: Library) -> None:
    """As over plain http, and in views inside apps."""
    page = visitor.open(town.at("policies/rules/"))
    page.evaluate(NO_CLIPBOARD)
    page.evaluate("document.addEventListener('copy', () => { window.copied = String(document.activeElement.value); })")
    page.get_by_role("button", name="复制引用").click()
    announced(page, "已复制")
    assert page.evaluate("window.copied") == NUMBERED


def test_it_is_said_when_nothing_was_copied(visitor: Visitor, town: Library) -> None:
    page = visitor.open(town.at("policies/rules/"))
    page.evaluate(NO_CLIPBOARD + "; document.execCommand = () => false")
    page.get_by_role("button", name="复制引用").click()
    announced(page, "没有复制成功，请长按地址栏复制")


def test_sharing_passes_title_and_permanent_address(visitor: Visitor, town: Library) -> None:
    page = visitor.open(town.at("policies/rules/"))
    page.evaluate("() => { navigator.share = async (data) => { window.shared = data; }; }")
    page.get_by_role("button", name="分享").click()
    assert page.evaluate("window.shared") == {
        "title": "云海市停车管理办法 - 云海市政策文件库", "url": "https://policy.yunhai.example/library/p/rules/",
    }


def test_closing_the_dialog_of_sharing_is_no_trouble(visitor: Visitor, town: Library) -> None:
    page = visitor.open(town.at("policies/rules/"))
    page.evaluate("() => { navigator.share = () => Promise.reject(new DOMException('closed', 'AbortError')); }")
    page.get_by_role("button", name="分享").click()
    announced(page, "")


def test_where_nothing_can_be_shared_the_address_is_copied(visitor: Visitor, town: Library) -> None:
    page = visitor.open(town.at("policies/rules/"))
    page.evaluate("() => { navigator.share = undefined; }")
    page.get_by_role("button", name="分享").click()
    announced(page, "已复制")
    assert clipboard(page) == "https://policy.yunhai.example/library/p/rules/"


def test_the_permanent_address_leads_to_the_page(visitor: Visitor, town: Library) -> None:
    page = visitor.open(town.at("p/rules/"))
    page.wait_for_url(town.at("policies/rules/"))
    assert page.locator("h1").inner_text() == "云海市停车管理办法"


@pytest.mark.parametrize("address", [
    "policies/rules/", "interpretations/rules-release/", "faq/parking/", "consultations/rules-draft/",
])
def test_the_button_prints(visitor: Visitor, town: Library, address: str) -> None:
    page = visitor.open(town.at(address))
    page.evaluate("() => { window.print = () => { window.printed = true; }; }")
    page.get_by_role("button", name="打印").click()
    assert page.evaluate("window.printed")


@pytest.mark.parametrize("address", [
    "policies/rules/", "interpretations/rules-release/", "faq/parking/", "topics/open-parking/",
    "consultations/rules-draft/",
])
def test_a_correction_leads_to_the_file(visitor: Visitor, town: Library, address: str) -> None:
    page = visitor.open(town.at(address))
    link = page.get_by_role("link", name="提交纠错")
    assert link.get_attribute("href") == f"https://git.yunhai.example/policy/library/edit/main/content/{address.rstrip('/')}.md"


def test_a_message_names_title_and_number(visitor: Visitor, town: Library) -> None:
    page = visitor.open(town.at("policies/rules/"))
    href = page.locator("#咨询 .policy-ask a").evaluate("(one) => one.href")
    assert href.isascii(), "percent-encoded"
    assert urlsplit(href).path == "policy@yunhai.example"
    assert parse_qs(urlsplit(href).query) == {"subject": ["咨询：云海市停车管理办法 云交规〔2024〕3号"]}


def test_a_message_about_a_title_full_of_marks(visitor: Visitor, large: Library) -> None:
    page = visitor.open(large.at("policies/odd/"))
    href = page.locator("#咨询 .policy-ask a").evaluate("(one) => one.href")
    assert urlsplit(href).fragment == ""
    assert parse_qs(urlsplit(href).query) == {"title": ["《A&B》100%达标？#3号方案 + <甲>"], "number": ["云交〔2025〕901号"]}
