"""A page weighs the same in a small library and in a large one: what grows is paged or cut, and the rest is one link away."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from checkout import Checkout, checkout, consultation, document, faq, interpretation, policy, topic

SMALL, LARGE = 120, 480
SHOWN, ROWS = 20, 100
NOT_FULL = {"interpretations/index.html", "policies/root/interprets-by/index.html"}
"""Lists with fewer than a hundred rows in the small library."""


def files(n: int) -> dict[str, str]:
    """n documents that rest on one, in one topic and one year; a quarter as many interpretations of it, all of one article."""
    held = {
        "policies/root.md": policy("第一条　甲。\n", title="道路条例", number="云交〔2025〕1000号", issued="2025-01-01"),
        "topics/roads.md": topic(title="道路", sections=[{"key": "rules", "title": "规定", "rule": {"agencies": ["transport"]}}]),
        "faq/asked.md": faq(answers=["root"]),
        "vocabulary/audiences.yml": "residents: {name: 居民}\n", "vocabulary/tags.yml": "roads: {name: 道路}\n",
    }
    for i in range(n):
        held[f"policies/doc-{i:03}.md"] = policy(
            "第一条　根据《道路条例》第一条，制定本办法。\n", title=f"道路第{i:03}号办法", number=f"云交〔2025〕{i + 1001}号", issued="2025-02-05",
            basis=["root"], audiences=["residents"], tags=["roads"],
        )
    for i in range(n // 4):
        held[f"interpretations/reading-{i:03}.md"] = interpretation(title=f"条例解读之{i:03}", interprets=[{"document": "root", "articles": ["第一条"]}])
    return held


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    return _built(tmp_path_factory.mktemp("small"), SMALL)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    return _built(tmp_path_factory.mktemp("large"), LARGE)


def _built(folder: Path, n: int) -> Checkout:
    made = checkout(folder, files(n))
    made.build()
    return made


def weight(made: Checkout, page: str) -> int:
    return len(gzip.compress((made.site / page).read_bytes(), 6))


def test_no_page_grows_with_the_library(small: Checkout, large: Checkout) -> None:
    """Further pages of a list are as long as what is left for them."""
    pages = [path.relative_to(small.site).as_posix() for path in small.site.rglob("*.html")]
    compared = [page for page in pages if not re.search(r"/\d/index\.html$", page) and page not in NOT_FULL]
    assert {"index.html", "library/index.html", "library/2025/index.html", "topics/roads/index.html", "topics/roads/rules/index.html",
            "policies/root/index.html", "policies/root/basis-by/index.html",
            "agencies/transport/index.html", "tags/roads/index.html", "interpretations/reading-000/index.html", "search/index.html"} <= set(compared)
    grown = {page: (weight(small, page), weight(large, page)) for page in compared}
    assert {page: held for page, held in grown.items() if held[1] > held[0] * 1.02 + 60} == {}


def test_who_cites_it_shows_twenty_and_leads_to_the_rest(large: Checkout) -> None:
    page = large.page("policies/root")
    group = re.search(r'id="关系-basis-by".*?</section>', page, re.S)
    assert group and group[0].count("relation-list__item") == SHOWN
    assert f'href="../../policies/root/basis-by/">全部{LARGE}份</a>' in group[0]
    cited = [large.page(f"policies/root/basis-by{number}") for number in ("", *(f"/{n}" for n in range(2, LARGE // ROWS + 2)))]
    found = [title for one in cited for title in re.findall(r"policies/(doc-\d+)/", one)]
    assert sorted(set(found)) == [f"doc-{i:03}" for i in range(LARGE)]


def test_interpretations_beyond_twenty_are_a_link_away(large: Checkout) -> None:
    page = large.page("policies/root")
    assert f'href="../../policies/root/interprets-by/">全部{LARGE // 4}篇</a>' in page
    assert page.count('class="article-note ') == SHOWN
    assert "条例解读之000" in large.page("policies/root/interprets-by") + large.page("policies/root/interprets-by/2")


def test_a_section_of_a_topic_shows_twenty_and_counts_all(large: Checkout) -> None:
    page = large.page("topics/roads")
    assert len(re.findall(r'<th scope="row"><a href="../../policies/', page)) == SHOWN
    assert f'href="../../topics/roads/rules/">全部{LARGE + 1}份文件</a>' in page
    assert f'<td class="data-table__count" data-label="文件">{LARGE + 1}</td>' in page
    assert f"共{LARGE + 1}件，显示第1至{ROWS}件" in large.page("topics/roads/rules")


def test_what_is_listed_by_type_is_paged(tmp_path: Path) -> None:
    many = ROWS + 3
    made = checkout(tmp_path / "checkout", {
        "policies/parking.md": policy(), **{f"faq/asked-{i}.md": faq(title=f"问答{i}") for i in range(many)},
        **{f"consultations/heard-{i}.md": consultation(title=f"征求意见{i}", opens="2025-01-01", closes="2025-02-01") for i in range(many)},
        "consultations/now.md": consultation(title="正在征求意见"), "about.md": document(title="关于"),
    })
    made.build()
    for section in ("faq", "consultations"):
        first, second = made.page(section), made.page(f"{section}/2")
        assert first.count("reading-row__title") == ROWS + (section == "consultations")
        assert second.count("reading-row__title") == many - ROWS and 'content="noindex"' in second
    assert "正在征求意见" in made.page("consultations") and "now/" not in made.page("consultations/2")
