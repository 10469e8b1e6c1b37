"""Postings by term, in many small files: what lunr needs for a query is what its terms' shards hold.

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

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain, compress, groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import bits
from .analysis import PARTS, Analysis, Terms
from .bits import Numbers
from .slots import MOST_SLOTS, among, slots_of_pairs
from .tokens import PLAIN

LEVELS = (1, 2, 3, 4, 7, 13)
"""Frequencies that can be told: 4 stands for 4 and 5, 7 for 6 to 9, 13 for more."""
_LEVEL_OF = np.array([0, 0, 1, 2, 3, 3, 4, 4, 4, 4, 5])
GATHERED, AT_ONCE, BESIDE = 8_000_000, 250_000, 2
"""Postings whose words are gathered and that are turned into bits together, about, and how many times the latter is done at once: numpy lets
other threads go on. What it takes of memory does not grow with the library."""
BLOCK = 512
"""Documents whose postings are looked through together."""
NEAR = 4
"""Parts of the slots between two that are wanted: as many cost less to look through than to leave out."""
_WORD = len(PLAIN) ** 2
"""Codes of terms: that of a plain pair, or from here on the place among all other terms, sorted as UTF-8."""
_CODE = 29
"""Bits of a code."""
_TERM_AT = 64 - _CODE - (MOST_SLOTS - 1).bit_length()
"""Bits that are left for the document and what is told of it, where a posting is one number."""


def span(documents: int) -> int:
    """Gaps between documents are coded as if there were so many: a power of two, so that it changes only when the library doubles."""
    return 1 << max(0, documents - 1).bit_length()


def width(analysis: Analysis) -> int:
    """In how many bits a posting of it tells the passage file."""
    return max(0, analysis.files - 1).bit_length()


def shards(analyses: Sequence[Analysis], slots: int, wanted: Sequence[int], exact: bool = False) -> Iterator[bytes]:
    """One for each slot that is wanted, in their order, which ascends. ``exact``: without levels, for proofs."""
    share = sum(len(one.told) for one in analyses) * len(wanted) // slots
    size = max(1, len(wanted) // (share // GATHERED + 1))
    with ThreadPoolExecutor(BESIDE) as threads:
        for start in range(0, len(wanted), size):
            gathering = _Gathering(analyses, slots, wanted[start : start + size], exact)
            for some in threads.map(gathering.made, gathering.groups()):
                yield from some


def touched(before: Analysis, after: Analysis, slots: int) -> set[int]:
    """In which slots two analyses at the same place of the index differ."""
    found: set[int] = set()
    for of in (_in_text, _in_title):
        (terms, told), (others, others_told) = of(before), of(after)
        here, there = dict(zip(terms.pairs.tolist(), told)), dict(zip(others.pairs.tolist(), others_told))
        pairs = {code for code, _ in here.items() ^ there.items()}
        found.update(slots_of_pairs(np.array([*pairs], np.uint32), slots).tolist())
        words = set(zip(terms.words, terms.slots.tolist(), told[len(here) :])) ^ set(zip(others.words, others.slots.tolist(), others_told[len(there) :]))
        found.update(at * slots // MOST_SLOTS for _, at, _ in words)
    return found


def _in_text(one: Analysis) -> tuple[Terms, list[tuple[int, int]]]:
    return one.text, [(told, width(one)) for told in one.told.tolist()]


def _in_title(one: Analysis) -> tuple[Terms, list[bytes]]:
    ends = np.cumsum(one.counts).tolist()
    return one.title, [one.places[end - count : end].tobytes() for end, count in zip(ends, one.counts.tolist(), strict=True)]


def starts(counts: Numbers) -> Numbers:
    """Where each of some runs begins, and the end of the last."""
    return np.concatenate(([0], np.cumsum(counts)))


def spread(begins: Numbers, counts: Numbers) -> Numbers:
    """So many whole numbers from each beginning on, in a row."""
    return np.repeat(begins - (np.cumsum(counts) - counts), counts) + np.arange(int(counts.sum()))


# ── Gathering ─────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Titles:
    """Postings in the order in which they are written."""

    documents: Numbers
    counts: Numbers
    places: Numbers
    """Of all of them in a row."""

    def some(self, which: Numbers) -> _Titles:
        counts = self.counts[which]
        return _Titles(self.documents[which], counts, self.places[spread(starts(self.counts)[which], counts)])


@dataclass(frozen=True)
class _Postings:
    """Of some slots, in the order in which they are written: by slot, in it by code, in it by document."""

    terms: Numbers
    """Slot and code of each."""
    in_text: Numbers
    in_title: Numbers
    letters: Sequence[bytes]
    """Of the terms from ``_WORD`` on."""
    texts: NDArray[np.uint64]
    """Above ``told`` the document, above that the term."""
    told: int
    """How many bits of a text's posting tell of the frequency and the passage file."""
    widths: Numbers
    """Of each document, in how many bits it tells the passage file."""
    titles: _Titles


Spans = Sequence[tuple[int, int]]
"""Of parts of the slots, from one to before another."""


class _Gathering:
    """Postings of the wanted slots, some slots at a time: plain pairs lie in the order of their slots, all other terms are few."""

    def __init__(self, analyses: Sequence[Analysis], slots: int, wanted: Sequence[int], exact: bool) -> None:
        self._analyses, self._slots, self._wanted, self._exact = analyses, slots, wanted, exact
        self._told = _TERM_AT - max(1, (len(analyses) - 1).bit_length())
        self._widths = np.array([width(one) for one in analyses], np.int64)
        self._bounds = _joined([one.bounds for one in analyses], np.uint32).astype(np.int64).reshape(-1, PARTS + 1)
        chosen = self._mask(wanted)
        texts, titles = [one.text for one in analyses], [one.title for one in analyses]
        in_texts, in_titles = ([_chosen_words(one, chosen) for one in terms] for terms in (texts, titles))
        self._letters = sorted({*chain.from_iterable(in_texts), *chain.from_iterable(in_titles)})
        rank = {word: _WORD + i for i, word in enumerate(self._letters)}
        self._words = self._keys(*_of_words(texts, in_texts, [one.told[len(one.text.pairs) :] for one in analyses], rank, chosen))
        self._of_titles, self._titles = _titles(analyses, in_titles, rank, chosen)

    def groups(self) -> Iterator[tuple[Sequence[int], Spans]]:
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

    def _group(self, group: Sequence[int], of: Mapping[int, Sequence[int]]) -> tuple[Sequence[int], Spans]:
        step = PARTS // min(self._slots, PARTS)
        spans: list[tuple[int, int]] = []
        for begin, end in ((unit * step, (unit + 1) * step) for unit in group):
            if spans and begin - spans[-1][1] <= NEAR:
                begin, _ = spans.pop()
            spans.append((begin, end))
        return [slot for unit in group for slot in of[unit]], spans

    def made(self, group: tuple[Sequence[int], Spans]) -> list[bytes]:
        slots, spans = group
        postings = self._postings(self._mask(slots), spans)
        edges = np.append(np.searchsorted(postings.terms, np.array(slots, np.int64) << _CODE), len(postings.terms))
        return _written(postings, edges, span(len(self._analyses)), self._exact)

    def _postings(self, chosen: NDArray[np.bool_], spans: Spans) -> _Postings:
        texts = np.concatenate((self._pairs(chosen, spans), self._words[chosen[(self._words >> np.uint64(_TERM_AT + _CODE)).astype(np.int64)]]))
        texts.sort()
        which = np.flatnonzero(chosen[self._of_titles >> _CODE])
        of_titles, titles = self._of_titles[which], self._titles.some(which)
        (of_texts, in_text), (of_titles, in_title) = _runs((texts >> np.uint64(_TERM_AT)).astype(np.int64)), _runs(of_titles)
        terms = np.union1d(of_texts, of_titles)
        counts = np.zeros((2, len(terms)), np.int64)
        counts[0, np.searchsorted(terms, of_texts)] = in_text
        counts[1, np.searchsorted(terms, of_titles)] = in_title
        return _Postings(terms, counts[0], counts[1], self._letters, texts, self._told, self._widths, titles)

    def _pairs(self, chosen: NDArray[np.bool_], spans: Spans) -> NDArray[np.uint64]:
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
        key = terms.astype(np.uint64) << np.uint64(_TERM_AT)  # the highest bit can be set
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
) -> tuple[Numbers, _Titles]:
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
    return terms[order], _Titles(documents, counts[tells], places[spread(starts(counts)[tells], counts[tells])]).some(order)


def _of_pairs(pairs: NDArray[np.uint32], documents: Numbers, tells: NDArray[np.integer], chosen: NDArray[np.bool_]) -> tuple[Numbers, Numbers, Numbers]:
    """Of the chosen slots: slot and code, document, and what is told."""
    slots = slots_of_pairs(pairs, len(chosen))
    if not chosen.all():
        kept = chosen[slots]
        slots, pairs, documents, tells = slots[kept], pairs[kept], documents[kept], tells[kept]
    return slots.astype(np.int64) << _CODE | pairs, documents, tells.astype(np.int64)


def _of_words(
    of: Sequence[Terms], words: Sequence[Sequence[bytes]], told: Sequence[NDArray[np.integer]], rank: Mapping[bytes, int], chosen: NDArray[np.bool_],
) -> tuple[Numbers, Numbers, Numbers]:
    """As ``_of_pairs``. ``words``: those of the chosen slots."""
    slots = among(_joined([one.slots for one in of], np.uint16), len(chosen))
    kept = chosen[slots]
    codes = np.fromiter(map(rank.__getitem__, chain.from_iterable(words)), np.int64)
    return slots[kept].astype(np.int64) << _CODE | codes, _documents([len(one.slots) for one in of])[kept], np.concatenate([np.zeros(0, np.int64), *told])[kept]


def _documents(counts: Sequence[int] | Numbers) -> Numbers:
    """Each so many times."""
    return np.repeat(np.arange(len(counts)), np.asarray(counts, np.int64))


def _joined(parts: Sequence[NDArray[np.integer]], type: type[np.integer]) -> NDArray[Any]:
    return np.concatenate([np.zeros(0, type), *parts])


# ── Writing ───────────────────────────────────────────────────────────────────


def _written(postings: _Postings, edges: Numbers, span: int, exact: bool) -> list[bytes]:
    """One shard between two edges. Where all codes of one kind go is worked out first, then they are put there at once."""
    in_text, in_title, counts = postings.in_text, postings.in_title, postings.titles.counts
    slot = np.repeat(np.arange(len(edges) - 1), np.diff(edges))
    codes = postings.terms & ((1 << _CODE) - 1)
    strings = [postings.letters[code - _WORD] for code in codes[codes >= _WORD].tolist()]
    letters = np.array([len(string) for string in strings], np.int64)
    of_string, of_pair = slot[codes >= _WORD], slot[codes < _WORD]
    n_strings, n_letters, n_pairs = (_sums(of, values, len(edges) - 1) for of, values in ((of_string, None), (of_string, letters), (of_pair, None)))
    in_terms = starts(2 + in_text + _sums(np.repeat(np.arange(len(codes)), in_title), 1 + counts, len(codes)))
    heads = 2 + n_strings + n_letters + n_pairs
    begins = starts(heads + np.diff(in_terms[edges]))
    begin, ends = begins[:-1], begins[1:]
    found = bits.blank(int(begins[-1]))

    bits.put(found, begin, bits.gamma(n_strings + 1))
    string = (begin + 1 - starts(n_strings + n_letters)[:-1])[of_string] + starts(1 + letters)[:-1]
    bits.put(found, string, bits.gamma(letters + 1))
    bits.put(found, spread(string + 1, letters), bits.fixed(np.frombuffer(b"".join(strings), np.uint8).astype(np.int64), 8))
    bits.put(found, begin + 1 + n_strings + n_letters, bits.gamma(n_pairs + 1))
    k = bits.rice_parameter(_WORD, n_pairs)[of_pair]
    bits.put(found, spread(begin + 2 + n_strings + n_letters, n_pairs), bits.rice(_gaps(of_pair, codes[codes < _WORD]), k))

    term = (begin + heads - in_terms[edges[:-1]])[slot] + in_terms[:-1]
    bits.put(found, term, bits.gamma(in_text + 1))
    bits.put(found, term + 1, bits.gamma(in_title + 1))
    bits.put(found, spread(term + 2, in_text), _text_codes(postings, span, exact))
    of_title = np.repeat(np.arange(len(codes)), in_title)
    title = (term + 2 + in_text - starts(1 + counts)[starts(in_title)[:-1]])[of_title] + starts(1 + counts)[:-1]
    gaps = bits.rice(_gaps(of_title, postings.titles.documents), bits.rice_parameter(span, in_title)[of_title])
    times = bits.gamma(counts)
    bits.put(found, title, bits.followed(gaps, times.widths, times.values))
    bits.put(found, spread(title + 1, counts), bits.fixed(postings.titles.places, 7))
    return bits.pack(found, ends)


def _text_codes(postings: _Postings, span: int, exact: bool) -> bits.Codes:
    term = np.repeat(np.arange(len(postings.terms)), postings.in_text)
    held = (postings.texts & np.uint64((1 << _TERM_AT) - 1)).astype(np.int64)
    document, often, passage = held >> postings.told, held >> 2 & ((1 << postings.told - 2) - 1), held & 3
    width = postings.widths[document]
    gaps = bits.rice(_gaps(term, document), bits.rice_parameter(span, postings.in_text)[term])
    if exact:
        times = bits.gamma(often)
        return bits.followed(gaps, times.widths + width, times.values << width | passage)
    ended = (often < len(LEVELS) - 1).astype(np.int64)  # so many ones as the level, and a zero unless it is the highest
    return bits.followed(gaps, often + ended + width, (((1 << often) - 1) << ended) << width | passage)


def _sums(groups: Numbers, values: Numbers | None, count: int) -> Numbers:
    return np.bincount(groups, values, count).astype(np.int64)


def _gaps(groups: Numbers, ascending: Numbers) -> Numbers:
    """How many numbers lie between each and the one before in its group, or zero and the first."""
    before = np.concatenate(([-1], ascending[:-1]))[: len(ascending)]
    before[np.flatnonzero(np.diff(groups, prepend=-1))] = -1
    return ascending - before - 1
