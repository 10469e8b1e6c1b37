"""Every template, with every field of its view filled: whatever stands in a field is shown as text, never run."""

from __future__ import annotations

import itertools
import json
import re
import shutil
import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import date, datetime
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import jinja2
import pytest
from jinja2 import meta
from playwright.sync_api import Browser, Page

from policy_library.locale import catalogue, site_text
from policy_library.site import views
from policy_library.site.present import facet_data
from policy_library.site.templates import environment

THEME = Path(str(files("policy_library"))) / "theme"
HOSTILE = "</title><script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7*7777 }}javascript:alert(3)"
PAGES = get_args(views.PageOf)
DAY = date(2026, 11, 20)
ENVIRONMENT = environment(THEME).overlay(undefined=jinja2.StrictUndefined)
SHELL = views.Shell(site_name="云海市政策文件库", day=DAY, search="search/")


def filled(
    kind: Any, text: str, name: str = "", size: int = 3, choices: dict[Any, Iterator[Any]] | None = None
) -> Any:
    """A value of the type with every field filled: strings with `text`, numbers with `size`, literals in turn."""
    choices = {} if choices is None else choices
    origin, inner = get_origin(kind), get_args(kind)
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        return kind(**{f.name: filled(hints[f.name], text, f.name, size, choices) for f in fields(kind)})
    if origin in (Union, types.UnionType):
        return filled(next(part for part in inner if part is not type(None)), text, name, size, choices)
    if origin is Literal:
        return next(choices.setdefault(kind, itertools.cycle(inner)))
    if origin is tuple and inner[-1] is Ellipsis:
        return tuple(filled(inner[0], text, name, size, choices) for _ in range(size or 1))
    if origin is tuple:
        return tuple(filled(part, text, name, size, choices) for part in inner)
    if origin is Mapping:
        return {text: filled(inner[1], text, name, size, choices)}
    html = f"<p>{name}</p>" if name.endswith("_html") else text
    return {str: html, int: size, bool: bool(size), date: date(2024, 6, 1)}[kind]


def least(kind: type) -> Any:
    """A view with nothing but what it must have."""
    hints = get_type_hints(kind)
    needed = [f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING]
    parts = {name: (hints[name], is_dataclass(hints[name])) for name in needed}
    return kind(**{name: least(part) if nested else filled(part, "甲", name) for name, (part, nested) in parts.items()})


def render(view: Any, shell: views.Shell = SHELL, base: str = "../../", text: Callable[..., str] = site_text) -> str:
    return ENVIRONMENT.get_template(view.template).render(view=view, shell=shell, base=base, t=text)


def article_notes(notes: views.ArticleNotes, text: Callable[..., str] = site_text) -> str:
    """As the renderer calls it."""
    template = ENVIRONMENT.get_template("partials/article_notes.html")
    return template.make_module({"base": "../../", "t": text, "shell": SHELL}).article_notes(notes)


def variants(text: str) -> Iterator[tuple[str, Any]]:
    for page in PAGES:
        view = filled(page, text)
        yield page.template, view
        if page is views.TopicView:
            yield f"{page.template}-one-class", replace(view, kind="one-class")
        yield f"{page.template}-least", least(page)


class Elements(HTMLParser):
    """The start tags of a page with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.inside_script = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        assert len(dict(attrs)) == len(attrs), f"<{tag}> has an attribute twice"

    def handle_data(self, data: str) -> None:
        if self.lasttag in ("script", "style"):
            self.inside_script += data.strip()
        self.text += data

    def values(self, attribute: str) -> list[str]:
        return [attrs[attribute] or "" for _, attrs in self.tags if attribute in attrs]


def test_parts_know_nothing_of_the_page() -> None:
    """They are put together once for all pages of a section at the same depth."""
    imported = {name for path in THEME.rglob("*.html") for name in re.findall(r'import "(partials/[a-z_]+\.html)"', path.read_text("utf8"))}
    assert len(imported) >= 4
    for name in {*imported, "partials/article_notes.html"}:
        source = (THEME / name).read_text("utf8")
        assert meta.find_undeclared_variables(ENVIRONMENT.parse(source)) <= {"base", "shell", "t", "section"}


def test_each_page_has_its_own_place_in_the_shared_frame() -> None:
    shell = replace(SHELL, nav=(views.NavEntry("文件", "library/", "library"), views.NavEntry("主题", "topics/", "topics")))
    for section, base, here in itertools.product(("library", "topics", "", "library"), ("../", "../../"), ("home.html", "topics.html")):
        view = least(next(page for page in PAGES if page.template == here))
        links = Elements(render(replace(view, head=replace(view.head, section=section)), shell, base)).tags
        assert [attrs["href"] for _, attrs in links if "aria-current" in attrs] == [f"{base}{section}/"] * 2 * bool(section)
        assert sum(attrs.get("id") == "site-q" for _, attrs in links) == (here != "home.html")


@pytest.mark.parametrize("name, view", list(variants(HOSTILE)))
def test_text_in_a_field_is_shown_and_never_run(name: str, view: Any) -> None:
    page = Elements(render(view, filled(views.Shell, HOSTILE)))
    assert "onerror" not in {key for _, attrs in page.tags for key in attrs}
    assert page.inside_script == ""
    assert all("src" in attrs for tag, attrs in page.tags if tag == "script")
    assert "{{ 7*7777 }}" in page.text and "54439" not in page.text
    assert "</title><script>alert(1)</script>" in page.text


def test_text_in_an_article_note_is_shown_and_never_run() -> None:
    page = Elements(article_notes(filled(views.ArticleNotes, HOSTILE)))
    assert {tag for tag, _ in page.tags} == {"aside", "details", "summary", "span", "div", "a"}
    assert "{{ 7*7777 }}" in page.text


@pytest.mark.parametrize("name, view", list(variants("甲")))
def test_a_page_is_whole(name: str, view: Any) -> None:
    html = render(view)
    page = Elements(html)
    assert [tag for tag, _ in page.tags].count("h1") == (1 if name != "page.html-least" else 0)
    assert not {key for _, attrs in page.tags for key in attrs if key == "style" or key.startswith("on")}
    assert re.search(r"\bNone\b|Undefined|\bTrue\b|\bFalse\b", page.text) is None
    ids = page.values("id")
    own = [i for i in ids if i != "甲" and not i.startswith("关系-")]
    assert len(own) == len(set(own)), "an id of the theme occurs twice"
    for attribute in ("aria-labelledby", "popovertarget", "for"):
        assert set(page.values(attribute)) <= set(ids)
    assert "default-src 'self'" in html and ("unsafe" in html) == view.head.preview  # the host's script in a live preview


@pytest.mark.parametrize(
    "href, printed",
    [
        ("policies/parking-rules/#第十二条", "../../policies/parking-rules/#第十二条"),
        ("#第十二条", "#第十二条"),
        ("https://service.example/?a=1&b=2", "https://service.example/?a=1&amp;b=2"),
        ("mailto:office@yunhai.example", "mailto:office@yunhai.example"),
        ("javascript:alert(1)", "../../javascript:alert(1)"),
        ("//other.example/", "../..///other.example/"),
        ("", "../../"),
    ],
)
def test_only_paths_of_the_site_get_the_base(href: str, printed: str) -> None:
    page = views.TopicsView(
        head=views.Head(title="主题"),
        title="主题",
        groups=(views.TopicGroup("一件事", "", (views.TopicCard("一件事", "开办停车场", href),)),),
    )
    assert f'class="card__link" href="{printed}"' in render(page)


def test_every_text_is_used_and_every_used_text_exists() -> None:
    used: set[str] = set()

    def remember(key: str, /, **values: object) -> str:
        used.add(key)
        return site_text(key, **values)

    for _, view in variants("甲"):
        render(view, filled(views.Shell, "甲"), text=remember)
    for page in PAGES:  # empty strings, zeros, one of everything
        render(filled(page, "", size=0), SHELL, text=remember)
    home = least(views.HomeView)
    render(replace(home, head=replace(home.head, preview=True)), text=remember)
    row = filled(views.DocRow, "甲")
    one_without = (replace(row, marks=views.Marks(1)), replace(row, marks=views.Marks()))
    render(replace(home, latest=one_without), text=remember)
    bare = views.TopicSection(anchor="a", title="甲")
    render(replace(filled(views.TopicView, "甲"), sections=(bare,)), text=remember)
    article_notes(filled(views.ArticleNotes, "甲"), remember)
    in_modules = re.findall(r"\bwords\.(\w+)", (THEME / "assets/library/search/results.js").read_text("utf8"))
    used |= {f"search.page.{name}" for name in in_modules}
    assert used == set(leaves(catalogue("site")))


def leaves(node: Any, path: tuple[str, ...] = ()) -> Iterator[str]:
    for key, value in node.items():
        if isinstance(value, dict):
            yield from leaves(value, (*path, key))
        else:
            yield ".".join((*path, key))


def test_no_search_page_no_search_box() -> None:
    home = filled(views.HomeView, "甲")
    assert 'role="search"' not in render(home, replace(SHELL, search=None))
    assert 'action="../../search/"' in render(home)


@pytest.mark.parametrize(
    "status, attributes",
    [
        (("in-force", "in-force", "现行有效", date(2024, 6, 1), date(2029, 5, 31)),
         ' data-status="in-force" data-effective="2024-06-01" data-expires="2029-05-31"'),
        (("not-yet", "not-yet", "尚未施行", date(2027, 1, 1), None), ' data-status="not-yet" data-effective="2027-01-01"'),
        (("open", "draft", "征求意见中", None, date(2026, 12, 4)), ' data-status="open" data-expires="2026-12-04"'),
        # Nothing that a date alone could change:
        (("repealed", "repealed", "已废止", date(2019, 7, 1), date(2024, 6, 30)), ""),
        (("in-force", "in-force", "现行有效", None, None), ""),
    ],
)  # fmt: skip
def test_a_status_carries_the_dates_that_change_it(status: tuple[Any, ...], attributes: str) -> None:
    row = views.DocRow("甲", "a/", "通知", views.Status(*status))
    html = render(views.ListView(head=views.Head(title="公文库"), title="公文库", count="共1件", rows=(row,)))
    assert f'<span class="status-tag status--{status[1]}"{attributes}>' in html


# ── In a browser ──────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., str]) -> str:
    """Every page type with hostile strings, and 公文库 with facets over three documents, as static files."""
    site = tmp_path_factory.mktemp("templates")
    shutil.copytree(THEME / "assets", site / "assets")
    for name, view in (*variants(HOSTILE), ("library", library())):
        (site / name).mkdir()
        (site / name / "index.html").write_text(render(view, base="../"), "utf8")
    data = site / "assets" / "data"
    data.mkdir()
    (data / "library.json").write_text(LIBRARY_JSON, "utf8")
    (data / "library-0.json").write_text(LIBRARY_ROWS, "utf8")
    return serve(site)


LIBRARY_JSON = json.dumps({
    "version": 2, "count": 3, "chunk": 256,
    "facets": {
        "kind": facet_data.column(["notice", "opinion"], [["notice"], ["opinion"], ["notice"]]),
        "agency": facet_data.column(["a", "b"], [["a"], ["a", "b"], ["b"]]),
    },
    "dates": facet_data.dates([
        facet_data.Days(date(2026, 11, 16), date(2026, 12, 1), None),
        facet_data.Days(date(2026, 11, 5), date(2026, 9, 27), date(2029, 8, 2)),
        facet_data.Days(None, date(2026, 5, 20), date(2029, 5, 29)),
    ]),
})
LIBRARY_ROWS = """[
 ["policies/one/", "<b>甲</b>", "云交〔2026〕1号", "通知", "市交通委员会", "2026-11-16", "in-force", "in-force", "现行有效", "", "", 1, 0, 0],
 ["policies/two/", "乙", "", "意见", "市交通委员会等2个部门", "2026-11-05", "in-force", "in-force", "现行有效", "", "2029-05-31", 0, 2, 1],
 ["policies/three/", "丙", "云公〔2024〕3号", "通知", "市公安局", "", "unknown", "unknown", "效力待核", "", "", 0, 0, 0]]"""


def library() -> views.ListView:
    status = views.Status("in-force", "in-force", "现行有效", date(2024, 6, 1), date(2029, 5, 31))
    return views.ListView(
        head=views.Head(title="公文库"),
        title="公文库",
        count="共3件，显示第1至1件",
        rows=(views.DocRow("已经写好的一行", "policies/two/", "意见", status, date(2026, 11, 5)),),
        facets=views.Facets(
            "assets/data/library.json",
            (
                views.Facet("kind", "文种", (views.FacetOption("notice", "通知", 2), views.FacetOption("opinion", "意见", 1))),
                views.Facet("agency", "制发机关", (views.FacetOption("a", "交通", 2), views.FacetOption("b", "公安", 2)), True),
            ),
        ),
    )


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A page on which any dialog, error or message on the console is a failure."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    troubles: list[str] = []
    page.on("dialog", lambda dialog: (troubles.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda message: troubles.append(message.text))
    yield page
    page.close()
    assert troubles == []


@pytest.mark.parametrize("page", [page for page in PAGES if page is not views.RedirectView])  # leads away at once
def test_a_browser_runs_nothing_that_a_field_says(page: Any, address: str, tab: Page) -> None:
    tab.goto(f"{address}{page.template}/")
    tab.wait_for_load_state("networkidle")
    assert tab.title().startswith("</title><script>alert(1)")


def shown(tab: Page) -> list[str]:
    return tab.locator("#rows .row-link").all_inner_texts()


def counts(tab: Page, facet: str) -> list[str]:
    return tab.locator(f"[data-facet={facet}] .facet__count").all_text_contents()


def test_facets_choose_and_count_and_the_address_remembers(address: str, tab: Page) -> None:
    fetched: list[str] = []
    tab.on("request", lambda request: fetched.append(request.url.rpartition("/")[2]))
    tab.goto(f"{address}library/")
    tab.wait_for_load_state("networkidle")
    assert not [name for name in fetched if name.endswith(".json")]

    tab.get_by_text("文种").click()
    tab.get_by_role("checkbox", name="通知").check()
    tab.get_by_text("找到2件，显示第1至2件").wait_for()
    assert shown(tab) == ["<b>甲</b>", "丙"]
    assert counts(tab, "agency") == ["1", "1"] and counts(tab, "kind") == ["2", "1"]
    assert tab.url.endswith("?kind=notice")

    tab.get_by_role("checkbox", name="公安").check()
    tab.get_by_text("找到1件").wait_for()
    assert shown(tab) == ["丙"] and tab.locator("#rows .doc-table__meta").inner_text().startswith("云公〔2024〕3号")
    tab.get_by_role("button", name="公安，移除").click()
    tab.get_by_text("找到2件").wait_for()
    tab.reload()
    tab.get_by_text("找到2件").wait_for()
    tab.get_by_role("checkbox", name="通知").uncheck()
    tab.get_by_text("共3件").wait_for()
    assert shown(tab) == ["已经写好的一行"]
    tab.go_back()
    tab.get_by_text("找到2件").wait_for()


def test_facets_sort_by_what_ends_next(address: str, tab: Page) -> None:
    tab.goto(f"{address}library/")
    tab.get_by_label("排序").select_option("expires")
    tab.get_by_text("找到3件").wait_for()
    assert shown(tab) == ["丙", "乙", "<b>甲</b>"]
    assert tab.url.endswith("?sort=expires")


@pytest.mark.parametrize(
    "now, word",
    [
        (datetime(2020, 1, 1), "现行有效"),  # a clock that is wrong changes nothing
        (datetime(2029, 5, 31, 23), "现行有效"),  # the last day is valid
        (datetime(2029, 6, 1, 1), "已失效"),
    ],
)
def test_a_status_follows_the_readers_date(now: datetime, word: str, address: str, tab: Page) -> None:
    tab.clock.set_fixed_time(now)
    tab.goto(f"{address}library/")
    tag = tab.locator("#rows .status-tag")
    assert tag.inner_text() == word
    assert tag.locator("use").get_attribute("href") == ("#shape-repealed" if word == "已失效" else "#shape-in-force")


def test_palette_and_text_size_are_remembered(address: str, tab: Page) -> None:
    tab.goto(f"{address}library/")
    tab.get_by_role("button", name="大字版").click()
    tab.get_by_role("button", name="深色显示").click()
    tab.reload()
    root = tab.locator("html")
    assert root.get_attribute("data-scheme") == "dark" and root.get_attribute("class") == "text-large"
    assert tab.locator("[aria-pressed=true]").count() == 2
