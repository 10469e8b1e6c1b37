"""A site of 47 real notices, read as they lie: the acceptance of design.md §3 (joining) and §6 (relations) on real text."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from policy_library.graph.edges import Found
from policy_library.building import Built, build_site
from policy_library.text.normalize import squeeze

CONFIGURATION = Path(__file__).parent / "corpora/shanghai.yml"


@pytest.fixture(scope="module")
def built(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build_site(CONFIGURATION, site=tmp_path_factory.mktemp("real") / "site")


@pytest.fixture(scope="module")
def gold(corpus: Path) -> list[dict[str, str]]:
    with open(corpus / "gold/relations.tsv", encoding="utf8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def page(built: Built, slug: str) -> str:
    return (built.site / "policies" / slug / "index.html").read_text("utf8")


def test_every_file_is_a_page(built: Built, corpus: Path) -> None:
    slugs = sorted(path.stem for path in (corpus / "shanghai").glob("*.md"))
    assert len(slugs) == 47
    assert sorted(path.name for path in (built.site / "policies").iterdir()) == slugs


def test_no_error_was_found_and_no_file_was_changed(built: Built, corpus: Path) -> None:
    assert not [finding for finding in built.findings if finding.severity == "error"]
    assert not list((corpus / "shanghai").glob("addresses.lock"))


def test_a_citation_of_another_document_is_a_link_here_and_a_sentence_there(built: Built, gold: list[dict[str, str]]) -> None:
    rows = [row for row in gold if row["target_slug"] not in ("-", row["source"])]
    assert len(rows) == 4
    for row in rows:
        text = page(built, row["source"]).partition('id="原文"')[2].partition('id="关系"')[0]
        links = re.findall(r'<a class="cite" href="\.\./\.\./policies/([\w-]+)/[^"]*"[^>]*>(.*?)</a>', text, re.S)
        assert (row["target_slug"], squeeze(row["target"])) in [(slug, squeeze(shown)) for slug, shown in links]
        rail = page(built, row["target_slug"]).partition('id="关系"')[2]
        item = rail.partition(f'href="../../policies/{row["source"]}/"')[2].partition("</li>")[0]
        assert squeeze(row["target"]) in squeeze(re.sub("<[^>]+>", "", item))


def test_every_other_title_stands_in_the_list_of_unresolved_citations(built: Built, gold: list[dict[str, str]]) -> None:
    unresolved = {
        (edge.source.removeprefix("policies/"), edge.evidence.start)
        for edge in built.edition.graph.unresolved if isinstance(edge.evidence, Found)
    }
    rows = [row for row in gold if row["target"].startswith("《") and row["target_slug"] == "-"]
    assert len(rows) > 80
    missing = [(row["source"], row["target"]) for row in rows if (row["source"], int(row["start"])) not in unresolved]
    assert missing == []


@pytest.mark.parametrize(
    ("slug", "word"),
    [("highway-discretion-2016", "已失效"), ("road-transport-discretion-2016", "已失效"),
     ("urban-road-discretion-2016", "已失效"), ("traffic-accidents-2020", "已废止")],
)
def test_what_was_declared_void_is_shown_so(built: Built, slug: str, word: str) -> None:
    banner = page(built, slug).partition('class="policy-status')[2].partition("</section>")[0]
    assert word in banner


def test_an_extension_read_in_the_text_moves_the_end(built: Built) -> None:
    assert "有效期至2031年9月19日" in page(built, "urban-road-discretion-2021")


def test_a_reader_follows_a_citation_and_comes_back(built: Built, browser: Browser, serve) -> None:
    tab = browser.new_page()
    tab.goto(serve(built.site) + "policies/urban-road-discretion-extend-2026/")
    assert tab.locator("h1").inner_text().startswith("上海市交通委员会关于延长")
    tab.locator("#原文 a.cite").first.click()
    assert tab.url.endswith("/policies/urban-road-discretion-2021/")
    cited_by = tab.locator("#关系 a[href$='policies/urban-road-discretion-extend-2026/']").first
    assert "延长" in cited_by.inner_text()
    tab.close()
