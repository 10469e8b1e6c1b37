"""All files of the index: shards of postings, passages, rows of results, columns, facets, and the manifest that names them.

A pure function of the records and their analyses. What is known to be as it was can be handed in and is not made again.
"""

from __future__ import annotations

import json
import struct
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from .analysis import DIGEST, Analysis, compressed, digest
from .records import TYPES, Record
from .shards import shards
from .slots import slots_for

FORMAT = 2
MANIFEST = "index.json"
LENGTH_STEP = 1.1
"""Lengths of texts are told in steps of a tenth."""
ROWS = 8
"""Results in a file of rows."""


Content = bytes | Callable[[], bytes]
"""Passages are fetched when they are written: a large library's do not fit into memory beside it."""


@dataclass(frozen=True)
class Index:
    files: Mapping[str, Content] = field(repr=False)
    """Name → content, the manifest last. All names but the manifest's change with their content."""
    shards: tuple[bytes, ...] = field(repr=False)


def written(files: Mapping[str, Content]) -> dict[str, bytes]:
    return {name: content if isinstance(content, bytes) else content() for name, content in files.items()}


def build(
    records: Sequence[Record], analyses: Sequence[Analysis], *, labels: Mapping[str, Sequence[tuple[str, str]]] | None = None,
    passages: Callable[[int], Sequence[bytes]], synonyms: Sequence[Sequence[str]] = (), exact: bool = False, known: Mapping[int, bytes] | None = None,
) -> Index:
    """``passages`` of a record, by its place. ``labels``: facet → (value, name), in the order shown. ``exact``: without levels and steps, for proofs. ``known``: shards by slot."""
    slots, known = slots_for(len(records)), known or {}
    wanted = [slot for slot in range(slots) if slot not in known]
    held = {**known, **dict(zip(wanted, shards(analyses, slots, wanted, exact), strict=True))}
    in_order = tuple(held[slot] for slot in range(slots))
    files: dict[str, Content] = {}

    def put(name: str, content: bytes) -> str:
        """The hash in the file's name."""
        files[f"{name}.{(told := digest(content))}.bin"] = content
        return told

    of_shards = "".join(put(f"s/{number:x}", one) for number, one in enumerate(in_order))
    for place, (record, analysis) in enumerate(zip(records, analyses, strict=True)):
        stem = file_stem(record.href)
        for number in range(analysis.files):
            files[f"t/{stem}.{number}.{analysis.digests[DIGEST * number : DIGEST * (number + 1)]}.bin"] = partial(_passage, passages, place, number)
    rows = [
        put(f"r/{start // ROWS:x}", _packed([_row(*pair) for pair in zip(records[start : start + ROWS], analyses[start : start + ROWS], strict=True)]))
        for start in range(0, len(records), ROWS)
    ]
    manifest = {
        "format": FORMAT, "documents": len(records), "slots": slots, "exact": exact,
        "average": [_average(one.head_length for one in analyses), _average(one.length for one in analyses)],
        "columns": put("columns", _columns(records, analyses, exact)),
        "facets": put("facets", _packed(_facets(records, labels or {}))),
        "synonyms": [list(group) for group in synonyms], "rows": "".join(rows), "shards": of_shards,
    }
    files[MANIFEST] = json.dumps(manifest, ensure_ascii=False, separators=(",", ":")).encode()
    return Index(files, in_order)


def _passage(passages: Callable[[int], Sequence[bytes]], place: int, number: int) -> bytes:
    return passages(place)[number]


def file_stem(href: str) -> str:
    """policies/a/ → policies-a, faq/a/#q-b → faq-a-q-b."""
    return href.replace("/#", "-").strip("/").replace("/", "-")


_STEPS = [round(LENGTH_STEP**step) - 1 for step in range(256)]


def length_step(length: int) -> int:
    """The step that tells a length, and the reader knows as a whole number: 1.1 to its power, rounded, less one."""
    return min(255, bisect_left(_STEPS, length))


def _columns(records: Sequence[Record], analyses: Sequence[Analysis], exact: bool) -> bytes:
    """Four columns: length of the text, of the head, in tokens, what tells the characters of the title from them, and type + 8 × ended + 16 × (passage files)."""
    flags = bytes(
        TYPES.index(record.type) | record.ended << 3 | analysis.files << 4
        for record, analysis in zip(records, analyses, strict=True)
    )
    # A head of n characters has 2n - 1 tokens and its number's two: the difference is nearly always the same.
    characters = bytes((min(one.head_length, 255) + 1 - 2 * min(one.characters, 127)) & 255 for one in analyses)
    lengths, heads = [one.length for one in analyses], [one.head_length for one in analyses]
    if exact:
        whole = b"".join(struct.pack(f"<{len(column)}I", *column) for column in (lengths, heads)) + characters + flags
    else:
        whole = bytes(map(length_step, lengths)) + bytes(min(one, 255) for one in heads) + characters + flags
    return compressed(whole)


def _row(record: Record, analysis: Analysis) -> list[str]:
    return [record.type, record.href, record.title, analysis.digests, *record.shown]


def _facets(records: Sequence[Record], labels: Mapping[str, Sequence[tuple[str, str]]]) -> dict[str, object]:
    """Per facet its values with names, the distinct sets of values that occur, and which of the sets each record has."""
    found = {}
    for name, values in labels.items():
        place = {value: number for number, (value, _) in enumerate(values)}
        sets: dict[tuple[int, ...], int] = {}
        of: dict[tuple[str, ...], int] = {}
        column = []
        for record in records:
            held = record.facets.get(name, ())
            if (which := of.get(held)) is None:
                which = of[held] = sets.setdefault(tuple(sorted(place[value] for value in held if value in place)), len(sets))
            column.append(which)
        found[name] = {"values": [list(pair) for pair in values], "sets": [list(held) for held in sets], "rows": column}
    return found


def _packed(value: object) -> bytes:
    return compressed(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf8", "surrogatepass"))


def _average(lengths: Iterable[int]) -> float:
    """lunr's: the fields that a document has, empty ones included."""
    held = list(lengths)
    return sum(held) / len(held) if held else 0
