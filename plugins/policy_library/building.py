"""``policy build``: staging, the host's build, checks on the built files, one swap."""

from __future__ import annotations

import errno
import gc
import logging
import shutil
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from mkdocs.commands.build import build as host_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from policy_library.edition import Edition
from policy_library.git import head
from policy_library.locale import text
from policy_library.model.findings import Finding
from policy_library.model.refused import reason
from policy_library.report.report import counts
from policy_library.plugin import PolicyLibraryPlugin, is_alone, root_of
from policy_library.settings import Settings
from policy_library.site import keeping, links, publish, record, standby
from policy_library.site import manifest as manifests
from policy_library.site.promises import broken, promised
from policy_library.work.memory import FOLDER, Memory
from policy_library.work.processes import give_back, pool
from policy_library.work.stages import Stages


UNWRITABLE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM}
"""What a disk or its owner is to blame for; a lost connection to workers is an OSError as well."""


@dataclass(frozen=True)
class Built:
    site: Path
    content: Path
    settings: Settings
    edition: Edition
    findings: tuple[Finding, ...]
    pages: int
    gained: int
    """Addresses that addresses.lock has gained."""


@dataclass
class Failed(Exception):
    """The site was not touched."""

    content: Path
    findings: tuple[Finding, ...] = ()
    lines: list[str] = field(default_factory=list)


def build_site(
    config_path: Path, *, site: Path | None = None, today: date | None = None, strict: bool = True, commit: str | None = None, clean: bool = False,
    stages: Stages | None = None, executor: Callable[[], Executor] = pool,
) -> Built:
    """``commit``: what build.json names; by default the one that git says the content is. ``clean``: nothing of an earlier build is used.
    ``executor`` makes one for the work on texts, each time that there is some."""
    stages = stages or Stages()
    try:
        return _build_site(config_path, site, today, strict, commit, clean, stages, executor)
    except standby.Replaced:
        return _build_site(config_path, site, today, strict, commit, True, stages, executor)


def _build_site(
    config_path: Path, site: Path | None, today: date | None, strict: bool, commit: str | None, clean: bool, stages: Stages,
    executor: Callable[[], Executor],
) -> Built:
    config, plugin = _load(config_path, site, strict)
    plugin.stages, plugin.executor = stages, executor
    target, content, root = Path(config.site_dir), Path(config.docs_dir), root_of(config)
    if today:
        plugin.settings = plugin.settings.model_copy(update={"today": today})
    plugin.quiet = True
    try:
        staging = publish.stage(target)
    except (publish.Unusable, OSError) as problem:
        raise _unusable(content, target, problem) from problem
    try:
        config.site_dir = str(staging)
        memory = Memory(None if clean else Path(config_path).resolve().parent / FOLDER, executor)
        alone = is_alone(config)
        plugin.clean, plugin.last = clean, keeping.last(target, memory) if alone and not clean else keeping.Last()
        _run_host(config, plugin, content, target)
        with stages.stage("write"):
            built = record.Record(commit or head(content), plugin.edition.day)
            (staging / record.FILE).write_text(record.written(built), "utf8", newline="\n")
        with stages.stage("checks"):
            give_back()
            made, found = _looked_through(staging, root, plugin.writing.looked_at if alone else {})
        with stages.stage("write"):
            for path in plugin.last.keeps_made(made):
                del made[path]
                found.pop(path, None)
                (staging / path).unlink()
            manifest = manifests.Manifest({**plugin.last.kept, **made}, plugin.writing.names if alone else {})
            staging = plugin.last.put(staging, made, target)
        findings = plugin.pages.findings
        with stages.stage("checks"):
            problems = _problems(staging, manifest.files, root, memory, found, plugin.last)
        lock = Path(config_path).resolve().parent / plugin.settings.addresses_lock if plugin.settings.addresses_lock else None
        addresses = promised(plugin.pages)
        locked = publish.read_lock(lock) if lock else {}
        lost = tuple(broken(locked, plugin.pages, Path(config.docs_dir), lock)) if lock else ()
        if problems or lost:
            last = "cli.failed" if target.exists() else "cli.failed_first"
            raise Failed(content, (*findings, *lost), [*problems, text(last, n=len(problems) + len(lost))])
        try:
            with stages.stage("write"):
                manifests.write(staging, manifest)
                old = publish.swap(staging, target)
        except publish.Unusable as problem:
            raise _unusable(content, target, problem) from problem
    except BaseException as problem:
        if staging == plugin.last.taken:
            standby.give_back(staging, target)
        shutil.rmtree(staging, ignore_errors=True)
        if isinstance(problem, OSError) and problem.errno in UNWRITABLE:
            raise Failed(content, lines=[text("cli.no_room", problem=reason(problem))]) from problem
        raise
    with stages.stage("write"):
        plugin.last.leave(old, target, made)
        keeping.remember(target, root, plugin.last.seen.values(), memory)
        memory.store()
        if lock:
            try:
                publish.write_lock(lock, publish.merged(locked, addresses))
            except OSError as problem:
                raise Failed(content, findings, [text("cli.no_lock", lock=lock, problem=reason(problem))]) from problem
    gained = len(addresses.keys() - locked.keys()) if lock else 0
    return Built(target, content, plugin.settings, plugin.edition, findings, len(plugin.pages.plans), gained)


def differing(config_path: Path, built: Built, commit: str | None = None, executor: Callable[[], Executor] = pool) -> list[str]:
    """The site's files that a build without any memory makes otherwise: none, or there is a mistake in what is kept."""
    gc.collect()  # what the first build has left, before there is a second
    with tempfile.TemporaryDirectory() as folder:
        clean = build_site(
            config_path, site=Path(folder) / "site", today=built.edition.day, strict=False, commit=commit, clean=True, executor=executor,
        ).site
        paths = {*manifests.files_of(built.site), *manifests.files_of(clean)}
        return sorted(path for path in paths if _bytes(built.site / path) != _bytes(clean / path))


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _unusable(content: Path, target: Path, problem: Exception) -> Failed:
    if isinstance(problem, OSError):
        return Failed(content, lines=[text("cli.no_place", site=target, problem=reason(problem))])
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


def _looked_through(folder: Path, root: str, known: Mapping[str, tuple[str, links.Links]]) -> tuple[dict[str, str], dict[str, links.Links]]:
    """Of the files that were made their digests, of pages among them their links: each is read once, but for those of which both are ``known``."""
    made, found = {}, {}
    for path in manifests.files_of(folder):
        if path in known:
            made[path], found[path] = known[path]
            continue
        with open(f"{folder}/{path}", "rb") as file:
            data = file.read()
        made[path] = manifests.digest(data)
        if path.endswith(".html"):
            found[path] = links.links_of(path, data.decode("utf8"), root)
    return made, found


def _problems(staging: Path, files: Mapping[str, str], root: str, memory: Memory, made: Mapping[str, links.Links], last: keeping.Last) -> list[str]:
    before = links.Before(last.folder, last.held.files, last.kept.keys()) if last.folder and last.kept and last.root == root else None
    broken_links = [
        text("cli.broken_anchor" if one.anchor else "cli.broken_link", page=one.page, target=one.target)
        for one in links.broken(staging, files, root, memory, made, before)
    ]
    return [*broken_links, *(text("cli.active_drawing", file=file) for file in publish.active_drawings(staging, files))]
