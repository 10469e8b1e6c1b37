"""From an edition's records to the files of its index, as much as possible of it as the last run left it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from policy_library.work.memory import Memory
from policy_library.work.processes import give_back

from . import kept
from .index import Content, build
from .records import Record

FOLDER = "assets/search/"


class Indexing:
    """An index in the making."""

    def __init__(
        self, records: Sequence[Record], labels: Mapping[str, Sequence[tuple[str, str]]], synonyms: Sequence[Sequence[str]], memory: Memory,
    ) -> None:
        self._records, self._labels, self._synonyms, self._memory = records, labels, synonyms, memory
        self._analysing = kept.Analysing(records, memory)

    def go_on(self) -> None:
        """To be called now and then by whoever has other things to do first."""
        self._analysing.go_on()

    def files(self) -> dict[str, Content]:
        """Address → content."""
        analysed, memory = self._analysing.end(), self._memory
        memory.store()  # so that analyses are not held twice while the index is made
        memory.close()  # nor the workers, which have read all texts
        give_back()
        last = kept.last(memory)
        known = kept.shards(last, analysed, memory)
        passages = kept.passages(self._records, analysed, memory)
        index = build(self._records, analysed.analyses, labels=self._labels, passages=passages, synonyms=self._synonyms, known=known)
        kept.keep(last, known, analysed, index.shards, memory)
        memory.store()
        return {FOLDER + name: content for name, content in index.files.items()}


class NoIndex:
    """Of a site without a search. What one left in the memory goes with it."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def go_on(self) -> None:
        pass

    def files(self) -> dict[str, Content]:
        for kind in kept.KINDS:
            self._memory.still(kind, ())
        self._memory.store()
        return {}
