"""The switchboard between the host's hooks and the library."""

from __future__ import annotations

import hashlib
import logging
import sys
from collections.abc import Callable
from concurrent.futures import Executor
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import jinja2
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext
from pydantic import ValidationError

from policy_library import edition as editions
from policy_library.edition import Edition
from policy_library.locale import text
from policy_library.model.files import Changed, Sources, file_bytes, is_source
from policy_library.model.load import Reader
from policy_library.settings import Settings
from policy_library.report import text as text_report
from policy_library.report.report import Report, counts, summary
from policy_library.site import host, sitemap, watching
from policy_library.site.keeping import Last, surroundings
from policy_library.site.pages import Pages, Site, pages, search_of
from policy_library.site.preview import Preview
from policy_library.site.templates import Printer
from policy_library.site.writing import Writing
from policy_library.work.memory import FOLDER, Memory
from policy_library.work.processes import give_back, pool
from policy_library.work.stages import Stages

log = logging.getLogger("mkdocs.plugins.policy_library")


class LibraryConfig(Config):
    """Empty: the options are declared in ``settings.Settings``, which also serves where there is no host."""


class PolicyLibraryPlugin(BasePlugin[LibraryConfig]):
    settings: Settings
    edition: Edition
    pages: Pages
    last: Last
    """The site that ``policy build`` replaces."""
    writing: Writing | None = None
    stages: Stages
    executor: Callable[[], Executor]
    clean = False
    """Nothing of earlier runs is used or kept."""
    preview: Preview | None = None
    """Where ``policy serve`` runs: what it shows."""
    memory: Memory | None = None
    """A preview's, as what follows, from one build to the next."""
    sources: Sources | None = None
    reader: Reader | None = None
    before: Edition | None = None
    quiet = False
    """Set by ``policy build``, which reports by itself."""

    def load_config(
        self, options: dict[str, Any], config_file_path: str | None = None
    ) -> tuple[list[tuple[str, Exception]], list[tuple[str, str]]]:
        self.config, self.last, self.stages, self.executor = LibraryConfig(), Last(), Stages(), pool
        try:
            self.settings = Settings.model_validate(options)
        except ValidationError as error:
            problems = [(".".join(map(str, one["loc"])) or "policy-library", ValueError(one["msg"])) for one in error.errors()]
            return problems, []  # type: ignore[return-value]
        return [], []

    def on_startup(self, *, command: str, dirty: bool) -> None:
        self.preview = Preview() if command == "serve" else None
        self.sources = self.reader = self.memory = self.before = None

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        host.dress(config)
        config.theme.static_templates.discard(sitemap.ADDRESS)
        config.nav = None  # which none of our pages shows, and whose pages may be none of the host's
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        try:
            return self._on_files(files, config)
        except Changed as problem:
            raise PluginError(text("cli.changed", path=problem.path)) from problem

    def _on_files(self, files: Files, config: MkDocsConfig) -> Files:
        day = self.settings.day()
        content = host.content(files, config.docs_dir)
        host.clear(files, config)
        site = Site(
            config.site_name, config.site_url or "", self.settings.site, lambda path: _file_href(config, path), search_of(self.settings.site),
            _assets_version(), self.preview is not None,
        )
        memory = self.memory or Memory(
            None if self.clean else Path(config.config_file_path or ".").resolve().parent / FOLDER, self.executor, self.stages, held=self.preview is not None,
        )
        memory.begin(partial(host.size, content, config.docs_dir))
        root = Path(config.docs_dir)
        if self.sources is None or self.reader is None or self.sources.root != root:  # as somebody may write into the configuration
            self.sources, self.reader, self.before = Sources(root, memory), Reader(memory), None
        with self.stages.stage("read"):
            read = self.sources.read(filter(is_source, content))
        self.edition = editions.edition(read, day, self.settings.reading, partial(file_bytes, root), memory, self.reader, self.stages, self.before)
        self.memory, self.before = (memory, self.edition) if self.preview else (None, None)
        self.sources.let_go()
        give_back()
        self.pages = pages(self.edition, site, content, memory)
        with self.stages.stage("write"):
            memory.store()
        self._report(config)
        printer = Printer(host.THEME, self.pages.shell, root_of(config))
        self.writing = Writing(self.edition, self.pages, printer, surroundings(self.pages.shell, host.THEME), config.site_url, memory, self.last)
        host.add_files(files, config, self.pages)
        if not self.preview and not is_alone(config):
            host.add_pages(files, config, self.pages.plans)
        return files

    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        self.stages.switch("write")
        return env

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        if self.preview:
            self.preview.begin()

    def on_build_error(self, *, error: Exception) -> None:
        if self.writing:
            self.writing.memory.close()
        if self.preview:
            self.preview.end()

    def on_page_context(self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Any) -> TemplateContext:
        self.stages.switch("templates")
        if isinstance(page, host.LibraryPage):
            assert self.writing
            context["printed"] = self.writing.page(page.plan).decode()  # type: ignore[typeddict-unknown-key]
        return context

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        self.stages.switch("write")
        return output

    def on_template_context(self, context: TemplateContext, *, template_name: str, config: MkDocsConfig) -> TemplateContext:
        if template_name == "404.html":
            assert self.writing
            context["printed"] = self.writing.missing().decode()  # type: ignore[typeddict-unknown-key]
        return context

    @event_priority(100)  # others that look at the site when it is built are to find all of it
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        try:
            self._on_post_build(config)
        except Changed as problem:
            raise PluginError(text("cli.changed", path=problem.path)) from problem

    def _on_post_build(self, config: MkDocsConfig) -> None:
        self.stages.switch("host")
        site = Path(config.site_dir)
        assert self.writing
        if self.preview:
            self.writing.show(self.preview, site)
            self.preview.end()
        else:
            self.writing.write(site, pages=is_alone(config))
        self.writing.memory.close()

    def on_serve(self, server: Any, *, config: MkDocsConfig, builder: Any) -> Any:
        assert self.preview
        watching.hear_at_once(server, [path for path in (config.docs_dir, config.config_file_path) if path])
        server.watch(str(host.THEME))
        server.set_app(self.preview.in_front_of(server.serve_request, server.mount_path))
        return server

    def _report(self, config: MkDocsConfig) -> None:
        """One error stops the build, after all findings were told; a preview goes on and shows them in its pages."""
        findings = self.pages.findings
        if self.preview:
            print(summary(findings), file=sys.stderr)
        elif not self.quiet:
            prefix = f"{Path(config.docs_dir).name}/"
            if self.settings.join:
                print(text("cli.assumed", fields="、".join(self.settings.join.assume), reason=self.settings.join.reason), file=sys.stderr)
            told = tuple(one for one in findings if one.severity != "note")
            for line in text_report.lines(Report(told, 0, prefix)):
                print(line, file=sys.stderr)
        errors = counts(findings)["error"]
        if errors and not self.preview:
            raise PluginError(text("cli.failed_first", n=errors))


def _file_href(config: MkDocsConfig, path: str) -> str | None:
    if not config.repo_url or not config.edit_uri:
        return None
    return urljoin(f"{config.repo_url.rstrip('/')}/", config.edit_uri.rstrip("/") + "/") + path


def is_alone(config: MkDocsConfig) -> bool:
    """Or another plugin or a hook may do anything to a page, and has to see all of them."""
    return len(config.plugins) == 1


def root_of(config: MkDocsConfig) -> str:
    """The site's path on its host."""
    return urlsplit(config.site_url or "/").path or "/"


def _assets_version() -> str:
    """Of our assets' bytes, so that a browser keeps them until they change."""
    found = hashlib.sha256()
    for path in sorted((host.THEME / "assets").rglob("*")):
        if path.is_file():
            found.update(path.read_bytes())
    return found.hexdigest()[:10]
