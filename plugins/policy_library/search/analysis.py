"""Of one record, everything that its own text decides: its tokens and its passages. Cached by content, made in parallel."""

from __future__ import annotations

import hashlib
import math
import os
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from policy_library.text import numbers

from .records import Paragraph, Record
from .tokens import core_of, counts

VERSION = b"1"
CHUNK = 2000
"""Characters of a passage file, about; a record has at most four, so that a posting can say in two bits which one."""
MOST_CHUNKS = 4


@dataclass(frozen=True)
class Analysis:
    terms: tuple[str, ...]
    """In the order in which they stand in the text."""
    frequencies: tuple[int, ...]
    firsts: bytes
    """In which passage file each term stands first."""
    passages: tuple[bytes, ...]
    """Compressed; see ``passage``."""


def analyse(record: Record) -> Analysis:
    chunks = chunked(record.paragraphs)
    found = [_counted("\n".join(paragraph.text for paragraph in chunk)) for chunk in chunks]
    total = Counter(found[0]) if found else Counter()
    for later in found[1:]:
        total.update(later)
    first: dict[str, int] = {}
    for number in range(len(found) - 1, -1, -1):
        first.update(dict.fromkeys(found[number], number))
    return Analysis(
        tuple(total), tuple(total.values()), bytes(map(first.__getitem__, total)), tuple(passage(chunk) for chunk in chunks),
    )


def _counted(text: str) -> Counter[str]:
    found = counts(text)
    for cited in numbers.find(text):
        whole = str(cited.number)
        found[whole] += 1
        found[core_of(whole)] += 1
    return found


def chunked(paragraphs: Sequence[Paragraph]) -> list[list[Paragraph]]:
    """Nearly equal parts, cut between paragraphs; no part is empty."""
    whole = sum(len(one.text) for one in paragraphs)
    wanted = min(MOST_CHUNKS, max(1, math.ceil(whole / CHUNK)))
    parts: list[list[Paragraph]] = [[]]
    read = 0
    for one in paragraphs:
        if parts[-1] and len(parts) < wanted and read + len(one.text) / 2 > whole * len(parts) / wanted:
            parts.append([])
        parts[-1].append(one)
        read += len(one.text)
    return [part for part in parts if part]


def passage(chunk: Iterable[Paragraph]) -> bytes:
    """Lines of anchor, tab, text; GBK where it can tell them, a seventh smaller than UTF-8. The first letter says which."""
    lines = []
    last = None
    for one in chunk:
        lines.append(("=" if one.anchor == last else one.anchor) + "\t" + one.text.replace("\t", " ").replace("\n", " "))
        last = one.anchor
    text = "\n".join(lines)
    try:
        return zlib.compress(b"g" + text.encode("gbk"), 9)
    except UnicodeEncodeError:
        return zlib.compress(b"u" + text.encode("utf8", "replace"), 9)


# ── The cache ─────────────────────────────────────────────────────────────────


def analyses(records: Sequence[Record], cache: Path | None = None, executor: Executor | None = None) -> list[Analysis]:
    """One each, in the order of the records. A damaged or foreign file in the cache is made anew."""
    keys = [_key(record) for record in records]
    held = [_read(cache, key) for key in keys]
    missing = [number for number, blob in enumerate(held) if blob is None]
    batches = [missing[start : start + 64] for start in range(0, len(missing), 64)]
    work = [[records[number] for number in batch] for batch in batches]
    made = executor.map(_analyse_all, work) if executor and len(batches) > 1 else map(_analyse_all, work)
    for batch, blobs in zip(batches, made, strict=True):
        for number, blob in zip(batch, blobs, strict=True):
            held[number] = blob
            _write(cache, keys[number], blob)
    return [decode(blob) for blob in held if blob is not None]


def _analyse_all(records: Sequence[Record]) -> list[bytes]:
    return [encode(analyse(record)) for record in records]


def _key(record: Record) -> str:
    digest = hashlib.sha256(VERSION)
    for one in record.paragraphs:
        digest.update(f"{one.anchor}\t{one.text}\n".encode("utf8", "surrogatepass"))
    return digest.hexdigest()


def encode(analysis: Analysis) -> bytes:
    """Parts, each with its length in front: terms, frequencies, firsts, passages."""
    parts = [
        "\n".join(analysis.terms).encode("utf8", "surrogatepass"), ",".join(map(str, analysis.frequencies)).encode(), analysis.firsts,
        *analysis.passages,
    ]
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def decode(blob: bytes) -> Analysis:
    parts = []
    at = 0
    while at < len(blob):
        size = int.from_bytes(blob[at : at + 4], "big")
        parts.append(blob[at + 4 : at + 4 + size])
        at += 4 + size
    terms = tuple(parts[0].decode("utf8", "surrogatepass").split("\n")) if parts[0] else ()
    return Analysis(terms, tuple(map(int, parts[1].split(b","))) if parts[1] else (), parts[2], tuple(parts[3:]))


def _read(cache: Path | None, key: str) -> bytes | None:
    if cache is None:
        return None
    try:
        held = (cache / key[:2] / key).read_bytes()
    except OSError:
        return None
    blob = held[4:]
    return blob if held[:4] == zlib.crc32(blob).to_bytes(4, "big") and blob else None


def _write(cache: Path | None, key: str, blob: bytes) -> None:
    if cache is None:
        return
    folder = cache / key[:2]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder)
        with os.fdopen(handle, "wb") as file:
            file.write(zlib.crc32(blob).to_bytes(4, "big") + blob)
        os.replace(name, folder / key)
    except OSError:
        return  # a cache that cannot be written only costs time
