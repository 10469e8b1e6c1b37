"""What the last run made of the records, so that a run makes only what changed; in the memory of texts, which forgets what a run does not use.

Of each record its analysis, with the digest of what it was made of; of the whole index its shards, and which analyses stood in
which places. A place whose digest is another touches the shards of the terms that its two analyses do not share; all others keep
their bytes. Whatever is missing, damaged or of another run is made anew.
"""

from __future__ import annotations

import functools
import hashlib
import json
import zlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from policy_library.model.source import NO_BODY, body_of
from policy_library.work.memory import Memory, digest, packed

from .analysis import EMPTY, Analysis, analyse, decode, encode
from .records import Record
from .shards import span, touched
from .slots import slots_for

ANALYSES, PASSAGES, SHARDS, LAST = "search-analyses", "search-passages", "search-shards", "search-last"
KINDS = (ANALYSES, PASSAGES, SHARDS, LAST)
MOST_CHANGED = 100
"""Records, from which on comparing them costs more than making all shards."""

Placed = tuple[str, str]
"""A record's key, and the digest of what its analysis was made of."""


@dataclass(frozen=True)
class Analysed:
    placed: list[Placed]
    """In the order of the index."""
    analyses: list[Analysis]
    earlier: Mapping[Placed, Analysis]
    """What the last run kept of these records."""


def analysed(records: Sequence[Record], memory: Memory) -> Analysed:
    placed = [(record.key, _digest(record)) for record in records]
    earlier = _earlier(memory.known(ANALYSES, [key for key, _ in placed]))
    missing = [number for number, one in enumerate(placed) if one not in earlier]
    size = sum(records[number].text.body.length for number in missing)
    made = {}
    for number, (blob, passages) in zip(missing, memory.mapped(_encoded, (_sent(records[number]) for number in missing), len(missing), size), strict=True):
        key, of = placed[number]
        memory.keep(ANALYSES, key, (of, blob))
        memory.lay_aside(PASSAGES, f"{key} {of}", passages)
        made[placed[number]] = decode(blob)
    memory.still(PASSAGES, (" ".join(one) for one in placed))
    return Analysed(placed, [made.get(one) or earlier[one] for one in placed], earlier)


def passages(records: Sequence[Record], analysed: Analysed, memory: Memory) -> Callable[[int], Sequence[bytes]]:
    """Of a record, by its place in the index."""

    placed, files = analysed.placed, [one.files for one in analysed.analyses]  # the analyses are not held until all is written

    @functools.lru_cache(maxsize=1)
    def of(place: int) -> Sequence[bytes]:
        found = memory.fetch(PASSAGES, " ".join(placed[place]))
        return found if isinstance(found, tuple) and len(found) == files[place] else analyse(records[place])[1]

    return of


def _digest(record: Record) -> str:
    text = record.text
    return digest(text.body.digest, text.title, sorted(text.anchors), text.before, text.after, record.title, record.also, record.number)


def _sent(record: Record) -> tuple[bytes, Record]:
    return record.text.body.text.encode("utf8", "surrogatepass"), replace(record, text=replace(record.text, body=NO_BODY))


def _encoded(sent: tuple[bytes, Record]) -> tuple[bytes, bytes]:
    """Analysis and passages, ready to be kept."""
    body, record = sent
    analysis, passages = analyse(replace(record, text=replace(record.text, body=body_of(body.decode("utf8", "surrogatepass")))))
    return encode(analysis), packed(passages)


def _earlier(known: Mapping[str, object]) -> dict[Placed, Analysis]:
    found = {}
    for key, value in known.items():
        match value:
            case (str(of), bytes(blob)) if analysis := decode(blob):
                found[key, of] = analysis
    return found


# ── The index ─────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Last:
    """The index of the last run."""

    slots: int
    span: int
    placed: list[Placed]
    sums: list[str]
    """Of its shards."""


def last(memory: Memory) -> Last | None:
    match memory.known(LAST, [LAST]).get(LAST):
        case (int(told), bytes(blob)) if told == zlib.crc32(blob):
            slots, of, placed, sums = json.loads(blob)
            return Last(slots, of, [(key, digest) for key, digest in placed], sums)
    return None


def shards(last: Last | None, analysed: Analysed, memory: Memory) -> dict[int, bytes]:
    """By slot, those that are as they were."""
    slots = slots_for(len(analysed.placed))
    held = memory.known(SHARDS, [f"{slot:x}" for slot in range(slots)])
    changed = _touched(last, analysed, slots)
    if last is None or changed is None:
        return {}
    return {
        slot: content for slot in range(slots)
        if slot not in changed and isinstance(content := held.get(f"{slot:x}"), bytes) and _sum(content) == last.sums[slot]
    }


def _touched(last: Last | None, now: Analysed, slots: int) -> set[int] | None:
    """None: perhaps all."""
    if last is None or (last.slots, last.span) != (slots, span(len(now.placed))):
        return None
    pairs = zip_longest(last.placed, zip(now.placed, now.analyses, strict=True), fillvalue=None)
    changed = [(before, after) for before, after in pairs if after is None or before != after[0]]
    if len(changed) > MOST_CHANGED or any(before and before not in now.earlier for before, _ in changed):
        return None
    return set().union(*(touched(now.earlier[before] if before else EMPTY, after[1] if after else EMPTY, slots) for before, after in changed))


def keep(last: Last | None, known: Collection[int], analysed: Analysed, shards: Sequence[bytes], memory: Memory) -> None:
    """``known``: the slots of shards that are as they were."""
    sums = [last.sums[slot] if last and slot in known else _sum(content) for slot, content in enumerate(shards)]
    now = Last(len(shards), span(len(analysed.placed)), analysed.placed, sums)
    if now == last:
        return
    for slot, content in enumerate(shards):
        if slot not in known:
            memory.keep(SHARDS, f"{slot:x}", content)
    blob = json.dumps([now.slots, now.span, now.placed, now.sums], separators=(",", ":")).encode()
    memory.keep(LAST, LAST, (zlib.crc32(blob), blob))


def _sum(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=16).hexdigest()
