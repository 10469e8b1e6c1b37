"""``policy stats`` as staff run it, their page in a browser, and the page of the public site."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from checkout import Checkout, checkout, document, policy

SECRET = "绝密工程搬迁办法"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    return checkout(tmp_path_factory.mktemp("stats") / "town", {
        "vocabulary/agencies.yml": "transport: {name: 云海市交通委员会, short: 市交通委, office_codes: [云交]}\nguard: {name: 云海市保卫局, short: 市保卫局, office_codes: [云卫]}\n",
        "policies/a.md": policy(kind="normative", issued="2026-01-05"), "policies/b.md": policy(title="装卸办法", issued="2025-03-03", effective="2025-04-01", expires="2026-01-01"),
        "policies/secret.md": policy(title=SECRET, issued="1987-01-05", disclosure="withheld", issuers=["guard"]),
        "policies/soon.md": policy(title="明天公开的办法", issued="2026-11-19", publish_at="2026-11-21"),
        "interpretations/a.md": document("解读。\n", title="解读", interprets=["a"], stage="release", issued="2026-01-05", disclosure="public"),
    }, options={"site": {"stats": True}})


def columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def test_text_stands_in_columns(made: Checkout) -> None:
    done = made.policy("stats")
    assert (done.returncode, done.stderr) == (0, "")
    by_year = done.stdout.split("按年份\n")[1].split("\n\n")[0].splitlines()
    assert [line.split()[:2] for line in by_year] == [["年份", "公开文件"], ["2026", "1"], ["2025", "1"], ["1987", "0"], ["合计", "2"]]
    assert len({columns(line) for line in by_year}) == 1
    assert "1/1，100%" in by_year[1] and re.search(r"不予公开 +1\n", done.stdout) and re.search(r"到期才公开 +1\n", done.stdout)
    assert SECRET not in done.stdout


def test_data_has_numerators_and_denominators(made: Checkout) -> None:
    told = json.loads(made.policy("stats", "--format", "json", "--year", "2026", "--agency", "市交通委").stdout)
    assert told["total"]["interpreted"] == {"numerator": 1, "denominator": 1}
    assert told["total"]["not_public"]["embargoed"] == 1 and told["total"]["documents"] == 1
    assert [(row["agency"], row["year"]) for row in told["agencies_by_year"]] == [("transport", 2026)]


def test_an_agency_that_is_none_is_told_with_the_nearest(made: Checkout) -> None:
    done = made.policy("stats", "--agency", "交通委员会")
    assert done.returncode == 2 and "没有机关“交通委员会”，是不是“云海市交通委员会”？" in done.stderr


@pytest.fixture(scope="module")
def staff_page(made: Checkout) -> Path:
    done = made.policy("stats", "--format", "html", "--output", "out/stats.html")
    assert done.returncode == 0, done.stderr
    assert [path.name for path in (made.root / "out").iterdir()] == ["stats.html"]
    return made.root / "out/stats.html"


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text))
    page.on("request", lambda request: None if request.url.startswith("file:") else troubles.append(request.url))
    yield page
    page.close()
    assert troubles == []


@pytest.mark.parametrize(("palette", "width"), [("light", 1440), ("dark", 390)])
def test_staff_s_page_is_one_readable_file(staff_page: Path, tab: Page, palette: str, width: int) -> None:
    assert SECRET not in staff_page.read_text("utf8") and "<script" not in staff_page.read_text("utf8")
    tab.set_viewport_size({"width": width, "height": 900})
    tab.emulate_media(color_scheme=palette)  # type: ignore[arg-type]
    tab.goto(staff_page.as_uri())
    assert tab.evaluate("document.documentElement.scrollWidth") == width
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 23, 28)"}[palette]
    assert tab.get_by_role("img", name="历年公开文件与效力").is_visible() and tab.get_by_role("table", name="历年公开文件与效力").is_visible()
    found = Axe().run(tab, options={"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}})
    assert [one["id"] for one in found.response["violations"]] == []


def test_staff_s_page_prints_on_a_sheet(staff_page: Path, tab: Page) -> None:
    tab.set_viewport_size({"width": 680, "height": 900})  # A4 with margins of 15 mm
    tab.goto(staff_page.as_uri())
    tab.emulate_media(media="print")
    assert tab.evaluate("document.documentElement.scrollWidth") == 680


def test_the_public_page_knows_only_what_is_public(made: Checkout) -> None:
    assert made.policy("build").returncode == 0
    page, data = made.page("stats"), (made.site / "assets/data/stats.json").read_text("utf8")
    told = json.loads(data)
    assert (told["total"]["documents"], [row["year"] for row in told["years"]]) == (2, [2026, 2025])
    for shown in (page, data):
        assert not [word for word in (SECRET, "明天", "保卫", "guard", "1987", "not_public", "不予公开") if word in shown]
    assert 'href="./stats/"' in made.page("")


def test_there_is_no_public_page_unless_asked(tmp_path: Path) -> None:
    made = checkout(tmp_path / "plain", {"policies/a.md": policy()})
    assert made.policy("build").returncode == 0
    assert not (made.site / "stats").exists() and not (made.site / "assets/data/stats.json").exists()
    assert "stats/" not in made.page("")
