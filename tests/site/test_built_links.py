"""No link of the built site leads nowhere, whether all pages are followed or only those that changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy_library.site import links, manifest
from policy_library.site.links import Before, BrokenLink, Links
from policy_library.work.memory import Memory

from checkout import written


def files_of(site: Path) -> dict[str, str]:
    return {path: manifest.digest((site / path).read_bytes()) for path in manifest.files_of(site)}


def made_in(site: Path, paths: set[str]) -> dict[str, Links]:
    return {path: links.links_of(path, (site / path).read_text("utf8"), "/") for path in paths if path.endswith(".html")}


def found_in(site: Path, root: str) -> list[BrokenLink]:
    return links.broken(site, files_of(site), root, Memory())


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


# ── All pages ─────────────────────────────────────────────────────────────────

PAGES = {"index.html": '<p id="第一条">', "a/index.html": '<p id="第一条" class="x">', "a/form 1.pdf": "", "404.html": "", "assets/x.css": ""}


@pytest.mark.parametrize(
    ("link", "broken"),
    [
        ("a/", None), ("a/#第一条", None), ("a/#%E7%AC%AC%E4%B8%80%E6%9D%A1", None), ("#第一条", None), ("./", None), ("a/form%201.pdf", None),
        ("a/?q=1#第一条", None), ("https://x.example/none/", None), ("mailto:a@b.c", None), ("tel:1", None), ("//x.example/", None), ("/library/a/", None),
        ("a/#:~:text=甲", None), ("a/form%201.pdf#page=2", None), ("", None), ("#", None), ("a/&#35;第一条", None),
        ("b/", "link"), ("a/#第二条", "anchor"), ("#第二条", "anchor"), ("../a/", "link"), ("a", "link"), ("a/none.pdf", "link"), ("/library/b/", "link"),
        ("../../../etc/passwd", "link"), ("javascript:alert(1)", "link"),
    ],
)
def test_a_link_leads_somewhere_or_is_broken(site: Path, link: str, broken: str | None) -> None:
    page = written(site, {**PAGES, "page.html": f'<p id="第一条"><a class="x" href="{link}">'}) / "page.html"
    found = [one for one in found_in(site, "/library/") if one.page == page.name]
    shown = link.replace("&#35;", "#")
    assert found == ([] if broken is None else [BrokenLink("page.html", shown, broken == "anchor")])


@pytest.mark.parametrize("attribute", ["src", "poster", "href"])
def test_pictures_scripts_and_films_are_looked_after(site: Path, attribute: str) -> None:
    written(site, {"index.html": f'<x {attribute}="none.png">'})
    assert found_in(site, "/") == [BrokenLink("index.html", "none.png", False)]


@pytest.mark.parametrize("blank", [" ", "\n", "\t", "\r\n", "\f", "  "])
def test_attributes_stand_behind_any_blank(site: Path, blank: str) -> None:
    written(site, {"index.html": f'<p{blank}id="一"><a{blank}class="x"{blank}href="#一"{blank}href="none/">'})
    assert [one.target for one in found_in(site, "/")] == ["none/"]


def test_blanks_in_an_address_are_no_other_ones(site: Path) -> None:
    """A browser takes line breaks out of an address; within it, they would be blanks."""
    written(site, {"index.html": '<a href="\n a/\n"><p id="一\n二"><a\nhref="#一%0A二"><a href="java\nscript:x.html">', "a/index.html": "<p>", "java script:x.html": ""})
    assert [one.target for one in found_in(site, "/")] == ["java\nscript:x.html"]


def test_a_link_is_looked_after_on_every_page(site: Path) -> None:
    """The same relative address is another one in another folder."""
    written(site, {"index.html": '<a href="a/">', "a/index.html": '<a href="a/">', "b/c/index.html": '<a href="../d/"><a href="../c/#x">'})
    assert [(one.page, one.target, one.anchor) for one in found_in(site, "/")] == [
        ("a/index.html", "a/", False), ("b/c/index.html", "../d/", False), ("b/c/index.html", "../c/#x", True),
    ]


def test_what_only_looks_like_a_link_or_an_id_is_none(site: Path) -> None:
    """Text of an author is no attribute, whatever it says."""
    written(site, {"index.html": '<p>写作 href="none/" src="none.png" id="第一条" 即可</p><a href="#第一条">'})
    assert [one.target for one in found_in(site, "/")] == ["#第一条"]


# ── Pages that changed ────────────────────────────────────────────────────────

OLD = {
    "index.html": '<a href="a/#二"><a href="form.pdf">', "a/index.html": '<p id="一"><p id="二">', "b/index.html": "<p>", "form.pdf": "",
    "assets/search/s/0.1.bin": "",
}


def after(tmp_path: Path, new: dict[str, str | None]) -> list[BrokenLink]:
    """What is found once ``new`` has taken the place of what was there, and only the pages that changed are followed."""
    old, site = written(tmp_path / "old", OLD), written(tmp_path / "new", {path: text for path, text in {**OLD, **new}.items() if text is not None})
    before, now = files_of(old), files_of(site)
    kept = {path for path in now if before.get(path) == now[path]}
    found = links.broken(site, now, "/", Memory(), made_in(site, now.keys() - kept), Before(old, before, kept))
    assert found == found_in(site, "/")
    return found


@pytest.mark.parametrize(
    ("new", "broken"),
    [
        ({}, []),
        ({"b/index.html": '<a href="../a/#一">'}, []),
        ({"b/index.html": '<a href="../a/#三">'}, ["../a/#三"]),
        ({"b/index.html": '<a href="../form.pdf#page=2"><a href="../c/">'}, ["../c/"]),
        ({"a/index.html": '<p id="二"><p id="三">', "c/index.html": '<a href="../a/#三">'}, []),
        ({"a/index.html": '<p id="一">'}, ["a/#二"]),
        ({"a/index.html": None}, ["a/#二"]),
        ({"form.pdf": None}, ["form.pdf"]),
        ({"form.pdf": "other"}, []),
        ({"assets/search/s/0.1.bin": None, "assets/search/s/0.2.bin": ""}, []),
    ],
)
def test_a_link_of_a_page_that_stayed_is_looked_after_as_well(tmp_path: Path, new: dict[str, str | None], broken: list[str]) -> None:
    assert [one.target for one in after(tmp_path, new)] == broken


def test_pages_that_stayed_are_not_followed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    followed = []
    links_of = links.links_of
    monkeypatch.setattr(links, "links_of", lambda page, *given: followed.append(page) or links_of(page, *given))
    old, site = written(tmp_path / "old", OLD), written(tmp_path / "new", {**OLD, "b/index.html": "<b>"})
    links.broken(site, files_of(site), "/", Memory(), made_in(site, {"b/index.html"}), Before(old, files_of(old), set(OLD) - {"b/index.html"}))
    assert set(followed) == {"b/index.html"}


@pytest.mark.parametrize("harm", [lambda page: page.unlink(), lambda page: page.write_text('<p id="一">', "utf8")])
def test_where_the_old_page_cannot_tell_what_it_offered_every_page_is_followed(tmp_path: Path, harm) -> None:  # type: ignore[no-untyped-def]
    old, site = written(tmp_path / "old", OLD), written(tmp_path / "new", {**OLD, "a/index.html": '<p id="一">'})
    before = files_of(old)
    harm(old / "a/index.html")
    found = links.broken(site, files_of(site), "/", Memory(), made_in(site, {"a/index.html"}), Before(old, before, set(OLD) - {"a/index.html"}))
    assert [one.target for one in found] == ["a/#二"]
