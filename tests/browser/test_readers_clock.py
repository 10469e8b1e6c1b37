"""A page says what held on the day it was built, and mends it by the reader's date. Built for 2026-11-20."""

from __future__ import annotations

import re

import pytest
from libraries_built import Library
from playwright.sync_api import Locator, Page, expect
from visiting import Visitor

REPEALED, IN_FORCE, NOT_YET, DRAFT, UNKNOWN = (f"status--{tone}" for tone in ("repealed", "in-force", "not-yet", "draft", "unknown"))

DAYS = [
    ("policies/ending/", "2026-11-20", "现行有效", IN_FORCE),
    ("policies/ending/", "2026-11-30", "现行有效", IN_FORCE),  # the last day is itself valid
    ("policies/ending/", "2026-12-01", "已失效", REPEALED),
    ("policies/coming/", "2026-11-30", "尚未施行", NOT_YET),
    ("policies/coming/", "2026-12-01", "现行有效", IN_FORCE),
    ("policies/coming/", "2027-11-30", "现行有效", IN_FORCE),
    ("policies/coming/", "2027-12-01", "已失效", REPEALED),
    ("policies/rules/", "2029-06-01", "已失效", REPEALED),
    ("policies/old/", "2026-12-01", "已废止", REPEALED),  # ended by another: no date changes that
    ("policies/old/", "2018-01-01", "已废止", REPEALED),
    ("policies/opinion/", "2099-01-01", "现行有效", IN_FORCE),  # no end is stated
    ("policies/rules/", "2020-01-01", "现行有效", IN_FORCE),  # a clock years behind the build
    ("policies/ending/", "1970-01-02", "现行有效", IN_FORCE),
    ("policies/coming/", "1970-01-02", "尚未施行", NOT_YET),
    ("consultations/night/", "2026-11-20", "正在征求意见", DRAFT),
    ("consultations/night/", "2026-12-05", "正在征求意见", DRAFT),
    ("consultations/night/", "2026-12-06", "征求意见已结束", UNKNOWN),
    ("consultations/rules-draft/", "2027-01-01", "征求意见已结束", UNKNOWN),
]


def banner(page: Page) -> Locator:
    return page.get_by_role("region", name="效力状态")


@pytest.mark.parametrize(("address", "day", "word", "tone"), DAYS, ids=[f"{address}{day}" for address, day, *_ in DAYS])
def test_the_word_of_a_day(visitor: Visitor, town: Library, address: str, day: str, word: str, tone: str) -> None:
    page = visitor.open(town.at(address), on=day)
    expect(banner(page).locator("[data-word]")).to_have_text(word)
    assert tone in (banner(page).get_attribute("class") or "").split()
    shape = banner(page).locator("use").get_attribute("href")
    assert shape == f"#shape-{tone.removeprefix('status--')}"


def test_the_word_changes_at_midnight_of_the_reader(visitor: Visitor, town: Library) -> None:
    page = visitor.window(before="")
    page.clock.set_fixed_time("2026-11-30T23:59:59+08:00")
    page.goto(town.at("policies/ending/"))
    assert banner(page).locator("[data-word]").inner_text() == "现行有效"
    page.clock.set_fixed_time("2026-12-01T00:00:01+08:00")
    page.reload()
    assert banner(page).locator("[data-word]").inner_text() == "已失效"


def test_it_is_said_what_was_checked_when(visitor: Visitor, town: Library) -> None:
    page = visitor.open(town.at("policies/ending/"))
    assert "状态核对至2026年11月20日。" in banner(page).inner_text()
    visitor.set_day(page, "2026-12-01")
    page.reload()
    assert "按您设备的日期显示，网页上次核对于2026年11月20日。" in banner(page).inner_text()
    assert "状态核对至" not in banner(page).inner_text()


@pytest.mark.parametrize("address", ["", "library/", "library/2021/", "library/expiring/", "tags/parking/", "topics/open-parking/"])
def test_lists_change_with_it(visitor: Visitor, town: Library, address: str) -> None:
    page = visitor.open(town.at(address), on="2029-06-01")
    words = page.locator("main [data-status] [data-word]").all_inner_texts()
    assert "已失效" in words
    for tag in page.locator("main [data-status]", has_text="已失效").all():
        assert REPEALED in (tag.get_attribute("class") or "").split() and tag.locator("use").get_attribute("href") == "#shape-repealed"


def test_on_the_day_of_the_build_lists_say_what_was_built(visitor: Visitor, town: Library) -> None:
    told = visitor.open(town.at("library/")).locator("[data-word]").all_inner_texts()
    built = re.findall(r"data-word>([^<]*)<", (town.folder / "library/index.html").read_text("utf8"))
    assert told == built


def test_rows_that_a_choice_shows_change_with_it(visitor: Visitor, town: Library) -> None:
    page = visitor.open(town.at("library/?year=2021&year=2026"), on="2026-12-01")
    expect(page.locator("#count")).to_have_text(re.compile("找到"))
    assert sorted(page.locator("#rows [data-word]").all_inner_texts()) == ["已失效", "现行有效"]


def test_relations_change_with_it(visitor: Visitor, town: Library) -> None:
    page = visitor.open(town.at("policies/opinion/"), on="2029-06-01")
    assert page.locator("#关系-basis [data-word]").inner_text() == "已失效"


def test_after_the_last_day_nobody_is_asked_for_opinions(visitor: Visitor, town: Library) -> None:
    page = visitor.open(town.at("consultations/night/"))
    assert page.get_by_role("link", name="提出意见").is_visible()
    visitor.set_day(page, "2026-12-06")
    page.reload()
    assert not page.get_by_role("link", name="提出意见").is_visible()


def test_a_document_that_has_expired_meanwhile_says_so_on_paper(visitor: Visitor, town: Library) -> None:
    page = visitor.open(town.at("policies/ending/"), on="2026-12-01")
    page.emulate_media(media="print")
    assert page.locator(".print-origin").inner_text().startswith("网页打印件，已失效")
    assert "policy-text--repealed" in (page.locator("#原文").get_attribute("class") or "")
