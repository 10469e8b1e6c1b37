"""The files of a content folder, as text or as a finding. Nothing here knows what is written in them."""

from __future__ import annotations

import functools
import math
import os
import re
import time
from collections.abc import Iterable, Iterator
from itertools import accumulate
from pathlib import Path

from policy_library.work.memory import Memory

from .findings import Finding, Place, finding
from .refused import reason
from .source import SourceFile, Stamp, decode

VOCABULARY_FOLDER = "vocabulary/"
KIND = "files"
"""Of what is kept between runs."""
SETTLED = 2_000_000_000
"""Nanoseconds after which a file that is touched again has another time: no file system counts more coarsely."""
HELD = 4_000_000
"""Characters of texts that stay in memory."""
AT_FIRST = 16
"""Times as many stay until ``Sources.let_go``, which builds call: whoever reads a library asks for each text half a dozen times. Commands
that write no pages have memory for them to the end."""


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


def read_folder(root: Path, memory: Memory | None = None) -> list[SourceFile | Finding]:
    """Every Markdown and vocabulary file below ``root``."""
    return Sources(root, memory).read(filter(is_source, content_files(root)))


def read_file(root: Path, path: str) -> SourceFile | Finding:
    shown = os.fsencode(path).decode("utf8", "replace")
    if misnamed := MISNAMED.search(shown):
        return finding("U010", "error", Place(shown), ending=misnamed[0], proposal=f"{shown[: misnamed.start()].rpartition('/')[2]}.md")
    try:
        with open(os.path.join(root, path), "rb", buffering=0) as file:
            return decode(shown, file.read())
    except OSError as error:
        return finding("C016", "error", Place(shown), problem=reason(error))


class Changed(Exception):
    """A file is not what it was when it was read first."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class Sources:
    """The files of a folder, and their texts again when they are asked for: those of a large library do not fit into memory beside all else.
    A file that an earlier run has kept (``keep``), and that was not touched since, is not opened before that."""

    def __init__(self, root: Path, memory: Memory | None = None) -> None:
        self.root = root
        self._known = _kept(memory) if memory else {}
        """By path, how the file was and the digest of its text."""
        self._texts: dict[str, str] = {}
        """By digest."""
        self._last = "", ""
        """Digest and text of the file that was read last: it is asked for again and again."""

    def read(self, paths: Iterable[str]) -> list[SourceFile | Finding]:
        known, texts, self._known, self._texts = self._known, self._texts, {}, {}
        now, room = time.time_ns(), HELD * AT_FIRST
        found: list[SourceFile | Finding] = []
        for path in paths:
            stamp, touched = _stamp(os.path.join(self.root, path))
            before, digest = known.get(path, ((), ""))
            text = texts.get(digest)
            if not stamp or before != stamp:
                read = read_file(self.root, path)
                if not isinstance(read, SourceFile) or read.path != path:  # a name that is no UTF-8 is shown otherwise
                    found.append(read)
                    continue
                digest, text = read.digest, read.text
            if text and room > 0:
                self._texts[digest] = text
                room -= len(text)
            if touched < now - SETTLED:
                self._known[path] = stamp, digest
            found.append(SourceFile(path, digest, self._text, self._known.get(path, ((), ""))[0]))
        return found

    def let_go(self) -> None:
        """Of texts that do not fit into memory beside all else."""
        ends = accumulate(map(len, self._texts.values()))
        self._texts = {digest: text for (digest, text), end in zip(self._texts.items(), ends, strict=True) if end <= HELD}

    def _text(self, file: SourceFile) -> str:
        if file.digest in self._texts:
            return self._texts[file.digest]
        digest, text = self._last
        if digest != file.digest:
            read = read_file(self.root, file.path)
            if not isinstance(read, SourceFile) or read.digest != file.digest:
                raise Changed(file.path)
            text = read.text
            self._last = file.digest, text
        return text


def keep(files: Iterable[SourceFile], memory: Memory) -> None:
    """For ``Sources`` of later runs, how these files are."""
    memory.keep(KIND, KIND, {file.path: (file.stamp, file.digest) for file in files if file.stamp})


def _kept(memory: Memory) -> dict[str, tuple[Stamp, str]]:
    found: dict[str, tuple[Stamp, str]] = {}
    match memory.known(KIND, [KIND]).get(KIND):
        case dict(known):
            for path, one in known.items():
                match one:
                    case (tuple(stamp), str(digest)):
                        found[path] = stamp, digest
    return found


def _stamp(file: str) -> tuple[Stamp, float]:
    """And when it was touched last."""
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
