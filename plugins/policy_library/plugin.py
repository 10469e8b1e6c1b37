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
from mkdocs.plugins import BasePlugin
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
from policy_library.search.files import FOLDER as INDEX
from policy_library.site import host, sitemap, watching
from policy_library.site.host import Data
from policy_library.site.keeping import Last, made_from, surroundings
from policy_library.site.pages import DATA, Made, Pages, Plan, Site, not_found_view, pages, redirect_view, search_of
from policy_library.site.preview import Preview
from policy_library.site.texts import base_of
from policy_library.work.memory import FOLDER, Memory, digest
from policy_library.work.processes import give_back, pool
from policy_library.work.stages import Stages

log = logging.getLogger("mkdocs.plugins.policy_library")


class LibraryConfig(Config):
    """Empty: the options are declared in ``settings.Settings``, which also serves where there is no host."""


class PolicyLibraryPlugin(BasePlugin[LibraryConfig]):
    settings: Settings
    edition: Edition
    pages: Pages
    surroundings: str
    last: Last
    """The site that ``policy build`` replaces."""
    names: dict[str, str]
    """Page's file → a name for all that it is made from."""
    stages: Stages
    executor: Callable[[], Executor]
    clean = False
    """Nothing of earlier runs is used or kept."""
    preview: Preview | None = None
    """Where ``policy serve`` runs: what it shows."""
    memory: Memory | None = None
    sources: Sources | None = None
    reader: Reader | None = None
    before: Edition | None = None
    """A preview's, from one build to the next."""
    quiet = False
    """Set by ``policy build``, which reports by itself."""

    def load_config(
        self, options: dict[str, Any], config_file_path: str | None = None
    ) -> tuple[list[tuple[str, Exception]], list[tuple[str, str]]]:
        self.config, self.last, self.names, self.stages, self.executor = LibraryConfig(), Last(), {}, Stages(), pool
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
        self.before = self.edition if self.preview else None
        self.sources.let_go()
        give_back()
        self.pages = pages(self.edition, site, content, memory)
        with self.stages.stage("write"):
            memory.store()
        self._report(config)
        self.surroundings = surroundings(self.pages.shell, host.THEME)
        host.add_files(files, config, self.pages)
        self.memory = memory
        if not self.preview:
            with self.stages.stage("search"):
                index = self.pages.index(memory)
            with self.stages.stage("templates"):
                data = self._data() | self._sitemap(config) | self._permalinks() | index
                host.add(files, config, self.pages, data, self._is_kept, self.last.keeps)
        memory.close()
        return files

    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        host.prepare(env)
        self.env = env
        self.written, self.to_write = 0, len(files.documentation_pages())
        self.stages.switch("write")
        return env

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        if self.preview:
            self.preview.begin()

    def on_build_error(self, *, error: Exception) -> None:
        if self.preview:
            self.preview.end()

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        self.stages.switch("host")
        if self.preview:
            self._show(self.preview, config)
            self.preview.end()
        elif self.memory:
            self.memory.close()
            self.memory = None

    def on_page_context(self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Any) -> TemplateContext:
        self.stages.switch("templates")
        if isinstance(page, host.LibraryPage):
            made = page.plan.made()
            if page.plan.path not in self.names:
                self.names[page.plan.path] = made_from(made, self.surroundings)
            context.update(host.context(made, base_of(page.plan.address), self.pages.shell, self.env))  # type: ignore[typeddict-item]
        return context

    def on_template_context(self, context: TemplateContext, *, template_name: str, config: MkDocsConfig) -> TemplateContext:
        if template_name == "404.html":
            view = not_found_view(library=bool(self.edition.library.policies), preview=self.preview is not None, findings=self.pages.homeless)
            base = urljoin(config.site_url or "/", ".") if config.site_url else "/"
            context.update(view=view, shell=self.pages.shell, base=_path_of(base))  # type: ignore[call-arg]
        return context

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        self.written += 1
        self.stages.reached(self.written / self.to_write)
        self.stages.switch("write")
        return output

    def on_serve(self, server: Any, *, config: MkDocsConfig, builder: Any) -> Any:
        assert self.preview
        watching.hear_at_once(server, [path for path in (config.docs_dir, config.config_file_path) if path])
        server.watch(str(host.THEME))
        server.set_app(self.preview.in_front_of(server.serve_request, server.mount_path))
        return server

    def _show(self, preview: Preview, config: MkDocsConfig) -> None:
        assert self.memory
        plans = {plan.path: plan for plan in self.pages.plans}
        links = {f"{short}index.html": address for short, address in self.pages.permalinks}
        data: dict[str, Callable[[], Data]] = {
            DATA: self._data, sitemap.ADDRESS: partial(self._sitemap, config), INDEX: partial(self.pages.index, self.memory),
        }

        def make(path: str) -> Data:
            if path in data:
                return data[path]()
            return {path: self._rendered(path, self._link(links[path]) if path in links else plans[path].made())}

        preview.show(Path(config.site_dir), [*plans, *links, *data], make)

    def _is_kept(self, plan: Plan) -> bool:
        """Whether the last site holds this very page. Where there is no site, a page need not be made to be compared."""
        if told := plan.told():
            self.names[plan.path] = digest(told, self.surroundings)
        elif self.last.folder is None:
            return False
        else:
            self.names[plan.path] = made_from(plan.made(), self.surroundings)
        return self.last.keeps_page(plan.path, self.names[plan.path])

    def _data(self) -> dict[str, bytes]:
        return {address: content.encode() for address, content in self.pages.data().items()}

    def _sitemap(self, config: MkDocsConfig) -> dict[str, bytes]:
        return {sitemap.ADDRESS: sitemap.sitemap(self.pages.plans, config.site_url, self.edition.day).encode()} if config.site_url else {}

    def _permalinks(self) -> dict[str, bytes]:
        """But for those that the last site holds."""
        self.env = jinja2.Environment(loader=jinja2.FileSystemLoader(str(host.THEME)), autoescape=True, auto_reload=False)
        host.prepare(self.env)
        made = {}
        for short, address in self.pages.permalinks:
            path = f"{short}index.html"
            self.names[path] = digest(self._title(address), address, self.surroundings)
            if not self.last.keeps_page(path, self.names[path]):
                made[path] = self._rendered(path, self._link(address))
        return made

    def _link(self, address: str) -> Made:
        return Made("redirect.html", redirect_view(self._title(address), address), {})

    def _title(self, address: str) -> str:
        return self.edition.library.by_key[address.rstrip("/")].title

    def _rendered(self, path: str, made: Made) -> bytes:
        shown = host.context(made, base_of(path.removesuffix("index.html")), self.pages.shell, self.env)
        return self.env.get_template(made.template).render(shown).encode()

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


def _path_of(url: str) -> str:
    """The path of the site on its host, for a page that is shown at any address."""
    return urlsplit(url).path or "/"


def _assets_version() -> str:
    """Of our assets' bytes, so that a browser keeps them until they change."""
    found = hashlib.sha256()
    for path in sorted((host.THEME / "assets").rglob("*")):
        if path.is_file():
            found.update(path.read_bytes())
    return found.hexdigest()[:10]
