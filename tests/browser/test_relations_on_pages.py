"""Citations lead to what they name, and what is named knows who names it."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from libraries_built import Library
from playwright.sync_api import Page, expect
from visiting import Visitor


def group(page: Page, key: str) -> str:
    return page.locator(f"#关系-{key}").inner_text()


def test_a_citation_tells_title_number_and_status_before_it_is_followed(visitor: Visitor, town: Library) -> None:
    page = visitor.open(town.at("policies/opinion/"))
    cite = page.locator("a.cite", has_text="《云海市停车管理办法》")
    assert cite.get_attribute("title") == "《云海市停车管理办法》，云交规〔2024〕3号，现行有效"
    cite.click()
    page.wait_for_url(re.compile("policies/rules/#"))
    assert unquote(page.url).endswith("#第三条")
    assert page.locator("#第三条").evaluate("(one) => one.matches(':target')")


def test_what_is_not_in_the_library_is_text(visitor: Visitor, town: Library) -> None:
    page = visitor.open(town.at("policies/opinion/"))
    assert page.locator("#原文").get_by_text("《不在本库的文件》").is_visible()
    assert not page.locator("#原文").get_by_role("link", name="不在本库的文件").count()


def test_what_is_cited_shows_the_sentence_and_leads_back(visitor: Visitor, town: Library) -> None:
    page = visitor.open(town.at("policies/rules/"))
    row = page.locator("#关系-basis-by li")
    assert row.locator("q").inner_text() == "为补齐充电设施，根据《云海市停车管理办法》（云交规〔2024〕3号）第三条，提出以下意见。"
    assert row.get_by_role("link", name="第三条").get_attribute("href") == "#第三条"
    row.get_by_role("link", name="充电设施").click()
    page.wait_for_url(town.at("policies/opinion/"))
    assert "云海市停车管理办法" in group(page, "basis")


def test_a_repealed_document_leads_to_its_successor_and_back(visitor: Visitor, town: Library) -> None:
    page = visitor.open(town.at("policies/old/"))
    banner = page.get_by_role("region", name="效力状态")
    assert "已废止" in banner.inner_text()
    banner.locator(".button").click()
    page.wait_for_url(town.at("policies/rules/"))
    page.get_by_role("region", name="效力状态").get_by_role("link", name="云海市停车暂行规定").click()
    page.wait_for_url(town.at("policies/old/"))


@pytest.mark.parametrize(("address", "way"), [
    ("interpretations/rules-release/", "policies/rules/"), ("faq/parking/", "policies/rules/"),
])
def test_what_explains_and_what_is_explained_lead_to_each_other(
    visitor: Visitor, town: Library, address: str, way: str
) -> None:
    page = visitor.open(town.at(address))
    page.locator(".explains").get_by_role("link", name="云海市停车管理办法", exact=True).click()
    page.wait_for_url(town.at(way))
    assert page.locator(f"#关系 a[href*='{address}']").count()


def test_a_quote_leads_to_its_article(visitor: Visitor, town: Library) -> None:
    page = visitor.open(town.at("interpretations/rules-release/"))
    page.get_by_role("link", name="第四条").click()
    page.wait_for_url(re.compile("policies/rules/#"))
    assert unquote(page.url).endswith("#第四条")


def test_a_note_under_an_article_opens_and_leads_on(visitor: Visitor, town: Library) -> None:
    page = visitor.open(town.at("policies/rules/"))
    notes = page.get_by_role("complementary", name="第三条的解读、问答和办理")
    notes.get_by_text("政策解读").first.click()
    assert notes.get_by_role("link", name="查看").first.is_visible()
    notes.get_by_role("link", name="要不要备案").click()
    page.wait_for_url(town.at("faq/parking/#q-rent-own-space"))
    expect(page.get_by_text("租给固定的人")).to_be_visible()


def test_more_than_twenty_stand_on_a_page_of_their_own(visitor: Visitor, large: Library) -> None:
    page = visitor.open(large.at("policies/root/"))
    rows = page.locator("#关系-basis-by li")
    assert rows.count() == 20
    page.locator("#关系-basis-by").get_by_role("link", name="全部30份").click()
    page.wait_for_url(large.at("policies/root/basis-by/"))
    assert page.locator(".relation-page li").count() == 30
    page.locator(".relation-page").get_by_role("link", name="第7号通知", exact=True).click()
    page.wait_for_url(large.at("policies/doc-007/"))
    assert "云海市道路条例" in group(page, "basis")


def test_a_type_without_documents_has_no_door(visitor: Visitor, bare: Library) -> None:
    page = visitor.open(bare.at(""))
    assert page.locator(".site-nav a").all_inner_texts() == ["公文库"]
    words = page.locator("body").inner_text()
    for word in ("解读", "问答", "主题", "征求意见", "我是", "公开目录", "办理"):
        assert word not in words, word
    page.goto(bare.at("policies/alone/"))
    words = page.locator("body").inner_text()
    for word in ("解读", "问答", "主题", "征求意见"):
        assert word not in words, word
    page.goto(bare.at("library/"))
    assert page.locator("details.facet h3").all_text_contents() == ["发布年份"]
