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
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import sub

from .analysis import Analysis
from .bits import fixed, gamma, pack, rice, rice_parameter, rice_table
from .records import TYPES, Record
from .tokens import core_of, tokens

FORMAT = 1
FIRST, CHARACTERS = 0x4E00, 0x9FFF - 0x4E00 + 1
LEVELS = (1, 2, 3, 4, 7, 13)
"""Frequencies that can be told: 4 stands for 4 and 5, 7 for 6 to 9, 13 for more."""
_LEVEL_OF = [0, 0, 1, 2, 3, 3, 4, 4, 4, 4, 5]
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
    texts, titles = _postings(heads, analyses, exact)
    span = 1 << max(0, len(records) - 1).bit_length()
    slots = slots_for(len(records))
    cut: list[list[str]] = [[] for _ in range(slots)]
    for term in texts.keys() | titles.keys():
        cut[slot(term, slots)].append(term)
    files: dict[str, bytes] = {}

    def put(name: str, content: bytes) -> str:
        """The hash in the file's name."""
        digest = base64.b32encode(hashlib.sha256(content).digest()).decode().lower()[:6]
        files[f"{name}.{digest}.bin"] = content
        return digest

    shards = [put(f"s/{number:x}", _shard(terms, texts, titles, span, exact)) for number, terms in enumerate(cut)]
    passages = [
        "".join(put(f"t/{file_stem(record.href)}.{number}", one) for number, one in enumerate(analysis.passages))
        for record, analysis in zip(records, analyses, strict=True)
    ]
    rows = [
        put(f"r/{start // ROWS:x}", _packed([_row(records[i], passages[i]) for i in range(start, min(start + ROWS, len(records)))]))
        for start in range(0, len(records), ROWS)
    ]
    lengths = [sum(analysis.frequencies) for analysis in analyses]
    manifest = {
        "format": FORMAT, "documents": len(records), "slots": slots, "exact": exact,
        "average": [_average(one.length for one in heads), _average(lengths)],
        "columns": put("columns", _columns(records, heads, analyses, lengths, exact)),
        "facets": put("facets", _packed(_facets(records, labels or {}))),
        "synonyms": [list(group) for group in synonyms], "rows": "".join(rows), "shards": "".join(shards),
    }
    files[MANIFEST] = json.dumps(manifest, ensure_ascii=False, separators=(",", ":")).encode()
    return Index(files, sum(map(len, texts.values())))


def file_stem(href: str) -> str:
    """policies/a/ → policies-a, faq/a/#q-b → faq-a-q-b."""
    return href.replace("/#", "-").strip("/").replace("/", "-")


def _postings(
    heads: Sequence[Head], analyses: Sequence[Analysis], exact: bool
) -> tuple[dict[str, list[int]], dict[str, list[tuple[int, tuple[int, ...]]]]]:
    """Term → postings of texts, packed in numbers: document, frequency or its level, passage file, bits that tell the file."""
    texts: defaultdict[str, list[int]] = defaultdict(list)
    titles: defaultdict[str, list[tuple[int, tuple[int, ...]]]] = defaultdict(list)
    for document, (one, analysis) in enumerate(zip(heads, analyses, strict=True)):
        low = document << 20 | max(0, len(analysis.passages) - 1).bit_length()
        told: Sequence[int] = analysis.frequencies if exact else [_LEVEL_OF[count] if count < 10 else 5 for count in analysis.frequencies]
        for term, level, first in zip(analysis.terms, told, analysis.firsts, strict=True):
            texts[term].append(low | level << 4 | first << 2)
        for term, places in one.places.items():
            titles[term].append((document, places))
    return dict(texts), dict(titles)


def _shard(
    terms: Iterable[str], texts: Mapping[str, list[int]], titles: Mapping[str, list[tuple[int, tuple[int, ...]]]], span: int, exact: bool
) -> bytes:
    codes = {}
    strings = []
    for term in terms:
        code = _pair(term)
        if code is None:
            strings.append(term.encode("utf8", "surrogatepass"))
        else:
            codes[code] = term
    strings.sort()
    parts = [gamma(len(strings) + 1)]
    for string in strings:
        parts.append(gamma(len(string) + 1))
        parts += [fixed(byte, 8) for byte in string]
    parts.append(gamma(len(codes) + 1))
    if codes:
        k = rice_parameter(CHARACTERS * CHARACTERS, len(codes))
        last = -1
        for code in sorted(codes):
            parts.append(rice(code - last - 1, k))
            last = code
    for term in (*(codes[code] for code in sorted(codes)), *(string.decode("utf8", "surrogatepass") for string in strings)):
        text, title = texts.get(term, ()), titles.get(term, ())
        parts += [gamma(len(text) + 1), gamma(len(title) + 1)]
        if text:
            parts.append(_text(text, span, exact))
        if title:
            parts += _title(title, span)
    return pack(parts)


def _pair(term: str) -> int | None:
    if len(term) != 2:
        return None
    one, two = ord(term[0]) - FIRST, ord(term[1]) - FIRST
    return one * CHARACTERS + two if 0 <= one < CHARACTERS and 0 <= two < CHARACTERS else None


class _Payloads(dict[int, str]):
    """The bits behind a gap, by the lower part of a posting."""

    def __init__(self, exact: bool) -> None:
        self.exact = exact

    def __missing__(self, value: int) -> str:
        told, first, width = value >> 4, value >> 2 & 3, value & 3
        level = gamma(told) if self.exact else "1" * told + ("0" if told < len(LEVELS) - 1 else "")
        self[value] = bits = level + fixed(first, width)
        return bits


_PAYLOADS = {exact: _Payloads(exact) for exact in (False, True)}


def _text(postings: list[int], span: int, exact: bool) -> str:
    table, payloads = rice_table(rice_parameter(span, len(postings))), _PAYLOADS[exact]
    if len(postings) == 1:
        return table[postings[0] >> 20] + payloads[postings[0] & 0xFFFFF]
    documents = [value >> 20 for value in postings]
    gaps = map(sub, documents, [-1, *documents])
    return "".join([table[gap - 1] + payloads[value & 0xFFFFF] for gap, value in zip(gaps, postings)])


def _title(postings: Sequence[tuple[int, tuple[int, ...]]], span: int) -> Iterator[str]:
    k = rice_parameter(span, len(postings))
    last = -1
    for document, places in postings:
        yield rice(document - last - 1, k) + gamma(len(places)) + "".join(fixed(place, 7) for place in places)
        last = document


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
