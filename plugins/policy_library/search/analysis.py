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

import numpy as np
from numpy.typing import NDArray

from policy_library.text import numbers

from .records import Paragraph, Record
from .tokens import core_of, pair_of, plain_and_other

VERSION = b"2"
CHUNK = 2000
"""Characters of a passage file, about; a record has at most four, so that a posting can say in two bits which one."""
MOST_CHUNKS = 4


@dataclass(frozen=True)
class Analysis:
    pairs: NDArray[np.uint32]
    """Codes of plain pairs, ascending."""
    words: tuple[str, ...]
    """All other terms, in the order in which they stand in the text."""
    frequencies: NDArray[np.uint32]
    """Of the pairs, then of the words."""
    firsts: NDArray[np.uint8]
    """In which passage file each of them stands first."""
    passages: tuple[bytes, ...]
    """Compressed; see ``passage``."""

    @property
    def terms(self) -> tuple[str, ...]:
        return (*map(pair_of, self.pairs.tolist()), *self.words)


def analyse(record: Record) -> Analysis:
    chunks = chunked(record.paragraphs)
    texts = ["\n".join(paragraph.text for paragraph in chunk) for chunk in chunks]
    found = [plain_and_other(text) for text in texts]
    of_all = np.concatenate([pairs for pairs, _ in found]) if found else np.zeros(0, np.uint32)
    chunk_of = np.repeat(np.arange(len(found), dtype=np.uint8), [len(pairs) for pairs, _ in found])
    pairs, at, frequencies = np.unique(of_all, return_index=True, return_counts=True)
    words: Counter[str] = Counter()
    first: dict[str, int] = {}
    for number, (text, (_, others)) in enumerate(zip(texts, found, strict=True)):
        others += [form for cited in numbers.find(text) for form in (str(cited.number), core_of(str(cited.number)))]
        words.update(others)
        for word in others:
            first.setdefault(word, number)
    return Analysis(
        pairs, tuple(words), np.concatenate((frequencies, list(words.values()))).astype(np.uint32),
        np.concatenate((chunk_of[at], list(map(first.__getitem__, words)))).astype(np.uint8), tuple(passage(chunk) for chunk in chunks),
    )


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
    """
    One each, in the order of the records. A damaged or foreign file in the cache is made anew; what none of the records
    needs any more is deleted, so that the cache neither grows for ever nor keeps the text of what was taken back.
    """
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
    _sweep(cache, keys)
    return [decode(blob) for blob in held if blob is not None]


def _analyse_all(records: Sequence[Record]) -> list[bytes]:
    return [encode(analyse(record)) for record in records]


def _key(record: Record) -> str:
    digest = hashlib.sha256(VERSION)
    for one in record.paragraphs:
        digest.update(f"{one.anchor}\t{one.text}\n".encode("utf8", "surrogatepass"))
    return digest.hexdigest()


def encode(analysis: Analysis) -> bytes:
    """Parts, each with its length in front: pairs, words, frequencies, firsts, passages."""
    parts = [
        analysis.pairs.astype("<u4").tobytes(), "\n".join(analysis.words).encode("utf8", "surrogatepass"),
        analysis.frequencies.astype("<u4").tobytes(), analysis.firsts.tobytes(), *analysis.passages,
    ]
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def decode(blob: bytes) -> Analysis:
    parts = []
    at = 0
    while at < len(blob):
        size = int.from_bytes(blob[at : at + 4], "big")
        parts.append(blob[at + 4 : at + 4 + size])
        at += 4 + size
    words = tuple(parts[1].decode("utf8", "surrogatepass").split("\n")) if parts[1] else ()
    return Analysis(np.frombuffer(parts[0], "<u4"), words, np.frombuffer(parts[2], "<u4"), np.frombuffer(parts[3], np.uint8), tuple(parts[4:]))


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


def _sweep(cache: Path | None, keys: Iterable[str]) -> None:
    needed = set(keys)
    for path in cache.glob("*/*") if cache else ():
        if path.name not in needed:
            path.unlink(missing_ok=True)  # another build may have been faster
