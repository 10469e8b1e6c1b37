"""Our pages as the host's: the thin layer that would be written again for another host."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from policy_library.model.files import content_files, is_source
from policy_library.search import modules

from .pages import Pages, Plan

THEME = Path(__file__).resolve().parent.parent / "theme"
ASSETS = "assets/library/"


class LibraryPage(Page):
    """A page that is made by us; the host writes it."""

    def __init__(self, plan: Plan, file: File, config: MkDocsConfig) -> None:
        super().__init__(plan.address, file, config)
        self.plan = plan

    def read_source(self, config: MkDocsConfig) -> None:
        self.markdown = ""
        self.meta = {}

    def render(self, config: MkDocsConfig, files: Files) -> None:
        self.content = ""
        self.toc = get_toc([])
        self.present_anchor_ids = set()
        self.links_to_anchors = {}


def content(files: Files, docs_dir: str) -> list[str]:
    """The paths of the content folder's files. Whatever the host follows or keeps, neither a symbolic link nor what
    lies behind one is content, no dot file, and nothing that the configuration excludes."""
    allowed = set(content_files(Path(docs_dir)))
    return [
        file.src_uri for file in files
        if file.src_uri in allowed and file.generated_by is None and file.inclusion.is_included() and not theme_file(file, docs_dir)
    ]


def size(content: Iterable[str], docs_dir: str) -> int:
    """Bytes of all sources, about."""
    found = 0
    for path in filter(is_source, content):
        with suppress(OSError):
            found += os.path.getsize(os.path.join(docs_dir, path))
    return found


def theme_file(file: File, docs_dir: str) -> bool:
    return file.abs_src_path is not None and not file.abs_src_path.startswith(os.path.join(docs_dir, ""))


def dress(config: MkDocsConfig) -> None:
    """Our theme takes the place of the host's, of which nothing is shown: to look through its thousands of files takes time at each build.
    Translations, of which nothing is shown either, are looked for in it all the same."""
    own, theme = str(THEME), config.theme
    if str(theme.locale) != "en":
        theme.dirs = [own, *(one for one in theme.dirs if one != own)]
        return
    others = (one for one in theme.dirs if one == theme.custom_dir or not os.path.exists(os.path.join(one, "mkdocs_theme.yml")))
    theme.dirs = [own, *(one for one in others if one != own)]


def clear(files: Files, config: MkDocsConfig) -> None:
    """Everything of the content folder leaves, and all of the theme that is not ours."""
    for file in list(files):
        if not theme_file(file, config.docs_dir):
            files.remove(file)
        elif not file.src_uri.startswith(ASSETS):
            files.remove(file)


def add_pages(files: Files, config: MkDocsConfig, plans: Iterable[Plan]) -> None:
    """For builds in which others may want to see each page."""
    for plan in plans:
        source = plan.document.path if plan.document else f"{plan.address}index.md"
        file = File.generated(config, source, content="")
        file.dest_uri = plan.path
        file.url = quote(plan.address) or "./"
        file.inclusion = InclusionLevel.NOT_IN_NAV
        LibraryPage(plan, file, config)
        files.append(file)


def add_files(files: Files, config: MkDocsConfig, pages: Pages) -> None:
    """What public documents show and offer, and the search's modules."""
    if pages.shell.search:
        _add_modules(files, config)
    for path, address in pages.copies:
        files.append(File.generated(config, address, abs_src_path=str(Path(config.docs_dir) / path)))


def _add_modules(files: Files, config: MkDocsConfig) -> None:
    """The search's modules as small as they can be without a tool: a third of each is types and reasons."""
    files.append(File.generated(config, f"{ASSETS}search/lunr.js", content=modules.lunr()))
    for path in sorted((THEME / ASSETS / "search").glob("*.js")):
        address = f"{ASSETS}search/{path.name}"
        if written := files.get_file_from_path(address):
            files.remove(written)
        files.append(File.generated(config, address, content=modules.without_comments(path.read_text("utf8"))))
