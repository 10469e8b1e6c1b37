"""Postings of some slots, gathered from the analyses of all records in the order in which shards tell them.

A text's plain pairs lie in the order of their slots, so that some slots cost no look at all others; all other terms are few. Numbers are held
in columns, and a posting of a text is a single number, so that one sort orders all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, compress, groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .analysis import PARTS, Analysis, Terms
from .bits import Numbers
from .slots import MOST_SLOTS, among, slots_of_pairs
from .tokens import PLAIN

LEVELS = (1, 2, 3, 4, 7, 13)
"""Frequencies that can be told: 4 stands for 4 and 5, 7 for 6 to 9, 13 for more."""
_LEVEL_OF = np.array([0, 0, 1, 2, 3, 3, 4, 4, 4, 4, 5])
AT_ONCE = 250_000
"""Postings of a group, about: what one takes of memory does not grow with the library."""
BLOCK = 512
"""Documents whose postings are looked through together."""
NEAR = 4
"""Parts of the slots between two that are wanted: as many cost less to look through than to leave out."""
WORD = len(PLAIN) ** 2
"""Codes of terms: that of a plain pair, or from here on the place among all other terms, sorted as UTF-8."""
CODE = 29
"""Bits of a code."""
TERM_AT = 64 - CODE - (MOST_SLOTS - 1).bit_length()
"""Bits that are left for the document and what is told of it, where a posting is one number."""


@dataclass(frozen=True)
class Titles:
    """Postings in the order in which they are written."""

    documents: Numbers
    counts: Numbers
    places: Numbers
    """Of all of them in a row."""

    def some(self, which: Numbers) -> Titles:
        counts = self.counts[which]
        return Titles(self.documents[which], counts, self.places[spread(starts(self.counts)[which], counts)])


@dataclass(frozen=True)
class Postings:
    """Of some slots, in the order in which they are written: by slot, in it by code, in it by document."""

    edges: Numbers
    """Where the terms of each slot begin, and the last ones end."""
    terms: Numbers
    """Slot and code of each."""
    in_text: Numbers
    in_title: Numbers
    letters: Sequence[bytes]
    """Of the terms from ``WORD`` on."""
    texts: NDArray[np.uint64]
    """Above ``told`` the document, above that the term."""
    told: int
    """How many bits of a text's posting tell of the frequency and the passage file."""
    widths: Numbers
    """Of each document, in how many bits it tells the passage file."""
    titles: Titles


Group = tuple[Sequence[int], Sequence[tuple[int, int]]]
"""Slots, and in which parts of all slots they lie, from one to before another."""


class Gathering:
    """Postings of the wanted slots, some slots at a time: plain pairs lie in the order of their slots, all other terms are few."""

    def __init__(self, analyses: Sequence[Analysis], slots: int, wanted: Sequence[int], exact: bool) -> None:
        self._analyses, self._slots, self._wanted, self._exact = analyses, slots, wanted, exact
        self._told = TERM_AT - max(1, (len(analyses) - 1).bit_length())
        self._widths = np.array([width(one) for one in analyses], np.int64)
        self._bounds = _joined([one.bounds for one in analyses], np.uint32).astype(np.int64).reshape(-1, PARTS + 1)
        chosen = self._mask(wanted)
        texts, titles = [one.text for one in analyses], [one.title for one in analyses]
        in_texts, in_titles = ([_chosen_words(one, chosen) for one in terms] for terms in (texts, titles))
        self._letters = sorted({*chain.from_iterable(in_texts), *chain.from_iterable(in_titles)})
        rank = {word: WORD + i for i, word in enumerate(self._letters)}
        self._words = self._keys(*_of_words(texts, in_texts, [one.told[len(one.text.pairs) :] for one in analyses], rank, chosen))
        self._of_titles, self._titles = _titles(analyses, in_titles, rank, chosen)

    def groups(self) -> Iterator[Group]:
        """Wanted slots with about so many postings as are made together, and the parts in which they lie."""
        units = min(self._slots, PARTS)
        sizes = np.diff(self._bounds.sum(0)).reshape(units, -1).sum(1).tolist()
        of = {unit: [*some] for unit, some in groupby(self._wanted, lambda slot: slot * units // self._slots)}
        group: list[int] = []
        reached = 0
        for unit, wanted in of.items():
            size = sizes[unit] * len(wanted) * units // self._slots
            if group and reached + size > AT_ONCE:
                yield self._group(group, of)
                group, reached = [], 0
            group.append(unit)
            reached += size
        yield self._group(group, of)

    def _group(self, group: Sequence[int], of: Mapping[int, Sequence[int]]) -> Group:
        step = PARTS // min(self._slots, PARTS)
        spans: list[tuple[int, int]] = []
        for begin, end in ((unit * step, (unit + 1) * step) for unit in group):
            if spans and begin - spans[-1][1] <= NEAR:
                begin, _ = spans.pop()
            spans.append((begin, end))
        return [slot for unit in group for slot in of[unit]], spans

    def postings(self, group: Group) -> Postings:
        slots, spans = group
        chosen = self._mask(slots)
        texts = np.concatenate((self._pairs(chosen, spans), self._words[chosen[(self._words >> np.uint64(TERM_AT + CODE)).astype(np.int64)]]))
        texts.sort()
        which = np.flatnonzero(chosen[self._of_titles >> CODE])
        of_titles, titles = self._of_titles[which], self._titles.some(which)
        (of_texts, in_text), (of_titles, in_title) = _runs((texts >> np.uint64(TERM_AT)).astype(np.int64)), _runs(of_titles)
        terms = np.union1d(of_texts, of_titles)
        counts = np.zeros((2, len(terms)), np.int64)
        counts[0, np.searchsorted(terms, of_texts)] = in_text
        counts[1, np.searchsorted(terms, of_titles)] = in_title
        edges = np.append(np.searchsorted(terms, np.array(slots, np.int64) << CODE), len(terms))
        return Postings(edges, terms, counts[0], counts[1], self._letters, texts, self._told, self._widths, titles)

    def _pairs(self, chosen: NDArray[np.bool_], spans: Sequence[tuple[int, int]]) -> NDArray[np.uint64]:
        found = [np.zeros(0, np.uint64)]
        for start in range(0, len(self._analyses), BLOCK):
            some, bounds = self._analyses[start : start + BLOCK], self._bounds[start : start + BLOCK]
            pairs, tells, documents = [], [], []
            for begin, end in spans:
                places = [*zip(some, bounds[:, begin].tolist(), bounds[:, end].tolist(), strict=True)]
                pairs += [one.text.pairs[first:last] for one, first, last in places]
                tells += [one.told[first:last] for one, first, last in places]
                documents.append(_documents(bounds[:, end] - bounds[:, begin]) + start)
            found.append(self._keys(*_of_pairs(np.concatenate(pairs), np.concatenate(documents), np.concatenate(tells), chosen)))
        return np.concatenate(found)

    def _keys(self, terms: Numbers, documents: Numbers, tells: Numbers) -> NDArray[np.uint64]:
        """One number a posting: term, document, then the frequency or its level, and in two bits the passage file."""
        often = np.minimum(tells >> 2, (1 << self._told - 2) - 1) if self._exact else _LEVEL_OF[np.minimum(tells >> 2, 10)]
        key = terms.astype(np.uint64) << np.uint64(TERM_AT)  # the highest bit can be set
        return key | (documents << self._told | often << 2 | tells & 3).astype(np.uint64)

    def _mask(self, slots: Sequence[int]) -> NDArray[np.bool_]:
        found = np.zeros(self._slots, bool)
        found[np.array(slots, np.int64)] = True
        return found


def _chosen_words(terms: Terms, chosen: NDArray[np.bool_]) -> list[bytes]:
    kept = chosen[among(terms.slots, len(chosen))]
    return list(compress(terms.words, kept.tolist())) if kept.any() else []


def _runs(ascending: Numbers) -> tuple[Numbers, Numbers]:
    """Each value, and how often it comes."""
    at = np.flatnonzero(np.diff(ascending, prepend=-1))
    return ascending[at], np.diff(at, append=len(ascending))


def _titles(
    analyses: Sequence[Analysis], words: Sequence[Sequence[bytes]], rank: Mapping[bytes, int], chosen: NDArray[np.bool_],
) -> tuple[Numbers, Titles]:
    """The term of each posting, and the postings."""
    of = [one.title for one in analyses]
    counts = _joined([one.counts for one in analyses], np.uint16).astype(np.int64)
    places = _joined([one.places for one in analyses], np.uint8).astype(np.int64)
    turns = np.split(np.arange(len(counts)), starts(np.array([len(one.counts) for one in analyses], np.int64))[1:])[: len(of)]
    pairs = _of_pairs(
        _joined([one.pairs for one in of], np.uint32), _documents([len(one.pairs) for one in of]),
        _joined([turn[: len(one.pairs)] for one, turn in zip(of, turns, strict=True)], np.int64), chosen,
    )
    others = _of_words(of, words, [turn[len(one.pairs) :] for one, turn in zip(of, turns, strict=True)], rank, chosen)
    terms, documents, tells = (np.concatenate(both) for both in zip(pairs, others, strict=True))
    order = np.lexsort((documents, terms))
    return terms[order], Titles(documents, counts[tells], places[spread(starts(counts)[tells], counts[tells])]).some(order)


def _of_pairs(pairs: NDArray[np.uint32], documents: Numbers, tells: NDArray[np.integer], chosen: NDArray[np.bool_]) -> tuple[Numbers, Numbers, Numbers]:
    """Of the chosen slots: slot and code, document, and what is told."""
    slots = slots_of_pairs(pairs, len(chosen))
    if not chosen.all():
        kept = chosen[slots]
        slots, pairs, documents, tells = slots[kept], pairs[kept], documents[kept], tells[kept]
    return slots.astype(np.int64) << CODE | pairs, documents, tells.astype(np.int64)


def _of_words(
    of: Sequence[Terms], words: Sequence[Sequence[bytes]], told: Sequence[NDArray[np.integer]], rank: Mapping[bytes, int], chosen: NDArray[np.bool_],
) -> tuple[Numbers, Numbers, Numbers]:
    """As ``_of_pairs``. ``words``: those of the chosen slots."""
    slots = among(_joined([one.slots for one in of], np.uint16), len(chosen))
    kept = chosen[slots]
    codes = np.fromiter(map(rank.__getitem__, chain.from_iterable(words)), np.int64)
    return slots[kept].astype(np.int64) << CODE | codes, _documents([len(one.slots) for one in of])[kept], np.concatenate([np.zeros(0, np.int64), *told])[kept]


def _documents(counts: Sequence[int] | Numbers) -> Numbers:
    """Each so many times."""
    return np.repeat(np.arange(len(counts)), np.asarray(counts, np.int64))


def _joined(parts: Sequence[NDArray[np.integer]], type: type[np.integer]) -> NDArray[Any]:
    return np.concatenate([np.zeros(0, type), *parts])


def width(analysis: Analysis) -> int:
    """In how many bits a posting of it tells the passage file."""
    return max(0, analysis.files - 1).bit_length()


def starts(counts: Numbers) -> Numbers:
    """Where each of some runs begins, and the end of the last."""
    return np.concatenate(([0], np.cumsum(counts)))


def spread(begins: Numbers, counts: Numbers) -> Numbers:
    """So many whole numbers from each beginning on, in a row."""
    return np.repeat(begins - (np.cumsum(counts) - counts), counts) + np.arange(int(counts.sum()))
