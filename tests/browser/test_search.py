"""Searching as a reader does, in Chromium, under a sub-path and the strict content security policy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from libraries_built import Library
from playwright.sync_api import Browser, Page, expect


@pytest.fixture(scope="module")
def address(demonstration: Library) -> str:
    return demonstration.url


class Reader:
    """A browser of one reader: what it asked for, and whatever went wrong in it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.asked: list[str] = []
        self.problems: list[str] = []
        page.on("request", lambda request: self.asked.append(urlsplit(request.url).path.removeprefix("/library/")))
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", lambda told: self.problems.append(told.text) if told.type == "error" else None)
        self.box = page.locator("#q")
        self.results = page.locator("#results > li")
        self.count = page.locator("#count")

    def goes(self, path: str = "search/") -> None:
        self.page.goto(self.address + path)

    def types(self, query: str) -> None:
        self.box.click()
        self.box.fill("")
        self.page.keyboard.insert_text(query)
        self.waits(query)

    def waits(self, query: str | None = None) -> None:
        if query is not None:
            expect(self.page.locator("#results")).to_have_attribute("data-query", query)
        expect(self.page.locator("#results[data-state=final]")).to_have_count(1)

    @property
    def titles(self) -> list[str]:
        return self.page.locator("#results .result__title a").all_inner_texts()


@pytest.fixture
def reader(browser: Browser, address: str) -> Iterator[Reader]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    reader = Reader(context.new_page(), address)
    yield reader
    context.close()
    assert reader.problems == []


def test_nothing_of_the_index_is_fetched_before_the_box_has_the_focus(reader: Reader) -> None:
    reader.goes()
    reader.page.wait_for_load_state("networkidle")
    reader.goes("policies/parking-rules/")
    reader.page.wait_for_load_state("networkidle")
    assert not [path for path in reader.asked if path.startswith("assets/search/") or path.endswith(("worker.js", "engine.js", "lunr.js"))]
    reader.page.locator("#site-q").focus()
    reader.page.wait_for_load_state("networkidle")
    reader.page.wait_for_timeout(200)
    assert "assets/search/index.json" in reader.asked


def test_a_number_finds_its_document_and_the_state_is_in_the_address(reader: Reader) -> None:
    reader.goes()
    reader.types("云交规 2024 3")
    assert reader.titles[0] == "云海市停车场（库）管理办法"
    reader.page.keyboard.press("Enter")
    assert parse_qs(urlsplit(reader.page.url).query)["q"] == ["云交规 2024 3"]
    reader.types("养老")
    reader.page.keyboard.press("Enter")
    expect(reader.count).to_contain_text("养老")
    reader.page.go_back()
    expect(reader.count).to_contain_text("云交规")
    expect(reader.box).to_have_value("云交规 2024 3")
    reader.page.reload()
    reader.waits()
    assert reader.titles[0] == "云海市停车场（库）管理办法"


def test_words_are_marked_and_articles_lead_to_their_places(reader: Reader) -> None:
    reader.goes()
    reader.types("三十分钟内驶离")
    expect(reader.page.locator("#results mark").first).to_contain_text("三十分钟内驶离")
    article = reader.page.locator(".result-article__link").first
    name = article.inner_text()
    article.click()
    reader.page.wait_for_url(re.compile("/policies/.*#"))
    assert unquote(urlsplit(reader.page.url).fragment) == name
    expect(reader.page.locator(f"[id='{name}'] mark").first).to_have_text("三十分钟内驶离")
    assert "mark=" not in reader.page.url


def test_from_end_to_end_by_keyboard(reader: Reader) -> None:
    reader.goes("about/")
    keyboard = reader.page.keyboard
    keyboard.press("/")
    box = reader.page.locator("#site-q")
    expect(box).to_be_focused()
    keyboard.insert_text("停车场")
    expect(reader.page.get_by_role("option").first).to_be_visible()
    assert box.get_attribute("aria-expanded") == "true"
    keyboard.press("ArrowDown")
    active = box.get_attribute("aria-activedescendant")
    expect(reader.page.locator(f"#{active}")).to_have_attribute("aria-selected", "true")
    keyboard.press("Escape")
    expect(reader.page.get_by_role("option")).to_have_count(0)
    keyboard.press("Enter")
    reader.page.wait_for_url("**/search/?q=*")
    reader.waits()
    keyboard.press("/")
    expect(reader.box).to_be_focused()
    keyboard.press("ArrowDown")
    first = reader.page.locator("#results a").first
    expect(first).to_be_focused()
    keyboard.press("ArrowUp")
    expect(reader.box).to_be_focused()
    keyboard.press("ArrowDown")
    keyboard.press("Enter")
    reader.page.wait_for_url(lambda url: "/search/" not in url)


def test_facets_count_and_combine_and_stand_in_the_address(reader: Reader) -> None:
    reader.goes()
    reader.types("停车")
    whole = int(re.search(r"找到(\d+)条", reader.count.inner_text())[1])  # type: ignore[index]
    reader.page.locator("details[data-facet=type] summary").click()
    box = reader.page.locator("input[name=type][value=faq]")
    expect(box.locator("xpath=..").locator(".facet__count")).not_to_be_empty()
    counted = int(box.locator("xpath=..").locator(".facet__count").inner_text())
    assert 0 < counted < whole
    box.check()
    expect(reader.count).to_contain_text(f"找到{counted}条")
    assert parse_qs(urlsplit(reader.page.url).query)["type"] == ["faq"]
    reader.page.reload()
    reader.waits()
    expect(reader.count).to_contain_text(f"找到{counted}条")
    reader.page.locator("#sort").select_option("date")
    assert parse_qs(urlsplit(reader.page.url).query)["sort"] == ["date"]
    reader.page.locator("#filters button").first.click()
    expect(reader.count).to_contain_text(f"找到{whole}条")


def test_results_by_date_are_by_date(reader: Reader) -> None:
    reader.goes("search/?q=停车&sort=date&type=policies")
    reader.waits()
    days = [tuple(map(int, re.search(r"(\d+)年(\d+)月(\d+)日", text).groups())) for text in reader.page.locator(".result__meta").all_inner_texts()]  # type: ignore[union-attr]
    assert len(days) == 10
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize(
    "query",
    ["停" * 10_000, "<img src=x onerror=alert(1)>", "</script><b>停车</b>", ".*+?^${}()|[]\\", "😀😀", "-停车", "-停车 -养老", "- -", "“”",
     "\"", "《", "停车 \"", "%", "&q=", "\u200b", "第条", "toString constructor __proto__", "'; DROP TABLE", "〔2024〕号", "2024"],
    ids=lambda query: ascii(query[:16]),
)  # fmt: skip
def test_whatever_is_typed_is_text(reader: Reader, query: str) -> None:
    reader.goes()
    reader.box.click()
    reader.page.keyboard.insert_text(query)
    reader.waits(query)
    assert reader.page.locator("#search img, #search script, #search b").count() == 0
    expect(reader.count).not_to_contain_text("没有读到")
    reader.types("停车场")
    assert reader.titles


def test_half_a_surrogate_pair(reader: Reader) -> None:
    reader.goes()
    reader.box.click()
    for half in ("\\ud83d", "\\ude00", "停\\ud83d车"):
        reader.page.locator("body").evaluate(
            "(body, half) => { const q = document.querySelector('#q'); q.value = JSON.parse(`\"${half}\"`); q.dispatchEvent(new InputEvent('input', {bubbles: true})); }", half)
        reader.page.wait_for_timeout(300)
    reader.types("停车场")
    assert reader.titles


def test_a_shard_that_fails_is_told_and_tried_again(reader: Reader) -> None:
    broken = re.compile(r"/assets/search/s/")
    reader.goes()
    reader.page.route(broken, lambda route: route.fulfill(status=500))
    reader.types("停车场")
    retry = reader.page.get_by_role("button", name="重试")
    expect(retry).to_be_visible()
    reader.page.unroute(broken)
    retry.click()
    expect(retry).to_have_count(0)
    assert reader.titles
    reader.problems[:] = [problem for problem in reader.problems if "500" not in problem]


def test_texts_that_fail_leave_the_titles(reader: Reader) -> None:
    reader.goes()
    reader.page.route(re.compile(r"/assets/search/t/"), lambda route: route.abort())
    reader.types("停车场")
    assert reader.titles
    expect(reader.page.get_by_role("button", name="重试")).to_be_visible()
    reader.problems[:] = [problem for problem in reader.problems if "ERR_FAILED" not in problem]


def test_what_was_searched_once_is_found_without_a_network(reader: Reader) -> None:
    reader.goes()
    reader.types("停车场")
    held = reader.titles
    reader.page.context.set_offline(True)
    reader.types("停车")
    reader.types("停车场")
    assert reader.titles == held
    reader.page.context.set_offline(False)


@pytest.mark.parametrize("missing", ["Worker", "DecompressionStream"])
def test_older_browsers_search_as_well(browser: Browser, address: str, missing: str) -> None:
    context = browser.new_context()
    context.add_init_script(f"delete window.{missing}")
    reader = Reader(context.new_page(), address)
    if missing == "DecompressionStream":  # a worker has its own: without one the page has to do it
        context.add_init_script("delete window.Worker")
    reader.goes()
    reader.types("停车场 备案")
    assert reader.titles
    expect(reader.page.locator(".result__passage, .result-article__text").first).not_to_be_empty()
    assert ("assets/library/search/inflate-here.js" in reader.asked) == (missing == "DecompressionStream")
    context.close()
    assert reader.problems == []


def test_an_empty_result_helps(reader: Reader) -> None:
    reader.goes()
    reader.types("鑫淼焱垚犇")
    expect(reader.count).to_contain_text("没有找到")
    steps = reader.page.locator("#notes .next-list a")
    assert steps.count() > 2
    assert steps.last.get_attribute("href", timeout=2000).startswith("mailto:")  # type: ignore[union-attr]
    assert "%E9%91%AB" in (steps.last.get_attribute("href") or "")


def test_without_scripts_the_page_leads_to_the_lists(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "search/")
    page.get_by_role("link", name="按年份、机关、受众看全部文件").click()
    assert page.url.endswith("/library/")
    context.close()
