"""The files of a content folder, as text or as a finding. Nothing here knows what is written in them."""

from __future__ import annotations

import functools
import math
import os
import re
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from .findings import Finding, Place, finding
from .source import SourceFile, decode

VOCABULARY_FOLDER = "vocabulary/"
SETTLED = 2_000_000_000
"""Nanoseconds after which a file that is touched again has another time: no file system counts more coarsely."""


def content_files(root: Path) -> Iterator[str]:
    """The paths of all files below ``root``; symbolic links and dot files are not content."""
    yield from _files(root, "")


def _files(root: Path, below: str) -> Iterator[str]:
    """Of a folder the files first, each in order."""
    try:
        with os.scandir(os.path.join(root, below)) as found:
            entries = sorted((entry for entry in found if not entry.name.startswith(".") and not entry.is_symlink()), key=lambda entry: entry.name)
    except OSError:  # gone meanwhile, or not ours to read
        return
    yield from (below + entry.name for entry in entries if entry.is_file(follow_symlinks=False))
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _files(root, f"{below}{entry.name}/")


def is_source(path: str) -> bool:
    return path.endswith(".md") or path.startswith(VOCABULARY_FOLDER) and path.endswith((".yml", ".yaml")) or bool(MISNAMED.search(path))


MISNAMED = re.compile(r"(?<!\.md)(?:\.(?:markdown|mdown|mkd|md\.txt|md\.md)|\.(?!md$)(?i:md))$")
"""Endings of files that were meant to be read: what other programs and phones make of .md."""


def read_folder(root: Path) -> list[SourceFile | Finding]:
    """Every Markdown and vocabulary file below ``root``."""
    return [read_file(root, path) for path in content_files(root) if is_source(path)]


def read_file(root: Path, path: str) -> SourceFile | Finding:
    shown = os.fsencode(path).decode("utf8", "replace")
    if misnamed := MISNAMED.search(shown):
        return finding("U010", "error", Place(shown), ending=misnamed[0], proposal=f"{shown[: misnamed.start()].rpartition('/')[2]}.md")
    try:
        with open(os.path.join(root, path), "rb", buffering=0) as file:
            return decode(shown, file.read())
    except OSError as error:
        return finding("C016", "error", Place(shown), problem=error.strerror)


class Sources:
    """Reads files of a folder. One that reads them again and again opens only those that were touched."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[tuple[int, ...], SourceFile]] = {}

    def read(self, root: Path, paths: Iterable[str]) -> list[SourceFile | Finding]:
        before, self._held = self._held, {}
        now = time.time_ns()
        found: list[SourceFile | Finding] = []
        for path in paths:
            stamp, touched = _stamp(os.path.join(root, path))
            held = before.get(path)
            found.append(held[1] if held and held[0] == stamp else read_file(root, path))
            if touched < now - SETTLED and isinstance(found[-1], SourceFile):
                self._held[path] = stamp, found[-1]
        return found


def _stamp(file: str) -> tuple[tuple[int, ...], float]:
    """What changes when a file is touched, and when it was touched last."""
    try:
        state = os.stat(file)
    except OSError:
        return (), math.inf
    return (state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino), max(state.st_mtime_ns, state.st_ctime_ns)


def file_bytes(root: Path, path: str) -> bytes | None:
    """Of a file below ``root``; None where there is none of this very name, as on systems that do not tell capitals, or where a link leads to it."""
    file = root / path
    try:
        return file.read_bytes() if file.is_file() and file.resolve().relative_to(_resolved(root)).as_posix() == path else None
    except (OSError, ValueError):
        return None


@functools.cache
def _resolved(root: Path) -> Path:
    return root.resolve()
