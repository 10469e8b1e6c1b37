"""What a build takes over from the site that it replaces: files whose bytes would be the same, with their times.

A page is known by the digest of all that it is made from (its view, its template, the shell, this code), so it need not be
made to know that it would be the same. The last site is never trusted further than its files: one whose bytes are not what
its manifest says is made anew.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from policy_library.search.index import Content
from policy_library.work.memory import Memory, code_version

from . import manifest, views
from .manifest import Manifest
from .pages import Made

KIND = "site"
WRITERS = ("jinja2", "markupsafe", "mkdocs")
"""Packages whose versions change pages, beside those that change texts."""

Stamp = tuple[str, int, int, int]
"""(path, size, time of writing, time of change in ns): a file that still has these was not touched since its bytes were
looked at. The time of writing alone is anybody's to set."""


class Replaced(Exception):
    """Another build put its own site in the place of the last one."""


@dataclass
class Last:
    """The site that is there; empty where there is none."""

    folder: Path | None = None
    held: Manifest = field(default_factory=Manifest)
    stamps: frozenset[Stamp] = frozenset()
    kept: dict[str, str] = field(default_factory=dict)
    """Path → digest of what the new site takes over."""
    seen: dict[str, Stamp] = field(default_factory=dict)
    """Path → how it was when it was looked at."""

    def keeps(self, path: str, content: Content) -> bool:
        """Whether the file stays as it is; then the host need not write it. What is fetched has a name that tells its content."""
        return self._keeps(path, manifest.digest(content) if isinstance(content, bytes) else self.held.files.get(path, ""))

    def _keeps(self, path: str, digest: str) -> bool:
        if self.held.files.get(path) != digest or not self._is_whole(path, digest):
            return False
        self.kept[path] = digest
        return True

    def keeps_page(self, path: str, made_from: str) -> bool:
        return self.held.pages.get(path) == made_from and self._keeps(path, self.held.files.get(path, ""))

    def _is_whole(self, path: str, digest: str) -> bool:
        assert self.folder
        stamp = stamped(self.folder, path)
        if stamp is None:
            return False
        self.seen[path] = stamp
        if stamp in self.stamps:
            return True
        try:
            return manifest.digest((self.folder / path).read_bytes()) == digest
        except OSError:
            return False

    def put(self, staging: Path) -> None:
        """All that is kept, into the new site: as further names of the same files where the system has that. Raises
        ``Replaced`` where one is not what was looked at."""
        folders: set[Path] = set()
        for path in self.kept:
            assert self.folder
            target = staging / path
            if target.parent not in folders:
                target.parent.mkdir(parents=True, exist_ok=True)
                folders.add(target.parent)
            try:
                _take_over(self.folder / path, target)
            except FileNotFoundError as error:
                raise Replaced from error
            if (stamp := stamped(staging, path)) is None or stamp[:3] != self.seen[path][:3]:
                raise Replaced


def _take_over(file: Path, target: Path) -> None:
    try:
        os.link(file, target)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copy2(file, target)


def last(site: Path, memory: Memory) -> Last:
    if not site.is_dir():
        return Last()
    stamps = memory.known(KIND, [str(site)]).get(str(site), ())
    return Last(site.resolve(), manifest.read(site), frozenset(stamps))


def remember(site: Path, paths: Iterable[str], memory: Memory) -> None:
    found = (stamped(site, path) for path in paths)
    memory.keep(KIND, str(site), tuple(stamp for stamp in found if stamp))


def stamped(site: Path, path: str) -> Stamp | None:
    try:
        state = os.stat(os.path.join(site, path), follow_symlinks=False)
    except OSError:
        return None
    return path, state.st_size, state.st_mtime_ns, state.st_ctime_ns


def made_from(made: Made, surroundings: str) -> str:
    """Two pages with the same digest are the same. ``surroundings``: of what all pages share."""
    return hashlib.blake2b(f"{surroundings}\0{made!r}".encode("utf8", "surrogatepass"), digest_size=16).hexdigest()


def surroundings(shell: views.Shell, theme: Path) -> str:
    """Of this code and what it writes with, the templates and the shell."""
    found = hashlib.blake2b("\0".join((code_version(), *map(version, WRITERS), repr(shell))).encode("utf8", "surrogatepass"), digest_size=16)
    for path in sorted(theme.rglob("*.html")):
        found.update(path.relative_to(theme).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()
