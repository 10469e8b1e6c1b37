"""``policy build``: staging, the host's build, checks on the built files, one swap."""

from __future__ import annotations

import logging
import shutil
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from mkdocs.commands.build import build as host_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from policy_library.edition import Edition
from policy_library.locale import text
from policy_library.model.findings import Finding
from policy_library.report.report import counts
from policy_library.plugin import PolicyLibraryPlugin
from policy_library.settings import Settings

from policy_library.site import publish
from policy_library.site.promises import broken, promised


@dataclass(frozen=True)
class Built:
    site: Path
    content: Path
    settings: Settings
    edition: Edition
    findings: tuple[Finding, ...]
    pages: int


@dataclass
class Failed(Exception):
    """The site was not touched."""

    content: Path
    findings: tuple[Finding, ...] = ()
    lines: list[str] = field(default_factory=list)


def build_site(config_path: Path, *, site: Path | None = None, today: date | None = None, strict: bool = True) -> Built:
    config, plugin = _load(config_path, site, strict)
    target, content = Path(config.site_dir), Path(config.docs_dir)
    if today:
        plugin.settings = plugin.settings.model_copy(update={"today": today})
    plugin.quiet = True
    try:
        staging = publish.stage(target)
    except (publish.Unusable, OSError) as problem:
        raise _unusable(content, target, problem) from problem
    try:
        config.site_dir = str(staging)
        _run_host(config, plugin, content, target)
        findings = plugin.pages.findings
        problems = _problems(staging, config)
        lock = Path(config_path).resolve().parent / plugin.settings.addresses_lock if plugin.settings.addresses_lock else None
        addresses = promised(plugin.pages)
        locked = publish.read_lock(lock) if lock else {}
        lost = tuple(broken(locked, plugin.pages, Path(config.docs_dir), lock)) if lock else ()
        if problems or lost:
            last = "cli.failed" if target.exists() else "cli.failed_first"
            raise Failed(content, (*findings, *lost), [*problems, text(last, n=len(problems) + len(lost))])
        try:
            publish.swap(staging, target)
        except publish.Unusable as problem:
            raise _unusable(content, target, problem) from problem
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    if lock:
        publish.write_lock(lock, publish.merged(locked, addresses))
    return Built(target, content, plugin.settings, plugin.edition, findings, len(plugin.pages.plans))


def _unusable(content: Path, target: Path, problem: Exception) -> Failed:
    return Failed(content, lines=[text("cli.bad_target", site=target, problem=problem)])


def _load(config_path: Path, site: Path | None, strict: bool) -> tuple[MkDocsConfig, PolicyLibraryPlugin]:
    options = {"site_dir": str(site.absolute())} if site else {}
    config = load_config(str(config_path), strict=strict, **options)
    plugin = next(one for one in config.plugins.values() if isinstance(one, PolicyLibraryPlugin))
    return config, plugin


def _run_host(config: MkDocsConfig, plugin: PolicyLibraryPlugin, content: Path, target: Path) -> None:
    """The host logs its own warnings; they are told as they come, and one is enough to fail a strict build."""
    logger = logging.getLogger("mkdocs")
    told = _Told()
    told.setLevel(logging.WARNING)
    logger.addHandler(told)
    logger.propagate = False
    config.plugins.on_startup(command="build", dirty=False)
    try:
        host_build(config)
    except (MkDocsException, SystemExit) as error:
        findings = plugin.pages.findings if hasattr(plugin, "pages") else ()
        errors = counts(findings)["error"]
        if errors:
            lines = [text("cli.failed" if target.exists() else "cli.failed_first", n=errors)]
        else:
            lines = [*told.lines, text("cli.host_failed", problem=error)]
        raise Failed(content, findings, lines) from error
    finally:
        logger.removeHandler(told)
        config.plugins.on_shutdown()


class _Told(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def _problems(staging: Path, config: MkDocsConfig) -> list[str]:
    root = urlsplit(config.site_url or "/").path or "/"
    links = [
        text("cli.broken_anchor" if one.anchor else "cli.broken_link", page=one.page, target=one.target)
        for one in publish.broken_links(staging, root)
    ]
    return [*links, *(text("cli.active_drawing", file=file) for file in publish.active_drawings(staging))]
