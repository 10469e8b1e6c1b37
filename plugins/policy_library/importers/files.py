"""Which files are taken in, and by which source each is read."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from . import docx, html, markdown, plain
from .base import MAX_BYTES, Refused, Source, Taken

SOURCES: tuple[Source, ...] = (plain, html, docx, markdown)
ENDINGS = {ending: source for source in SOURCES for ending in source.ENDINGS}
STDIN = "-"


@dataclass(frozen=True)
class File:
    name: str
    path: Path | None  # None: standard input

    def read(self) -> bytes:
        """Never more than may be read at all, so that a huge file costs nothing."""
        try:
            if self.path is None:
                data = sys.stdin.buffer.read(MAX_BYTES + 1)
            else:
                size = self.path.stat().st_size
                if size > MAX_BYTES:
                    raise Refused("too_large", size=size // 1_000_000, limit=MAX_BYTES // 1_000_000)
                data = self.path.read_bytes()
        except OSError as problem:
            raise Refused("unreadable", problem=problem.strerror) from problem
        if len(data) > MAX_BYTES:
            raise Refused("too_large", size=len(data) // 1_000_000, limit=MAX_BYTES // 1_000_000)
        return data


def sources(paths: Iterable[Path]) -> Iterator[File]:
    """The files that are named, and those of the kinds we read in folders that are; in the order of their paths."""
    for path in paths:
        if str(path) == STDIN:
            yield File(STDIN, None)
        elif path.is_dir():
            for folder, names, files in os.walk(path):
                names[:] = sorted(name for name in names if not name.startswith("."))
                for name in sorted(files):
                    found = Path(folder, name)
                    if found.suffix.lower() in ENDINGS and not name.startswith(".") and not found.is_symlink():
                        yield File(found.as_posix(), found)
        else:
            yield File(path.as_posix(), path)


def take(name: str, data: bytes) -> Taken:
    """What a file's ending says it is; without one, what its first bytes say."""
    ending = os.path.splitext(name)[1].lower()
    if not data.strip():
        raise Refused("empty")
    source = ENDINGS.get(ending) or (_sniffed(data) if name == STDIN or not ending else None)
    if source is None:
        raise Refused("kind", ending=ending, known=" ".join(sorted(ENDINGS)))
    taken = source.take(data)
    if not taken.text.strip():
        raise Refused("no_text")
    return taken


def _sniffed(data: bytes) -> Source:
    head = data[:2000].lstrip().lower()
    if data.startswith(b"PK\x03\x04"):
        return docx
    if head.startswith((b"<!doctype html", b"<html")) or b"<body" in head:
        return html
    return markdown if head.startswith(b"---") else plain
