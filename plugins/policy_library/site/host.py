"""Our pages as the host's: the thin layer that would be written again for another host."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2
from jinja2.bccache import Bucket
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from policy_library.locale import site_text
from policy_library.model.files import content_files, is_source
from policy_library.search import modules
from policy_library.search.index import Content

from . import views
from .pages import Made, Pages, Plan

THEME = Path(__file__).resolve().parent.parent / "theme"
ASSETS = "assets/library/"
_NOTES = re.compile(r"<!--notes:(.+?)-->")


class LibraryPage(Page):
    """A page whose text and view are made by us; the host gives it a template and writes it."""

    def __init__(self, plan: Plan, file: File, config: MkDocsConfig) -> None:
        super().__init__(plan.address, file, config)
        self.plan = plan

    def read_source(self, config: MkDocsConfig) -> None:
        self.markdown = ""
        self.meta = {"template": self.plan.template}

    def render(self, config: MkDocsConfig, files: Files) -> None:
        self.content = ""
        self.toc = get_toc([])
        self.present_anchor_ids = set()
        self.links_to_anchors = {}


Data = Mapping[str, Content]
"""Address → content."""


class DataFiles(File):
    """Thousands of small files as one of the host's: an object and a copy of its own for each would cost ten times as much."""

    held: Data

    @classmethod
    def all(cls, config: MkDocsConfig, held: Data) -> DataFiles:
        *_, (address, content) = held.items()
        file = cls.generated(config, address, content=content)
        file.held = held
        return file

    def copy_file(self, dirty: bool = False) -> None:
        write(Path(self.dest_dir), self.held)


def write(site: Path, data: Data) -> None:
    for folder in {address.rpartition("/")[0] for address in data}:
        (site / folder).mkdir(parents=True, exist_ok=True)
    for address, content in data.items():
        with open(f"{site}/{address}", "wb", buffering=0) as file:
            file.write(content if isinstance(content, bytes) else content())


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


def add(files: Files, config: MkDocsConfig, pages: Pages, data: Data, is_kept_page: Callable[[Plan], bool], keeps: Callable[[str, Content], bool]) -> None:
    """Our pages and data come in, but for what the last site holds already."""
    for plan in pages.plans:
        if is_kept_page(plan):
            continue
        source = plan.document.path if plan.document else f"{plan.address}index.md"
        file = File.generated(config, source, content="")
        file.dest_uri = plan.path
        file.url = quote(plan.address) or "./"
        file.inclusion = InclusionLevel.NOT_IN_NAV
        LibraryPage(plan, file, config)
        files.append(file)
    if made := {address: held for address, held in data.items() if not keeps(address, held)}:
        files.append(DataFiles.all(config, made))


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


def prepare(env: jinja2.Environment) -> None:
    """Our templates escape what they print: the host leaves that off."""
    ours = {path.relative_to(THEME).as_posix() for path in THEME.rglob("*.html")}
    env.context_class, env.template_class, env.bytecode_cache = _Context, _Template, _COMPILED
    env.autoescape = lambda name: name in ours  # type: ignore[assignment]
    env.globals["t"] = site_text


class _Compiled(jinja2.BytecodeCache):
    """Each template once in a process: a preview builds anew after every edit."""

    def __init__(self) -> None:
        self._held: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._held:
            bucket.bytecode_from_string(self._held[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._held[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


class _Template(jinja2.Template):
    """Pages of a section at one depth share their parts and their frame, which know nothing but ``base``, ``shell``, ``t`` and ``section``:
    to put them together anew for each page takes a third of its making."""

    def make_module(self, vars: dict[str, Any] | None = None, shared: bool = False, locals: Mapping[str, Any] | None = None) -> TemplateModule:
        if not vars or not (self.name or "").startswith("partials/"):
            return super().make_module(vars, shared, locals)
        held: dict[object, TemplateModule] = self.__dict__.setdefault("held", {})
        known = vars["base"], vars["shell"], vars["t"], vars.get("section")
        if known not in held:
            held[known] = super().make_module(vars, shared, locals)
        return held[known]


class _Context(Context):
    """Macros are called by the hundred for each page: none is asked what it wants to be given."""

    def call(self, called: Callable[..., Any], /, *given: Any, **named: Any) -> Any:
        if type(called) is not Macro and called is not site_text:
            return super().call(called, *given, **named)
        named.pop("_block_vars", None)
        named.pop("_loop_vars", None)
        return called(self.eval_ctx, *given, **named) if type(called) is Macro else called(*given, **named)


def context(made: Made, base: str, shell: views.Shell, env: jinja2.Environment) -> dict[str, Any]:
    """What a template is given: see the top of views.py."""
    view = made.view
    if isinstance(view, views.PolicyView) and "<!--notes:" in (written := str(view.text_html)):
        macro = env.get_template("partials/article_notes.html").make_module({"base": base, "shell": shell, "t": site_text})
        view = replace(view, text_html=_NOTES.sub(lambda match: _noted(made.notes, match[1], macro.article_notes), written))
    return {"view": view, "shell": shell, "base": base, "t": site_text}


def _noted(notes: Mapping[str, views.ArticleNotes], article: str, macro: Callable[[views.ArticleNotes], str]) -> str:
    return str(macro(notes[article])) if article in notes else ""
