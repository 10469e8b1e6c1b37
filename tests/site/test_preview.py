"""A preview makes pages when they are looked at, and reads again only what changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from policy_library.model import files
from policy_library.model import load as loading
from policy_library.model.files import Changed
from policy_library.plugin import PolicyLibraryPlugin
from policy_library.site.preview import Preview
from policy_library.site.writing import write

from checkout import Checkout, checkout, faq, policy


@pytest.fixture
def made(tmp_path: Path) -> Checkout:
    return checkout(tmp_path / "town", {"policies/parking.md": policy(), "policies/bikes.md": policy(title="自行车停放办法"), "faq/asked.md": faq(), "faq/more.md": faq(title="停车续问")})


@pytest.fixture
def plugin(made: Checkout) -> Iterator[PolicyLibraryPlugin]:
    config = load_config(str(made.config))
    plugin = config.plugins["policy-library"]
    assert isinstance(plugin, PolicyLibraryPlugin)
    config.plugins.on_startup(command="serve", dirty=False)
    build(config)
    yield plugin
    config.plugins.on_startup(command="build", dirty=False)


@pytest.mark.parametrize("asked, page", [
    ("", "index.html"), ("policies/parking/", "policies/parking/index.html"), ("policies/parking", "policies/parking/index.html"),
    ("p/parking/", "p/parking/index.html"), ("sitemap.xml", "sitemap.xml"), ("assets/search/index.json", "assets/search/index.json"),
])
def test_a_page_is_made_when_it_is_asked_for(made: Checkout, plugin: PolicyLibraryPlugin, asked: str, page: str) -> None:
    assert plugin.preview and not (made.site / page).exists()
    plugin.preview.provide(asked)
    assert (made.site / page).read_bytes()
    assert not (made.site / "policies/bikes/index.html").exists()


def test_what_is_not_there_is_not_made(made: Checkout, plugin: PolicyLibraryPlugin) -> None:
    assert plugin.preview
    for asked in ("policies/none/", "../content/policies/parking.md", "policies/parking/../../x", "//"):
        plugin.preview.provide(asked)
    assert not list(made.site.glob("policies/*"))


def test_a_preview_shows_the_pages_that_a_build_makes(made: Checkout, plugin: PolicyLibraryPlugin) -> None:
    """All but what only a preview has: the panel of findings and its own policy of scripts."""
    assert plugin.preview
    plugin.preview.provide_all()
    shown = {path.relative_to(made.site).as_posix() for path in made.site.rglob("*") if path.is_file()}
    shutil.rmtree(made.site)
    made.build()
    built = {path.relative_to(made.site).as_posix() for path in made.site.rglob("*") if path.is_file()}
    assert built - shown == {".policy-library", "build.json"} and not shown - built


def test_only_changed_files_are_read_again(made: Checkout, plugin: PolicyLibraryPlugin, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    real = loading.read_document
    monkeypatch.setattr(loading, "read_document", lambda source, *rest: (read.append(source.path), real(source, *rest))[1])
    made.write("policies/parking.md", policy("第一条　改过了。\n"))
    config = load_config(str(made.config))
    build(config)
    assert read == ["policies/parking.md"]
    assert plugin.preview
    plugin.preview.provide("policies/parking/")
    assert "改过了" in (made.site / "policies/parking/index.html").read_text("utf8")


@pytest.fixture
def nothing_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a large library."""
    monkeypatch.setattr(files, "HELD", 0)


def test_another_content_folder_is_read_from_its_own_place(nothing_held: None, made: Checkout, plugin: PolicyLibraryPlugin) -> None:
    """Somebody writes into the configuration while a preview runs."""
    made.content.rename(made.root / "other")
    (made.root / "other/policies/parking.md").write_text(policy("第一条　别处的。\n"), "utf8")
    made.config.write_text(made.config.read_text("utf8").replace("docs_dir: content", "docs_dir: other"), "utf8")
    build(load_config(str(made.config)))
    assert plugin.preview
    plugin.preview.provide_all()
    assert "别处的" in (made.site / "policies/parking/index.html").read_text("utf8")


def test_who_asks_between_a_save_and_its_build_waits_for_it(tmp_path: Path) -> None:
    saved = iter([True, True, False])

    def make(path: str) -> None:
        if next(saved):
            raise Changed(path)
        write(tmp_path, {path: b"new"})

    preview = Preview()
    preview.show(["a/index.html"], make)
    answered: list[str] = []
    app = preview.in_front_of(lambda environ, start: (start("200 OK", []), [(tmp_path / "a/index.html").read_bytes()])[1], "/")
    assert app({"PATH_INFO": "/a/"}, lambda status, headers: answered.append(status)) == [b"new"] and answered == ["200 OK"]


def test_a_page_is_made_again_when_a_build_comes_before_its_answer(made: Checkout, plugin: PolicyLibraryPlugin) -> None:
    """The host empties its folder at the beginning of a build, and looks for the file after it."""
    builds = iter([True])

    def host(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        if next(builds, False):
            build(load_config(str(made.config)))
        page = made.site / environ["PATH_INFO"].removeprefix("/library/") / "index.html"
        start_response("200 OK" if page.exists() else "404 Not Found", [])
        return [b""]

    assert plugin.preview
    told: list[str] = []
    answer = plugin.preview.in_front_of(host, "/library/")
    for path in ("policies/parking/", "policies/none/"):
        answer({"PATH_INFO": f"/library/{path}"}, lambda status, _: told.append(status))
    assert told == ["200 OK", "404 Not Found"]
