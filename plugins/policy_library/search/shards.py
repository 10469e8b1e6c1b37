"""The index in many small files, cut by term: what lunr needs for a query is what its terms' shards hold.

A shard is one string of bits (bits.py), read by theme/assets/library/search/shards.js:

  γ(strings + 1), each: γ(bytes + 1), its UTF-8        terms that are no plain pair, sorted
  γ(pairs + 1), their codes ascending as Rice gaps     pairs of characters from U+4E00 to U+9FFF
  then for each pair and each string
    γ(documents with it in the text + 1), γ(in the title + 1)
    text: each document: Rice gap, level of frequency, passage file (as many bits as the document's files need)
    title: each document: Rice gap, γ(times), and seven bits for each place

Weights are not stored: they follow from frequency, length, and the numbers of the manifest exactly as lunr computes them,
so that one edit leaves the shards of all other terms as they are, byte for byte.
"""

from __future__ import annotations

import base64
import hashlib
import json
import struct
import zlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from . import bits
from .analysis import Analysis
from .bits import Numbers
from .records import TYPES, Record
from .tokens import PLAIN, core_of, pair_code, tokens

FORMAT = 1
LEVELS = (1, 2, 3, 4, 7, 13)
"""Frequencies that can be told: 4 stands for 4 and 5, 7 for 6 to 9, 13 for more."""
_LEVEL_OF = np.array([0, 0, 1, 2, 3, 3, 4, 4, 4, 4, 5])
OWN = 127
"""The place of a document's own number, which is not in its title."""
LAST_PLACE = 126
LENGTH_STEP = 1.1
"""Lengths of texts are told in steps of a tenth."""
ROWS = 8
"""Results in a file of rows."""


@dataclass(frozen=True)
class Head:
    """Title, aliases and number of a record: term → places."""

    places: Mapping[str, tuple[int, ...]]
    length: int
    """In tokens."""
    characters: int = 0
    """Of the title alone."""


def head(record: Record) -> Head:
    found: dict[str, list[int]] = {}
    length = start = characters = 0
    for text in (record.title, *record.also):
        held = tokens(text, "title")
        for token in held:
            found.setdefault(token.term, []).append(min(start + token.start, LAST_PLACE))
        length += len(held)
        characters = characters or max((token.start + token.length for token in held), default=0)
        start += max((token.start + token.length for token in held), default=0) + 2
    if record.number:
        for term in (record.number, core_of(record.number)):
            found.setdefault(term, []).append(OWN)
            length += 1
    return Head({term: tuple(places) for term, places in found.items()}, length, characters)


@dataclass(frozen=True)
class Index:
    files: Mapping[str, bytes] = field(repr=False)
    """Name → content, the manifest last. All names but the manifest's change with their content."""
    postings: int = 0


MANIFEST = "index.json"


def slots_for(documents: int) -> int:
    """A power of two, so that it changes only when the library doubles."""
    return min(4096, max(16, 1 << max(0, (documents // 2 - 1).bit_length())))


def slot(term: str, slots: int) -> int:
    """Fowler, Noll and Vo's hash of the term's characters; of a document number, of its year and serial alone."""
    cut = term.find("〔")
    value = 2166136261
    for character in term[max(0, cut) :]:
        value = ((value ^ ord(character)) * 16777619) & 0xFFFFFFFF
    return (value ^ (value >> 15)) & (slots - 1)


def build(
    records: Sequence[Record], analyses: Sequence[Analysis], *, labels: Mapping[str, Sequence[tuple[str, str]]] | None = None,
    synonyms: Sequence[Sequence[str]] = (), exact: bool = False,
) -> Index:
    """``labels``: facet → (value, name), in the order shown. ``exact``: without levels and steps, for proofs."""
    heads = [head(record) for record in records]
    slots = slots_for(len(records))
    terms = _terms(heads, analyses, slots)
    texts, titles = _texts(terms, analyses, exact), _titles(terms, heads)
    files: dict[str, bytes] = {}

    def put(name: str, content: bytes) -> str:
        """The hash in the file's name."""
        digest = base64.b32encode(hashlib.sha256(content).digest()).decode().lower()[:6]
        files[f"{name}.{digest}.bin"] = content
        return digest

    shards = [put(f"s/{number:x}", one) for number, one in enumerate(_shards(terms, texts, titles, len(records), exact))]
    passages = [
        "".join(put(f"t/{file_stem(record.href)}.{number}", one) for number, one in enumerate(analysis.passages))
        for record, analysis in zip(records, analyses, strict=True)
    ]
    rows = [
        put(f"r/{start // ROWS:x}", _packed([_row(records[i], passages[i]) for i in range(start, min(start + ROWS, len(records)))]))
        for start in range(0, len(records), ROWS)
    ]
    lengths = [int(analysis.frequencies.sum()) for analysis in analyses]
    manifest = {
        "format": FORMAT, "documents": len(records), "slots": slots, "exact": exact,
        "average": [_average(one.length for one in heads), _average(lengths)],
        "columns": put("columns", _columns(records, heads, analyses, lengths, exact)),
        "facets": put("facets", _packed(_facets(records, labels or {}))),
        "synonyms": [list(group) for group in synonyms], "rows": "".join(rows), "shards": "".join(shards),
    }
    files[MANIFEST] = json.dumps(manifest, ensure_ascii=False, separators=(",", ":")).encode()
    return Index(files, len(texts))


def file_stem(href: str) -> str:
    """policies/a/ → policies-a, faq/a/#q-b → faq-a-q-b."""
    return href.replace("/#", "-").strip("/").replace("/", "-")


# ── Shards ────────────────────────────────────────────────────────────────────

_WORD = 1 << 29
"""Keys of terms: the code of a plain pair, or from here on the place among all other terms, sorted as UTF-8."""


@dataclass(frozen=True)
class _Terms:
    """All terms of the index in the order in which they are written: by slot, in it by key."""

    keys: Numbers
    """Ascending."""
    places: Numbers
    """Where the term of each key stands."""
    words: Mapping[str, int]
    """Keys of terms that are no plain pairs."""
    letters: Sequence[bytes]
    """In UTF-8, in the order of their keys."""
    in_order: Numbers
    """Keys, as the terms are written."""
    edges: Numbers
    """Where the terms of each slot begin, and the end."""

    def of(self, keys: NDArray[np.uint32] | Numbers) -> Numbers:
        return self.places[np.searchsorted(self.keys, keys)]


def _terms(heads: Sequence[Head], analyses: Sequence[Analysis], slots: int) -> _Terms:
    in_titles = {term for one in heads for term in one.places}
    pairs = np.unique(np.concatenate([
        *(analysis.pairs for analysis in analyses), np.array([code for term in in_titles if (code := pair_code(term)) is not None], np.uint32),
    ])).astype(np.int64)
    words = {term for term in in_titles if pair_code(term) is None}.union(*(analysis.words for analysis in analyses))
    letters = sorted(word.encode("utf8", "surrogatepass") for word in words)
    ordered = [one.decode("utf8", "surrogatepass") for one in letters]
    keys = np.concatenate((pairs, _WORD + np.arange(len(ordered), dtype=np.int64)))
    slot_of = np.concatenate((_slots_of_pairs(pairs, slots), np.array([slot(word, slots) for word in ordered], np.int64)))
    order = np.argsort(slot_of, kind="stable")
    places = np.empty_like(order)
    places[order] = np.arange(len(order))
    edges = np.searchsorted(slot_of[order], np.arange(slots + 1))
    return _Terms(keys, places, {word: _WORD + i for i, word in enumerate(ordered)}, letters, keys[order], edges)


def _slots_of_pairs(pairs: Numbers, slots: int) -> Numbers:
    """``slot`` of many."""
    value = np.full(len(pairs), 2166136261, np.uint64)
    for character in (PLAIN.start + pairs // len(PLAIN), PLAIN.start + pairs % len(PLAIN)):
        value = ((value ^ character.astype(np.uint64)) * np.uint64(16777619)) & np.uint64(0xFFFFFFFF)
    return ((value ^ (value >> np.uint64(15))) & np.uint64(slots - 1)).astype(np.int64)


def _texts(terms: _Terms, analyses: Sequence[Analysis], exact: bool) -> NDArray[np.uint64]:
    """
    Postings in the order in which they are written. One number each: from bit 40 the term's place, from 20 the document,
    from 4 the frequency or its level, from 2 the passage file, then in how many bits that is told.
    """
    postings = np.empty(sum(len(analysis.frequencies) for analysis in analyses), np.uint64)
    end = 0
    for document, analysis in enumerate(analyses):
        start, end = end, end + len(analysis.frequencies)
        words = np.array([terms.words[word] for word in analysis.words], np.int64)
        places = np.concatenate((terms.of(analysis.pairs), terms.of(words)))
        told = np.minimum(analysis.frequencies, 0xFFFF) if exact else _LEVEL_OF[np.minimum(analysis.frequencies, 10)]
        width = max(0, len(analysis.passages) - 1).bit_length()
        postings[start:end] = places << 40 | document << 20 | told.astype(np.int64) << 4 | analysis.firsts.astype(np.int64) << 2 | width
    postings.sort()
    return postings


@dataclass(frozen=True)
class _Titles:
    """Postings of titles in the order in which they are written."""

    terms: Numbers
    documents: Numbers
    counts: Numbers
    places: Numbers
    """Of all of them in a row."""

    def between(self, begin: int, end: int) -> _Titles:
        """Those of some terms, counted from the first of these."""
        low, high = np.searchsorted(self.terms, (begin, end))
        first, last = self.counts[:low].sum(), self.counts[:high].sum()
        return _Titles(self.terms[low:high] - begin, self.documents[low:high], self.counts[low:high], self.places[first:last])


def _titles(terms: _Terms, heads: Sequence[Head]) -> _Titles:
    found = [(term, document, places) for document, one in enumerate(heads) for term, places in one.places.items()]
    keys = np.array([terms.words.get(term, pair_code(term)) for term, _, _ in found], np.int64)
    of = terms.of(keys)
    order = np.argsort(of, kind="stable")
    documents, counts = (np.array(column, np.int64) for column in ([one[1] for one in found], [len(one[2]) for one in found]))
    rows = [found[i][2] for i in order.tolist()]
    return _Titles(of[order], documents[order], counts[order], np.array([place for row in rows for place in row], np.int64))


AT_ONCE = 2_000_000
"""Postings that are turned into bits together, about: what that takes of memory does not grow with the library."""


def _shards(terms: _Terms, texts: NDArray[np.uint64], titles: _Titles, documents: int, exact: bool) -> Iterator[bytes]:
    """One a slot."""
    last = len(terms.edges) - 1
    step = max(1, last * AT_ONCE // max(1, len(texts)))
    for first in range(0, last, step):
        yield from _some_shards(terms, texts, titles, range(first, min(last, first + step)), documents, exact)


def _some_shards(
    terms: _Terms, texts: NDArray[np.uint64], titles: _Titles, slots: range, documents: int, exact: bool,
) -> list[bytes]:
    """Where the codes of each term go is worked out first, then all codes of one kind are put there at once."""
    edges = terms.edges[slots.start : slots.stop + 1]
    begin, end = int(edges[0]), int(edges[-1])
    low, high = np.searchsorted(texts, np.array([begin << 40, end << 40], np.uint64))
    text = texts[low:high].astype(np.int64) - (begin << 40)
    title = titles.between(begin, end)
    in_text, in_title = (np.bincount(of, minlength=end - begin) for of in (text >> 40, title.terms))
    of_titles = np.bincount(title.terms, weights=2 + title.counts, minlength=end - begin).astype(np.int64)

    heads = [_shard_head(terms, int(edges[i]), int(edges[i + 1])) for i in range(len(slots))]
    heads_end = np.cumsum([len(head.ones) for head in heads])
    terms_end = np.concatenate(([0], np.cumsum(2 + 2 * in_text + of_titles)))
    ends = terms_end[edges[1:] - begin] + heads_end
    start = terms_end[:-1] + np.repeat(heads_end, np.diff(edges))
    codes = bits.blank(int(ends[-1]))
    for head, at in zip(heads, [0, *ends[:-1].tolist()], strict=True):
        bits.put(codes, slice(at, at + len(head.ones)), head)
    bits.put(codes, start, bits.gamma(in_text + 1))
    bits.put(codes, start + 1, bits.gamma(in_title + 1))
    span = 1 << max(0, documents - 1).bit_length()
    _put_texts(codes, start + 2, text, bits.rice_parameter(span, in_text), exact)
    _put_titles(codes, start + 2 + 2 * in_text, title, bits.rice_parameter(span, in_title))
    return bits.pack(codes, ends)


def _put_texts(codes: bits.Codes, start: Numbers, postings: Numbers, k: Numbers, exact: bool) -> None:
    """Two codes a posting. ``start`` and ``k``: of each term."""
    of = postings >> 40
    at = start[of] + 2 * _turn(of)
    bits.put(codes, at, bits.rice(_gaps(of, postings >> 20 & 0xFFFFF), k[of]))
    told, passage, width = postings >> 4 & 0xFFFF, postings >> 2 & 3, postings & 3
    if exact:
        whole = bits.gamma(told)
        bits.put(codes, at + 1, bits.Codes(whole.ones, whole.widths + width, told << width | passage))
    else:  # so many ones as the level, and a zero unless it is the highest
        bits.put(codes, at + 1, bits.Codes(told, (told < len(LEVELS) - 1) + width, passage))


def _put_titles(codes: bits.Codes, start: Numbers, title: _Titles, k: Numbers) -> None:
    """Two codes a posting and one a place."""
    before = np.concatenate(([0], np.cumsum(2 + title.counts)))[:-1]
    at = start[title.terms] + before - before[np.searchsorted(title.terms, title.terms)]
    bits.put(codes, at, bits.rice(_gaps(title.terms, title.documents), k[title.terms]))
    bits.put(codes, at + 1, bits.gamma(title.counts))
    of = np.repeat(np.arange(len(at)), title.counts)
    bits.put(codes, at[of] + 2 + _turn(of), bits.fixed(title.places, 7))


def _shard_head(terms: _Terms, begin: int, end: int) -> bits.Codes:
    """The strings, then the codes of the pairs, as gaps."""
    keys = terms.in_order[begin:end]
    pairs = keys[keys < _WORD]
    strings = [terms.letters[key - _WORD] for key in keys[keys >= _WORD].tolist()]
    parts = [bits.gamma(np.array([len(strings) + 1]))]
    for string in strings:
        parts += [bits.gamma(np.array([len(string) + 1])), bits.fixed(np.frombuffer(string, np.uint8).astype(np.int64), 8)]
    parts.append(bits.gamma(np.array([len(pairs) + 1])))
    if len(pairs):
        k = bits.rice_parameter(len(PLAIN) ** 2, np.array([len(pairs)]))
        parts.append(bits.rice(np.diff(pairs, prepend=-1) - 1, k))
    return bits.Codes(*(np.concatenate(column) for column in zip(*((one.ones, one.widths, one.values) for one in parts), strict=True)))


def _turn(groups: Numbers) -> Numbers:
    """Of ascending groups, the how manieth of its group each is, from 0 on."""
    return np.arange(len(groups)) - np.searchsorted(groups, groups)


def _gaps(groups: Numbers, documents: Numbers) -> Numbers:
    """How many documents lie between each and the one before in its group."""
    before = np.concatenate(([-1], documents[:-1]))
    if len(groups):
        before[np.concatenate(([True], np.diff(groups) > 0))] = -1
    return documents - before[: len(documents)] - 1


# ── Columns, rows, facets ─────────────────────────────────────────────────────


_STEPS = [round(LENGTH_STEP**step) - 1 for step in range(256)]


def length_step(length: int) -> int:
    """The step that tells a length, and the reader knows as a whole number: 1.1 to its power, rounded, less one."""
    return min(255, bisect_left(_STEPS, length))


def _columns(
    records: Sequence[Record], heads: Sequence[Head], analyses: Sequence[Analysis], lengths: Sequence[int], exact: bool
) -> bytes:
    """Four columns: length of the text, of the head, in tokens, what tells the characters of the title from them, and type + 8 × ended + 16 × (passage files)."""
    flags = bytes(
        TYPES.index(record.type) | record.ended << 3 | len(analysis.passages) << 4
        for record, analysis in zip(records, analyses, strict=True)
    )
    # A head of n characters has 2n - 1 tokens and its number's two: the difference is nearly always the same.
    characters = bytes((min(one.length, 255) + 1 - 2 * min(one.characters, 127)) & 255 for one in heads)
    if exact:
        numbers = (lengths, [one.length for one in heads])
        whole = b"".join(struct.pack(f"<{len(column)}I", *column) for column in numbers) + characters + flags
    else:
        whole = bytes(map(length_step, lengths)) + bytes(min(one.length, 255) for one in heads) + characters + flags
    return zlib.compress(whole, 9)


def _row(record: Record, passages: str) -> list[str]:
    return [record.type, record.href, record.title, passages, *record.shown]


def _facets(records: Sequence[Record], labels: Mapping[str, Sequence[tuple[str, str]]]) -> dict[str, object]:
    """Per facet its values with names, the distinct sets of values that occur, and which of the sets each record has."""
    found = {}
    for name, values in labels.items():
        place = {value: number for number, (value, _) in enumerate(values)}
        sets: dict[tuple[int, ...], int] = {}
        column = [
            sets.setdefault(tuple(sorted(place[value] for value in record.facets.get(name, ()) if value in place)), len(sets))
            for record in records
        ]
        found[name] = {"values": [list(pair) for pair in values], "sets": [list(held) for held in sets], "rows": column}
    return found


def _packed(value: object) -> bytes:
    return zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf8", "surrogatepass"), 9)


def _average(lengths: Iterable[int]) -> float:
    """lunr's: the fields that a document has, empty ones included."""
    held = list(lengths)
    return sum(held) / len(held) if held else 0
