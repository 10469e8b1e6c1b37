"""Choosing among all documents of a list: what is loaded when, what the counts say, what the address keeps."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from libraries_built import Library
from playwright.sync_api import Locator, Page, expect
from visiting import Visitor

DATA = re.compile(r"/assets/data/library")
ROWS = """(body) => [...body.children].map((row) =>
    [row.innerText, row.querySelector("a").href, row.querySelector(".status-tag").className, row.querySelector("use").href.baseVal])"""


def facet(page: Page, name: str) -> Locator:
    return page.locator("details.facet").filter(has=page.get_by_role("heading", name=name, exact=True))


def choose(page: Page, name: str, label: str) -> None:
    group = facet(page, name)
    if not group.evaluate("(one) => one.open"):
        group.locator("summary").click()
    group.get_by_label(label).click()


def told(page: Page, words: str) -> None:
    expect(page.locator("#count")).to_have_text(words)


def counts(page: Page, name: str) -> dict[str, int]:
    names = facet(page, name).locator(".facet__label").all_text_contents()
    return dict(zip(names, map(int, facet(page, name).locator(".facet__count").all_text_contents()), strict=True))


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query, keep_blank_values=True)


def titles(page: Page) -> list[str]:
    return page.locator("#rows .row-link").all_text_contents()


def statuses(page: Page) -> set[str]:
    return set(page.locator("#rows [data-word]").all_text_contents())


def test_nothing_is_loaded_until_a_facet_is_used(visitor: Visitor, large: Library) -> None:
    page = visitor.open(large.at("library/"))
    page.mouse.wheel(0, 2000)
    page.wait_for_load_state("networkidle")
    assert not [url for url in visitor.requests if DATA.search(url)]
    choose(page, "文种", "规划")
    told(page, "找到25件，显示第1至25件")
    assert sorted(url.rpartition("/")[2] for url in visitor.requests if DATA.search(url)) == ["library-0.json", "library.json"]


def test_choices_in_one_facet_add_up_and_two_facets_narrow(visitor: Visitor, large: Library) -> None:
    page = visitor.open(large.at("library/"))
    choose(page, "效力状态", "已失效")
    told(page, "找到25件，显示第1至25件")
    choose(page, "效力状态", "尚未施行")
    told(page, "找到50件，显示第1至50件")
    assert statuses(page) == {"已失效", "尚未施行"}
    choose(page, "受众", "居民")
    told(page, "找到25件，显示第1至25件")
    assert statuses(page) == {"已失效"}


def test_counts_say_what_a_further_choice_would_find(visitor: Visitor, large: Library) -> None:
    page = visitor.open(large.at("library/"))
    assert counts(page, "文种") == {"规划": 25, "通知": 225}
    choose(page, "效力状态", "已失效")
    told(page, "找到25件，显示第1至25件")
    assert counts(page, "文种") == {"规划": 0, "通知": 25}
    assert counts(page, "效力状态") == {"现行有效": 200, "尚未施行": 25, "已失效": 25}, "its own choice aside"
    choose(page, "文种", "规划")
    told(page, "没有符合全部条件的文件，请减少条件")


def test_the_number_of_results_is_announced(visitor: Visitor, large: Library) -> None:
    page = visitor.open(large.at("library/"))
    told(page, "共250件，显示第1至100件")
    assert page.locator("#count").get_attribute("aria-live") == "polite"
    choose(page, "文种", "规划")
    told(page, "找到25件，显示第1至25件")
    assert page.evaluate("document.activeElement.value") == "plan", "the focus stays where the choice is made"


def test_the_address_keeps_the_choice(visitor: Visitor, large: Library) -> None:
    page = visitor.open(large.at("library/"))
    choose(page, "文种", "规划")
    choose(page, "制发机关", "云海市财政局")
    told(page, "没有符合全部条件的文件，请减少条件")
    choose(page, "制发机关", "云海市交通委员会")
    told(page, "找到25件，显示第1至25件")
    assert query(page) == {"kind": ["plan"], "agency": ["transport", "finance"]}

    shared = visitor.open(page.url)
    told(shared, "找到25件，显示第1至25件")
    assert titles(shared) == titles(page)
    assert [box.get_attribute("value") for box in shared.locator(".facet__box:checked").all()] == ["plan", "transport", "finance"]
    assert facet(shared, "制发机关").evaluate("(one) => one.open"), "what is chosen is seen"


def test_back_takes_a_choice_away(visitor: Visitor, large: Library) -> None:
    page = visitor.open(large.at("library/"))
    first = titles(page)
    choose(page, "文种", "规划")
    told(page, "找到25件，显示第1至25件")
    choose(page, "受众", "居民")
    told(page, "没有符合全部条件的文件，请减少条件")
    page.go_back()
    told(page, "找到25件，显示第1至25件")
    page.go_back()
    told(page, "共250件，显示第1至100件")
    assert titles(page) == first
    assert not page.locator(".facet__box:checked").count()
    page.go_forward()
    told(page, "找到25件，显示第1至25件")


def test_choices_can_be_taken_away_one_by_one_or_all(visitor: Visitor, large: Library) -> None:
    page = visitor.open(large.at("library/"))
    choose(page, "文种", "规划")
    choose(page, "受众", "车主")
    page.get_by_role("button", name="规划，移除").click()
    told(page, "找到248件，显示第1至100件")
    assert page.evaluate("document.activeElement.id") == "count"
    choose(page, "文种", "规划")
    page.get_by_role("button", name="清除全部").click()
    told(page, "共250件，显示第1至100件")
    assert not urlsplit(page.url).query
    assert not page.locator("#filters button").count()


def test_results_are_sorted(visitor: Visitor, large: Library) -> None:
    page = visitor.open(large.at("library/"))
    page.get_by_label("排序").select_option(label="施行日期，新的在前")
    told(page, "找到250件，显示第1至100件")
    assert page.locator("#rows [data-word]").all_text_contents()[:25] == ["尚未施行"] * 25
    assert query(page) == {"sort": ["effective"]}
    page.get_by_label("排序").select_option(label="到期日期，近的在前")
    expect(page.locator("#rows [data-word]").first).to_have_text("已失效")
    page.get_by_label("排序").select_option(label="发布日期，新的在前")
    told(page, "共250件，显示第1至100件")


def test_a_long_result_is_paged_by_a_hundred(visitor: Visitor, large: Library) -> None:
    page = visitor.open(large.at("library/"))
    choose(page, "文种", "通知")
    told(page, "找到225件，显示第1至100件")
    assert len(titles(page)) == 100
    first = titles(page)
    page.get_by_role("button", name="下一页").click()
    told(page, "找到225件，显示第101至200件")
    assert page.locator("#pager").inner_text().startswith("第2页，共3页")
    assert not set(first) & set(titles(page))
    assert page.evaluate("document.activeElement.id") == "count"
    page.get_by_role("button", name="下一页").click()
    told(page, "找到225件，显示第201至225件")
    assert not page.get_by_role("button", name="下一页").count()
    assert query(page) == {"kind": ["notice"], "page": ["3"]}
    shared = visitor.open(page.url)
    told(shared, "找到225件，显示第201至225件")
    choose(shared, "受众", "居民")
    told(shared, "找到124件，显示第1至100件")


ODD_ADDRESSES = [
    ("kind=notice&page=99", "找到225件，显示第201至225件"),
    ("kind=notice&page=-1", "找到225件，显示第1至100件"),
    ("kind=notice&page=1.5", "找到225件，显示第1至100件"),
    ("kind=nothing-of-the-kind", "共250件，显示第1至100件"),
    ("kind=plan&kind=nothing-of-the-kind", "找到25件，显示第1至25件"),
    ("sort=nothing-of-the-kind", "共250件，显示第1至100件"),
    ("utm_source=wechat", "共250件，显示第1至100件"),
    ("kind=%3Cscript%3E&constructor=1&__proto__=1", "共250件，显示第1至100件"),
]


@pytest.mark.parametrize(("asked", "words"), ODD_ADDRESSES, ids=[asked for asked, _ in ODD_ADDRESSES])
def test_an_odd_address_shows_a_list(visitor: Visitor, large: Library, asked: str, words: str) -> None:
    page = visitor.open(large.at(f"library/?{asked}"))
    told(page, words)
    assert titles(page)


def test_a_list_of_its_own_choice_starts_from_it(visitor: Visitor, large: Library) -> None:
    page = visitor.open(large.at("agencies/finance/"))
    told(page, "共49件")
    assert page.locator(".facet__box:checked").evaluate_all("(all) => all.map((one) => one.value)") == ["finance"]
    choose(page, "文种", "通知")
    told(page, "找到49件，显示第1至49件")
    choose(page, "制发机关", "云海市财政局")
    told(page, "找到225件，显示第1至100件")


def test_its_own_choice_can_be_taken_away(visitor: Visitor, large: Library) -> None:
    page = visitor.open(large.at("agencies/finance/"))
    choose(page, "制发机关", "云海市财政局")
    told(page, "找到250件，显示第1至100件")
    told(visitor.open(page.url), "找到250件，显示第1至100件")


def test_rows_are_as_the_build_wrote_them(visitor: Visitor, demonstration: Library) -> None:
    """A row that a script makes says, shows and opens the same as the row in the page."""
    page = visitor.open(demonstration.at("library/"))
    built = page.locator("#rows").evaluate(ROWS)
    page.goto(demonstration.at("library/?" + "&".join(f"year={year}" for year in range(2000, 2027))))
    expect(page.locator("#count")).to_have_text(re.compile("^找到"))
    assert page.locator("#rows").evaluate(ROWS) == built


def test_a_result_opens_under_the_sub_path(visitor: Visitor, large: Library) -> None:
    page = visitor.open(large.at("library/2025/2/?status=expired"))
    told(page, "找到25件，显示第1至25件")
    title = titles(page)[0]
    page.locator("#rows .row-link").first.click()
    page.wait_for_url(re.compile(re.escape(large.at("policies/"))))
    assert page.locator("h1").inner_text() == title


def test_a_failure_is_told_and_the_next_choice_tries_again(visitor: Visitor, large: Library) -> None:
    page = visitor.window()
    page.route(DATA, lambda route: route.abort())
    page.goto(large.at("library/"))
    choose(page, "文种", "规划")
    told(page, "筛选数据没有读到，请检查网络后再试")
    assert visitor.troubles
    visitor.troubles.clear()
    page.unroute(DATA)
    choose(page, "效力状态", "现行有效")
    told(page, "找到25件，显示第1至25件")


def test_an_answer_that_comes_late_does_not_undo_a_later_choice(visitor: Visitor, large: Library) -> None:
    page = visitor.open(large.at("library/"))
    choose(page, "文种", "规划")
    told(page, "找到25件，显示第1至25件")
    page.evaluate("""() => {
        const [plan, notice] = ["plan", "notice"].map((value) => document.querySelector(`[value=${value}]`));
        plan.click(); notice.click(); plan.click(); notice.click();
    }""")
    told(page, "找到25件，显示第1至25件")
    assert query(page) == {"kind": ["plan"]}


def test_on_a_phone_facets_stand_in_a_sheet(visitor: Visitor, large: Library) -> None:
    page = visitor.open(large.at("library/"), phone=True)
    assert not facet(page, "文种").is_visible()
    page.get_by_role("button", name="筛选").tap()
    facet(page, "文种").get_by_label("规划").tap()
    page.get_by_role("button", name="完成").tap()
    assert not facet(page, "文种").is_visible()
    told(page, "找到25件，显示第1至25件")
    page.get_by_role("button", name="规划，移除").tap()
    told(page, "共250件，显示第1至100件")
