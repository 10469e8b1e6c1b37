"""From an edition's records to the files of its index, as much as possible of it as the last run left it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from policy_library.work.memory import Memory
from policy_library.work.processes import give_back

from . import kept
from .index import Content, build
from .records import Record

FOLDER = "assets/search/"


def files(
    records: Sequence[Record], labels: Mapping[str, Sequence[tuple[str, str]]], synonyms: Sequence[Sequence[str]], memory: Memory,
) -> dict[str, Content]:
    """Address → content."""
    analysed = kept.analysed(records, memory)
    memory.store()  # so that analyses are not held twice while the index is made
    memory.close()  # nor the workers, which have read all texts
    give_back()
    last = kept.last(memory)
    known = kept.shards(last, analysed, memory)
    passages = kept.passages(records, analysed, memory)
    index = build(records, analysed.analyses, labels=labels, passages=passages, synonyms=synonyms, known=known)
    kept.keep(last, known, analysed, index.shards, memory)
    memory.store()
    return {FOLDER + name: content for name, content in index.files.items()}
