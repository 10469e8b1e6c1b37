"""Which files are read, and by which source each is."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from . import docx, html, markdown, plain
from .base import MAX_BYTES, Page, Refused, Source
from .decoding import check_size

SOURCES: tuple[Source, ...] = (plain, markdown, html, docx)
ENDINGS = {ending: source for source in SOURCES for ending in source.ENDINGS}
STDIN = "-"


@dataclass(frozen=True)
class File:
    name: str
    path: Path | None  # None: standard input

    def page(self) -> Page:
        page = source_of(self.name, data := self._bytes()).read(data)
        if not page.text.strip():
            raise Refused("no_text")
        return page

    def _bytes(self) -> bytes:
        """Never more than may be read at all, so that a huge file costs nothing."""
        try:
            if self.path is None:
                data = sys.stdin.buffer.read(MAX_BYTES + 1)
            else:
                check_size(self.path.stat().st_size)
                data = self.path.read_bytes()
        except FileNotFoundError as problem:
            raise Refused("missing") from problem
        except OSError as problem:
            raise Refused("unreadable", problem=problem.strerror) from problem
        check_size(len(data))
        if not data.strip():
            raise Refused("empty")
        return data


def files(paths: Iterable[Path]) -> Iterator[File]:
    """The files that are named, and in folders those of the kinds that are read; in the order of their paths."""
    for path in paths:
        if str(path) == STDIN:
            yield File(STDIN, None)
        elif path.is_dir():
            yield from (File(found.as_posix(), found) for found in _inside(path))
        else:
            yield File(path.as_posix(), path)


def _inside(folder: Path) -> Iterator[Path]:
    for within, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            found = Path(within, name)
            if found.suffix.lower() in ENDINGS and not name.startswith(".") and not found.is_symlink():
                yield found


def source_of(name: str, data: bytes) -> Source:
    """What the ending says it is; without one, what its first bytes say."""
    ending = os.path.splitext(name)[1].lower()
    if ending in ENDINGS:
        return ENDINGS[ending]
    if ending:
        raise Refused("kind", ending=ending, known=" ".join(sorted(ENDINGS)))
    if data.startswith((b"PK\x03\x04", docx.OLE)):
        return docx
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    return markdown if start.startswith(b"---") else html if start.startswith(b"<") else plain
