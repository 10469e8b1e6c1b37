"""What a build takes over from the site that it replaces: files whose bytes would be the same, with their times.

A page goes by a name for all that it is made from (what its documents tell or its view, its template, the shell, this code), so it
need not be made to know that it would be the same. The last site is never trusted further than its files: one whose bytes are not
what its manifest says is made anew.
"""

from __future__ import annotations

import functools
import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from importlib.metadata import version
from pathlib import Path

from policy_library.search.index import Content
from policy_library.work.memory import Memory, code_version

from . import manifest, standby, views
from .manifest import Manifest
from .pages import Made
from .standby import Stamp, stamped

KIND = "site"
WRITERS = ("jinja2", "markupsafe", "mkdocs")
"""Packages whose versions change pages, beside those that change texts."""

@dataclass
class Last:
    """The site that is there; empty where there is none."""

    folder: Path | None = None
    held: Manifest = field(default_factory=Manifest)
    mark: Stamp | None = None
    """Of its manifest: another build may put another site in its place."""
    stamps: frozenset[Stamp] = frozenset()
    """How its files were when it was put there."""
    root: str | None = None
    """Its path on its host when its links were followed by this very code; None where that is not known."""
    kept: dict[str, str] = field(default_factory=dict)
    """Path → digest of what the new site takes over."""
    seen: dict[str, Stamp] = field(default_factory=dict)
    """Path → how it was when it was looked at last."""

    taken: Path | None = None
    """The standby, once it is taken for the new site."""

    def keeps(self, path: str, content: Content) -> bool:
        """Whether the file stays as it is; then the host need not write it. What is fetched has a name that tells its content."""
        return self._keeps(path, manifest.digest(content) if isinstance(content, bytes) else self.held.files.get(path, ""))

    def _keeps(self, path: str, digest: str) -> bool:
        if self.held.files.get(path) != digest or not self._is_whole(path, digest):
            return False
        self.kept[path] = digest
        return True

    def keeps_page(self, path: str, name: str) -> bool:
        return self.held.pages.get(path) == name and self._keeps(path, self.held.files.get(path, ""))

    def keeps_made(self, made: Mapping[str, str]) -> list[str]:
        """Of files that were made, with their digests, those that came out as they stand in the last site."""
        return [path for path, digest in made.items() if self._keeps(path, digest)]

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

    def put(self, made: Path, paths: Iterable[str], site: Path) -> Path:
        """The folder of the new site: the files that were ``made`` and all that is kept. Raises ``Replaced`` where one is not what was looked at."""
        if not self.kept:
            return made
        assert self.folder
        self.taken = standby.take(site)
        try:
            added = standby.mirror(self.taken, self.folder, {path: self.seen[path] for path in self.kept})
            self.seen.update((stamp[0], stamp) for stamp in added)
            standby.move(made, paths, self.taken)
        except BaseException:
            standby.give_back(self.taken, site)
            raise
        shutil.rmtree(made)
        return self.taken

    def leave(self, old: Path | None, site: Path, made: Iterable[str]) -> None:
        """``old`` was the site; what was ``made`` is new in it. From now on ``seen`` tells of the site as it is."""
        new = {stamp[0]: stamp for path in made if (stamp := stamped(site, path))}
        self.seen = {path: self.seen[path] for path in self.kept} | new
        if self.kept and old and stamped(old, manifest.MARKER) == self.mark:
            standby.leave(old, site, new, [*(self.held.files.keys() - self.seen.keys()), manifest.MARKER])
            self.seen |= {stamp[0]: stamp for path in new if (stamp := stamped(site, path))}
        else:
            standby.clear(site, old)


def last(site: Path, memory: Memory) -> Last:
    if not site.is_dir():
        return Last()
    folder = site.resolve()
    found = Last(folder, manifest.read(folder), stamped(folder, manifest.MARKER))
    match memory.known(KIND, [str(site)]).get(str(site)):
        case (tuple(mark), str(root), tuple(stamps)) if mark == found.mark:  # or the manifest is of another site
            return replace(found, root=root, stamps=frozenset(stamps))
    return found


def remember(site: Path, root: str, stamps: Iterable[Stamp], memory: Memory) -> None:
    memory.keep(KIND, str(site), (stamped(site, manifest.MARKER), root, tuple(stamps)))


def made_from(made: Made, surroundings: str) -> str:
    """Two pages with the same digest are the same. ``surroundings``: of what all pages share."""
    parts = json.dumps(made, ensure_ascii=False, default=told)
    return hashlib.blake2b(f"{surroundings}\0{parts}".encode("utf8", "surrogatepass"), digest_size=16).hexdigest()


def told(value: object) -> object:
    """Of a view, all that its repr tells; repr itself is slower."""
    return [type(value).__name__, *(getattr(value, name) for name in _fields(type(value)))] if is_dataclass(value) else repr(value)


@functools.cache
def _fields(of: type) -> tuple[str, ...]:
    return tuple(one.name for one in fields(of) if one.repr)


def surroundings(shell: views.Shell, theme: Path) -> str:
    """Of this code and what it writes with, the templates and the shell."""
    found = hashlib.blake2b("\0".join((code_version(), *map(version, WRITERS), repr(shell))).encode("utf8", "surrogatepass"), digest_size=16)
    for path in sorted(theme.rglob("*.html")):
        found.update(path.relative_to(theme).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()
