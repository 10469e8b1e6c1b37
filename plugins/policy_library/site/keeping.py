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
from pathlib import Path

from policy_library.work.memory import Memory, code_version

from . import manifest, views
from .manifest import Manifest
from .pages import Made

KIND = "site"

Stamp = tuple[str, int, int]
"""(path, size, time of change in ns): a file that still has these was not written since its bytes were looked at."""


@dataclass
class Last:
    """The site that is there; empty where there is none."""

    folder: Path | None = None
    held: Manifest = field(default_factory=Manifest)
    stamps: frozenset[Stamp] = frozenset()
    kept: dict[str, str] = field(default_factory=dict)
    """Path → digest of what the new site takes over."""

    def keeps(self, path: str, digest: str) -> bool:
        """Whether the file stays as it is; then the host need not write it."""
        if self.held.files.get(path) != digest or not self._is_whole(path, digest):
            return False
        self.kept[path] = digest
        return True

    def keeps_page(self, path: str, made_from: str) -> bool:
        return self.held.pages.get(path) == made_from and self.keeps(path, self.held.files.get(path, ""))

    def _is_whole(self, path: str, digest: str) -> bool:
        assert self.folder
        stamp = stamped(self.folder, path)
        if stamp is None:
            return False
        return stamp in self.stamps or manifest.digest((self.folder / path).read_bytes()) == digest

    def put(self, staging: Path) -> None:
        """All that is kept, into the new site: as further names of the same files where the system has that."""
        folders: set[Path] = set()
        for path in self.kept:
            assert self.folder
            target = staging / path
            if target.parent not in folders:
                target.parent.mkdir(parents=True, exist_ok=True)
                folders.add(target.parent)
            try:
                os.link(self.folder / path, target)
            except OSError:
                shutil.copy2(self.folder / path, target)


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
    return path, state.st_size, state.st_mtime_ns


def made_from(made: Made, surroundings: str) -> str:
    """Two pages with the same digest are the same. ``surroundings``: of what all pages share."""
    return hashlib.blake2b(f"{surroundings}\0{made!r}".encode("utf8", "surrogatepass"), digest_size=16).hexdigest()


def surroundings(shell: views.Shell, theme: Path) -> str:
    """Of this code, the templates and the shell."""
    found = hashlib.blake2b(f"{code_version()}\0{shell!r}".encode(), digest_size=16)
    for path in sorted(theme.rglob("*.html")):
        found.update(path.relative_to(theme).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()
