"""Every string of every document, vocabulary entry and setting is an attack; every page is opened, and shows it as text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

import pytest
from mkdocs.commands.build import build as host_build
from mkdocs.config import load_config
from playwright.sync_api import Browser, Page

from checkout import Checkout, checkout
from hostile import MARKER, Attacks, library, options, shown_whole

RAW = """\
甲<script>alert(1)</script>乙

<img src=x onerror=alert(1)><svg onload=alert(1)></svg><iframe srcdoc="<script>alert(1)</script>"></iframe>

<p onmouseover=alert(1) style="position:fixed;inset:0">丙</p><h2 id=main class=site-header>丁</h2><a id=__config name=location>戊</a>

[一](javascript:alert(1)) [二](JaVaScRiPt&#58;alert(1)) [三](data:text/html,<script>alert(1)</script>) [四](&#1;javascript:alert(1))
<a href="java&Tab;script:alert(1)">五</a> <a href=" javascript:alert(1)">六</a> [七][x] <javascript:alert(1)> ![八](x" onerror="alert(1))

[x]: javascript:alert(1)

<style>*{display:none}</style><link rel=stylesheet href=//x.example/a.css><base href=//x.example/><meta http-equiv=refresh content="0;url=//x.example/">
<form action=//x.example/><input autofocus onfocus=alert(1)></form><object data=x></object><embed src=x><math><mi xlink:href=javascript:alert(1)></math>
<template><script>alert(1)</script></template><noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>

<!--notes:第一条--> {{ 7*7777 }} {% include "x" %} ${7*7777} <%= 7*7777 %>

| <script>alert(1)</script> | <b onclick=alert(1)>甲</b> |
|---|---|
| ![x](https://x.example/a.png) | <video src=//x.example/a.mp4 poster=javascript:alert(1)></video> |

第一条　甲<GB/T 1>与<重要>。[^main]

[^main]: 注<script>alert(1)</script>
"""
"""What the gate takes away: in a preview, where a finding stops nothing, the page is shown all the same."""


@dataclass
class Visit:
    """What a browser met on a page."""

    address: str
    text: str = ""
    attributes: list[tuple[str, str, str]] = field(default_factory=list)
    elements: dict[str, int] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)
    title: str = ""
    problems: list[str] = field(default_factory=list)


READ = """() => ({
  title: document.title,
  text: [document.title, document.body.textContent].join(' '),
  attributes: [...document.querySelectorAll('*')].flatMap(e => [...e.attributes].map(a => [e.localName, a.name, a.value])),
  elements: [...document.querySelectorAll('*')].map(e => e.localName),
  ids: [...document.querySelectorAll('[id]')].map(e => e.id),
})"""


def visit(tab: Page, root: str, address: str) -> Visit:
    seen = Visit(address)
    listeners = {
        "dialog": lambda dialog: (seen.problems.append(f"dialog {dialog.message}"), dialog.dismiss()),
        "console": lambda message: seen.problems.append(f"{message.type}: {message.text}") if message.type in ("error", "warning") else None,
        "pageerror": lambda error: seen.problems.append(f"pageerror {error}"),
        "request": lambda request: None if request.url.startswith((root, "data:")) else seen.problems.append(f"request {request.url}"),
        "requestfailed": lambda request: None if request.failure == "net::ERR_ABORTED" else seen.problems.append(f"failed {request.url}"),
    }
    for name, listener in listeners.items():
        tab.on(name, listener)  # type: ignore[call-overload]
    tab.goto(root + address)
    tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    found = tab.evaluate(READ)
    if tab.url != root + address:
        seen.problems.append(f"left for {tab.url}")
    for name, listener in listeners.items():
        tab.remove_listener(name, listener)
    seen.title, seen.text, seen.ids = found["title"], found["text"], found["ids"]
    seen.attributes = [tuple(one) for one in found["attributes"]]
    for name in found["elements"]:
        seen.elements[name] = seen.elements.get(name, 0) + 1
    return seen


@dataclass
class Town:
    made: Checkout
    attack: Attacks
    visits: dict[str, Visit]
    preview: bool


def pages(made: Checkout) -> list[str]:
    """All but those that lead on at once."""
    found = sorted(path.relative_to(made.site).as_posix() for path in made.site.rglob("*.html"))
    return [path.removesuffix("index.html") for path in found if 'http-equiv="refresh"' not in (made.site / path).read_text("utf8")]


@pytest.fixture(scope="module", params=["site", "preview"])
def town(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, browser: Browser, serve: Callable[..., str]
) -> Iterator[Town]:
    attack = Attacks()
    preview = request.param == "preview"
    files = library(attack)
    if preview:
        files = {path: f"{text}\n\n{RAW}" if isinstance(text, str) and path.endswith(".md") else text for path, text in files.items()}
        files["policies/broken.md"] = f"---\ntitle: [{attack('bad yaml')}\n---\n"
    made = checkout(tmp_path_factory.mktemp("hostile"), files, options=options(attack), site_name=attack("settings.site_name"))
    if preview:
        config = load_config(str(made.config))
        config.plugins.on_startup(command="serve", dirty=False)
        host_build(config)
        config.plugins["policy-library"].preview.provide_all()
    else:
        made.build()
    root = serve(made.site)
    context = browser.new_context(service_workers="block")
    tab = context.new_page()
    yield Town(made, attack, {address: visit(tab, root, address) for address in pages(made)}, preview)
    context.close()


def test_every_kind_of_page_is_visited(town: Town) -> None:
    kinds = {"", "about/", "404.html", "library/", "library/2026/", "agencies/", "agencies/one/", "audiences/one/", "tags/one/", "catalogue/",
             "catalogue/one/", "interpretations/", "faq/", "topics/", "consultations/", "policies/gone/", "policies/lost/",
             *(f"{type}/{type}/" for type in ("policies", "interpretations", "faq", "topics", "consultations"))}
    assert kinds <= town.visits.keys()


def test_nothing_runs_nothing_is_asked_of_others_and_nothing_complains(town: Town) -> None:
    assert {seen.address: seen.problems for seen in town.visits.values() if seen.problems and seen.address != "404.html"} == {}


def test_every_attack_is_shown_as_its_characters(town: Town) -> None:
    """In text and in attributes: wherever its marker is, all of it is."""
    cut = set()
    for seen in town.visits.values():
        for marker, whole in shown_whole(seen.text).items():
            if not whole:
                cut.add((seen.address, town.attack.where[marker]))
        for element, name, held in seen.attributes:
            for marker, whole in shown_whole(held, unquote).items():
                if not whole:
                    cut.add((seen.address, element, name, town.attack.where[marker]))
    assert cut == set()


def test_no_expression_is_worked_out(town: Town) -> None:
    for seen in town.visits.values():
        assert "54439" not in seen.text, seen.address


def test_no_element_came_of_an_attack(town: Town) -> None:
    """The script elements are the page's own, and each has an address; nothing carries a handler or a style."""
    for seen in town.visits.values():
        scripts = [held for element, name, held in seen.attributes if element == "script" and name == "src"]
        assert len(scripts) == seen.elements["script"] and all("/assets/library/" in f"/{held}" for held in scripts), seen.address
        assert not {"iframe", "object", "embed", "style", "base", "math", "template"} & seen.elements.keys(), seen.address
        assert seen.elements.get("noscript", 0) == (seen.address == "search/"), seen.address
        forms = [held for element, name, held in seen.attributes if element == "form" and name == "action"]
        assert seen.elements.get("form", 0) <= 2 and all(re.fullmatch(r"((\.\./)*|\./|/library/)search/", held) for held in forms), seen.address
        assert [one for one in seen.attributes if one[1].startswith("on") or one[1] in ("style", "srcdoc", "srcset")] == []
        links = [unquote(held).lower() for _, name, held in seen.attributes if name in ("href", "src", "poster", "action", "xlink:href")]
        assert [held for held in links if re.match(r"[\x00-\x20]*(javascript|vbscript|data|//)", held)] == []


def test_no_id_stands_twice_on_a_page(town: Town) -> None:
    for seen in town.visits.values():
        assert sorted(seen.ids) == sorted(set(seen.ids)), seen.address


SHOWN = [
    "settings.site_name", "settings.demo", "settings.footer", "settings.link", "policies.title", "policies.number", "policies.index_number",
    "policies.addressees", "policies.approval", "policies.hotline", "policies.source", "policies.changes.text", "policies.attachments.title",
    "policies.basis.title", "policies.related.title", "policies code", "policies alt", "policies link title", "policies cell", "policies quotation",
    "policies note", "policies article", "policies citation", "interpretations.title", "interpretations.summary", "interpretations heading",
    "interpretations code", "interpretations origin", "faq.title", "faq group", "faq question", "faq source", "faq code", "topics.title",
    "topics.summary", "topics.sections.title", "topics.sections.text", "topics.sections.facts", "consultations.title", "consultations.contact",
    "consultations.short_reason", "consultations.result", "page.title", "page code", "home.lead", "home code", "agencies.name", "audiences.name",
    "audiences.description", "tags.name", "tags.description", "services.name", "services.url", "catalogue.title", "catalogue.basis", "catalogue.update",
    "catalogue.form", "withdrawn.reason", "gone.title", "redirect.gone", "redirect.gone title",
]


@pytest.mark.parametrize("where", SHOWN)
def test_what_is_meant_to_be_read_can_be_read(town: Town, where: str) -> None:
    marker = town.attack.at(where)
    assert any(marker in seen.text or any(marker in unquote(held) for _, _, held in seen.attributes) for seen in town.visits.values())


def test_the_title_of_the_window_is_the_title(town: Town) -> None:
    assert town.attack.at("policies.title") in town.visits["policies/policies/"].title
    assert "</title><script>" in town.visits["policies/policies/"].title


def test_only_a_preview_tells_what_it_found_as_text(town: Town) -> None:
    text = town.visits["policies/policies/"].text
    assert ("C014" in text) == ("发布时会去掉：<script>" in text) == ("<GB/T 1>与<重要>" in text) == town.preview


def test_the_data_behind_the_facets_is_text_too(town: Town, browser: Browser, serve: Callable[..., str]) -> None:
    tab = browser.new_page()
    seen: list[str] = []
    tab.on("dialog", lambda dialog: (seen.append(dialog.message), dialog.dismiss()))
    tab.on("console", lambda message: seen.append(message.text) if message.type == "error" else None)
    tab.goto(serve(town.made.site) + "library/")
    tab.locator("details.facet").first.evaluate("one => one.open = true")
    tab.locator("input.facet__box").first.check()
    tab.wait_for_function("() => document.querySelector('#filters')?.textContent.length > 0")
    rows = tab.locator("#rows").inner_text()
    assert town.attack.at("policies.title") in rows and "<img src=x" in rows
    assert tab.evaluate("document.querySelectorAll('#list img, #list script').length") == 0
    assert seen == []
    tab.close()


def test_markers_are_counted_right() -> None:
    attack = Attacks()
    text = attack("one")
    assert MARKER.findall(text) == [attack.at("one")]
    assert shown_whole(f"x {text} y") == {attack.at("one"): True}
    assert shown_whole(f"x {text[5:]} y") == {attack.at("one"): False}
