"""Of one record, everything that its own words decide: its terms, where they stand, and its passages."""

from __future__ import annotations

import base64
import hashlib
import math
import struct
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from deflate import zlib_compress
from numpy.typing import NDArray

from policy_library.text import numbers

from .names import head
from .records import Paragraph, Record
from .slots import MOST_SLOTS, slot, slots_of_pairs
from .tokens import core_of, pair_code, pair_of, plain_and_other

CHUNK = 2000
"""Characters of a passage file, about; a record has at most four, so that a posting can say in two bits which one."""
MOST_CHUNKS = 4
DIGEST = 6
"""Letters."""
MOST_OFTEN = 0x3FFF
"""A word that comes more often is counted so often."""


PARTS = 128
"""Of the slots: where the pairs of each part begin in a text is known."""


@dataclass(frozen=True)
class Terms:
    """Plain pairs by their codes, in the order of their slots and in that of the codes, then all others in UTF-8, a line each."""

    pairs: NDArray[np.uint32]
    lines: bytes
    slots: NDArray[np.uint16]
    """Of each of the lines: its slot were there ``MOST_SLOTS``."""

    @property
    def words(self) -> list[bytes]:
        return self.lines.split(b"\n") if self.lines else []

    @property
    def all(self) -> list[str]:
        return [*map(pair_of, self.pairs.tolist()), *(word.decode("utf8", "surrogatepass") for word in self.words)]


@dataclass(frozen=True)
class Analysis:
    text: Terms
    bounds: NDArray[np.uint32]
    """Where among the pairs of the text those of each part of the slots begin, and where the last ones end."""
    told: NDArray[np.uint16]
    """Of each term of the text: how often, times four, and in which passage file first."""
    title: Terms
    counts: NDArray[np.uint16]
    """Of each term of the head: how often."""
    places: NDArray[np.uint8]
    """All of them in a row."""
    length: int
    """Of the text, in tokens, as lunr counts."""
    head_length: int
    characters: int
    """Of the title alone."""
    digests: str
    """Of the passages, one after another."""

    @property
    def files(self) -> int:
        """How many passages it has."""
        return len(self.digests) // DIGEST


_NO_TERMS = Terms(np.zeros(0, np.uint32), b"", np.zeros(0, np.uint16))
EMPTY = Analysis(_NO_TERMS, np.zeros(PARTS + 1, np.uint32), np.zeros(0, np.uint16), _NO_TERMS, np.zeros(0, np.uint16), np.zeros(0, np.uint8), 0, 0, 0, "")
"""Of a place where no record is."""


def analyse(record: Record) -> tuple[Analysis, tuple[bytes, ...]]:
    """With its passages, compressed; see ``passage``."""
    chunks = chunked(record.paragraphs)
    texts = ["\n".join(paragraph.text for paragraph in chunk) for chunk in chunks]
    pairs, words = [], []
    for number, text in enumerate(texts):
        plain, others = plain_and_other(text)
        others += [form for cited in numbers.find(text) for form in (str(cited.number), core_of(str(cited.number)))]
        pairs.append(plain << np.uint32(2) | np.uint32(number))
        words += [(word, number) for word in others]
    text, bounds, told, length = _terms(np.concatenate(pairs) if pairs else np.zeros(0, np.uint32), words)
    named = head(record)
    plain = {code: term for term in named.places if (code := pair_code(term)) is not None}
    others = [term for term in named.places if pair_code(term) is None]
    codes = np.array([*plain], np.uint32)
    codes = codes[np.lexsort((codes, slots_of_pairs(codes, MOST_SLOTS)))]
    places = [named.places[term] for term in (*(plain[code] for code in codes.tolist()), *others)]
    passages = tuple(map(passage, chunks))
    return Analysis(
        text, bounds, told, _of(codes, others), np.array([*map(len, places)], np.uint16),
        np.array([place for held in places for place in held], np.uint8), length, named.length, named.characters,
        "".join(map(digest, passages)),
    ), passages


def _terms(pairs: NDArray[np.uint32], words: Sequence[tuple[str, int]]) -> tuple[Terms, NDArray[np.uint32], NDArray[np.uint16], int]:
    """``pairs``: codes times four and the number of the passage file in which they stand."""
    pairs = np.sort(pairs)  # so the first of a code names the first file
    codes = pairs >> np.uint32(2)
    at = np.flatnonzero(np.diff(codes, prepend=np.uint32(0xFFFFFFFF)))
    times = np.diff(at, append=len(pairs))
    slots = slots_of_pairs(codes[at], MOST_SLOTS)
    order = np.argsort(slots, kind="stable")
    at, times = at[order], times[order]
    often = Counter(word for word, _ in words)
    first = {word: number for word, number in reversed(words)}
    frequencies = np.concatenate((times, [*often.values()])).astype(np.int64)
    firsts = np.concatenate((pairs[at] & 3, [first[word] for word in often])).astype(np.int64)
    told = np.minimum(frequencies, MOST_OFTEN) << 2 | firsts
    bounds = np.searchsorted(slots[order], np.arange(PARTS + 1) * (MOST_SLOTS // PARTS))
    return _of(codes[at], [*often]), bounds.astype(np.uint32), told.astype(np.uint16), int(frequencies.sum())


def _of(pairs: NDArray[np.uint32], words: Sequence[str]) -> Terms:
    lines = "\n".join(words).encode("utf8", "surrogatepass")
    return Terms(pairs, lines, np.array([slot(word, MOST_SLOTS) for word in words], np.uint16))


def digest(content: bytes) -> str:
    """For a file's name."""
    return base64.b32encode(hashlib.sha256(content).digest()[:5]).decode()[:DIGEST].lower()


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


def compressed(content: bytes) -> bytes:
    """In the format of zlib, as browsers read it; by a library that is twice as fast."""
    return bytes(zlib_compress(content, 9))


def passage(chunk: Iterable[Paragraph]) -> bytes:
    """Lines of anchor, tab, text; GBK where it can tell them, a seventh smaller than UTF-8. The first letter says which."""
    lines = []
    last = None
    for one in chunk:
        lines.append(("=" if one.anchor == last else one.anchor) + "\t" + one.text.replace("\t", " ").replace("\n", " "))
        last = one.anchor
    text = "\n".join(lines)
    try:
        return compressed(b"g" + text.encode("gbk"))
    except UnicodeEncodeError:
        return compressed(b"u" + text.encode("utf8", "replace"))


# ── As bytes, for the cache ───────────────────────────────────────────────────

_NUMBERS = struct.Struct("<III")


def encode(analysis: Analysis) -> bytes:
    """A sum that tells damage, then parts, each with its length in front."""
    text, title = analysis.text, analysis.title
    parts = [
        _NUMBERS.pack(analysis.length, analysis.head_length, analysis.characters), text.pairs.astype("<u4").tobytes(), text.lines,
        text.slots.astype("<u2").tobytes(), analysis.bounds.astype("<u4").tobytes(), analysis.told.astype("<u2").tobytes(),
        title.pairs.astype("<u4").tobytes(), title.lines, title.slots.astype("<u2").tobytes(), analysis.counts.astype("<u2").tobytes(), analysis.places.tobytes(),
        analysis.digests.encode(),
    ]
    blob = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return zlib.crc32(blob).to_bytes(4, "big") + blob


def decode(blob: bytes) -> Analysis | None:
    """None where it is damaged. Its columns are views into the blob."""
    if len(blob) < 5 or blob[:4] != zlib.crc32(memoryview(blob)[4:]).to_bytes(4, "big"):
        return None
    parts = []
    at = 4
    while at < len(blob):
        size = int.from_bytes(blob[at : at + 4], "big")
        parts.append((at + 4, size))
        at += 4 + size

    def column(part: int, type: str) -> NDArray[Any]:
        start, size = parts[part]
        return np.frombuffer(blob, type, size // np.dtype(type).itemsize, start)

    def whole(part: int) -> bytes:
        start, size = parts[part]
        return blob[start : start + size]

    return Analysis(
        Terms(column(1, "<u4"), whole(2), column(3, "<u2")), column(4, "<u4"), column(5, "<u2"), Terms(column(6, "<u4"), whole(7), column(8, "<u2")),
        column(9, "<u2"), column(10, "u1"), *_NUMBERS.unpack(whole(0)), whole(11).decode(),
    )
