"""What commands that build nothing share: a library read and planned, and what changed since a revision."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import NoReturn

import click

from policy_library.changes.compare import Changes, compare
from policy_library.edition import Edition, edition
from policy_library.git import GitError, NoBase, NoRepository, as_of, changed_since
from policy_library.locale import text
from policy_library.model.findings import Finding
from policy_library.model.files import content_files, file_bytes, read_folder
from policy_library.settings import Settings
from policy_library.site.pages import Pages, Site, pages, search_of
from policy_library.site.planned import planned
from policy_library.work.memory import Memory

from .common import WRONG_USE


def read(settings: Settings, content: Path, day: date, memory: Memory) -> tuple[Edition, Pages]:
    found = edition(read_folder(content, memory), day, settings.reading, partial(file_bytes, content), memory)
    return found, pages(found, Site("", options=settings.site, search=search_of(settings.site)), content_files(content), memory)


def changed_files(content: Path, revision: str) -> frozenset[str]:
    try:
        return changed_since(content, revision)
    except GitError as error:
        _no_revision(revision, error)


def of_change(one: Finding, changed: frozenset[str]) -> bool:
    """Whether a change is told of a finding. An error stops publication wherever it stands, so of all of them."""
    return one.severity == "error" or one.path in changed


def changes_since(settings: Settings, content: Path, revision: str, cache: Path, new: tuple[Edition, Pages]) -> Changes:
    """The older content is read by the present configuration, and nothing of it is kept: it may have been taken back."""
    try:
        with as_of(content, revision) as folder:
            old = read(settings, folder, new[0].day, Memory(cache))
            return compare(old[0], new[0], planned(old[1]), planned(new[1]))
    except GitError as error:
        _no_revision(revision, error)


def _no_revision(revision: str, error: GitError) -> NoReturn:
    key = {NoBase: "changes.no_base", NoRepository: "changes.no_repository"}.get(type(error), "cli.git_failed")
    click.echo(text(key, revision=revision, problem=error), err=True)
    raise SystemExit(WRONG_USE)
