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
from dataclasses import dataclass
from itertools import chain, compress

import numpy as np
from numpy.typing import NDArray

from . import bits
from .analysis import Analysis, Terms
from .bits import Numbers
from .slots import MOST_SLOTS, slots_of_pairs
from .tokens import PLAIN

LEVELS = (1, 2, 3, 4, 7, 13)
"""Frequencies that can be told: 4 stands for 4 and 5, 7 for 6 to 9, 13 for more."""
_LEVEL_OF = np.array([0, 0, 1, 2, 3, 3, 4, 4, 4, 4, 5])
GATHERED, AT_ONCE = 2_000_000, 500_000
"""Postings that are gathered and that are turned into bits together, about: what that takes of memory does not grow with the library."""
_WORD = len(PLAIN) ** 2
"""Codes of terms: that of a plain pair, or from here on the place among all other terms, sorted as UTF-8."""
_CODE = 29
"""Bits of a code."""
_TERM_AT = 64 - _CODE - (MOST_SLOTS - 1).bit_length()
"""Bits that are left for the document and what is told of it, where a posting is one number."""
BLOCK = 256
"""Documents whose postings are put together at once."""


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
    for start in range(0, len(wanted), size):
        yield from _shards(analyses, slots, wanted[start : start + size], exact)


def _shards(analyses: Sequence[Analysis], slots: int, wanted: Sequence[int], exact: bool) -> Iterator[bytes]:
    postings = _gathered(analyses, slots, wanted, exact)
    edges = np.append(np.searchsorted(postings.terms, np.array(wanted, np.int64) << _CODE), len(postings.terms))
    reached = starts(postings.in_text)[edges]
    first = 0
    while first < len(wanted):
        last = max(first + 1, int(np.searchsorted(reached, reached[first] + AT_ONCE, "right")) - 1)
        some = edges[first : last + 1]
        yield from _written(postings.between(int(some[0]), int(some[-1])), some - some[0], span(len(analyses)), exact)
        first = last


def touched(before: Analysis, after: Analysis, slots: int) -> set[int]:
    """In which slots two analyses at the same place of the index differ."""
    found: set[int] = set()
    for of in (_in_text, _in_title):
        (terms, told), (others, others_told) = of(before), of(after)
        here, there = dict(zip(terms.pairs.tolist(), told)), dict(zip(others.pairs.tolist(), others_told))
        pairs = {code for code, _ in here.items() ^ there.items()}
        found.update(slots_of_pairs(np.array([*pairs], np.uint32), slots).tolist())
        words = set(zip(terms.words, terms.slots.tolist(), told[len(here) :])) ^ set(zip(others.words, others.slots.tolist(), others_told[len(there) :]))
        found.update(at & (slots - 1) for _, at, _ in words)
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

    def between(self, begin: int, end: int) -> _Postings:
        """Those of some terms."""
        in_text, in_title = self.in_text[begin:end], self.in_title[begin:end]
        text, title = int(self.in_text[:begin].sum()), int(self.in_title[:begin].sum())
        counts = self.titles.counts[title : title + int(in_title.sum())]
        place = int(self.titles.counts[:title].sum())
        titles = _Titles(self.titles.documents[title : title + len(counts)], counts, self.titles.places[place : place + int(counts.sum())])
        return _Postings(
            self.terms[begin:end], in_text, in_title, self.letters, self.texts[text : text + int(in_text.sum())], self.told, self.widths, titles,
        )


def _gathered(analyses: Sequence[Analysis], slots: int, wanted: Sequence[int], exact: bool) -> _Postings:
    chosen = np.zeros(slots, bool)
    chosen[np.array(wanted, np.int64)] = True
    in_texts, in_titles = ([_words(terms, chosen) for terms in column] for column in ([one.text for one in analyses], [one.title for one in analyses]))
    letters = sorted({*chain.from_iterable(in_texts), *chain.from_iterable(in_titles)})
    rank = {word: _WORD + i for i, word in enumerate(letters)}
    told = _TERM_AT - max(1, (len(analyses) - 1).bit_length())
    texts = _texts(analyses, in_texts, rank, chosen, told, exact)
    of_titles, titles = _titles(analyses, in_titles, rank, chosen)
    (of_texts, in_text), (of_titles, in_title) = _runs((texts >> np.uint64(_TERM_AT)).astype(np.int64)), _runs(of_titles)
    terms = np.union1d(of_texts, of_titles)
    counts = np.zeros((2, len(terms)), np.int64)
    counts[0, np.searchsorted(terms, of_texts)] = in_text
    counts[1, np.searchsorted(terms, of_titles)] = in_title
    return _Postings(terms, counts[0], counts[1], letters, texts, told, np.array([width(one) for one in analyses], np.int64), titles)


def _words(terms: Terms, chosen: NDArray[np.bool_]) -> list[bytes]:
    """Those of the chosen slots."""
    kept = chosen[terms.slots & (len(chosen) - 1)]
    return list(compress(terms.words, kept.tolist())) if kept.any() else []


def _runs(ascending: Numbers) -> tuple[Numbers, Numbers]:
    """Each value, and how often it comes."""
    at = np.flatnonzero(np.diff(ascending, prepend=-1))
    return ascending[at], np.diff(at, append=len(ascending))


def _texts(
    analyses: Sequence[Analysis], words: Sequence[Sequence[bytes]], rank: Mapping[bytes, int], chosen: NDArray[np.bool_], told: int, exact: bool,
) -> NDArray[np.uint64]:
    """One number a posting: term, document, then the frequency or its level, and in two bits the passage file."""
    blocks = [np.zeros(0, np.uint64)]
    for begin in range(0, len(analyses), BLOCK):
        block = analyses[begin : begin + BLOCK]
        terms, documents, tells = _columns([one.text for one in block], [one.told for one in block], words[begin : begin + BLOCK], rank, chosen)
        often = np.minimum(tells >> 2, (1 << told - 2) - 1) if exact else _LEVEL_OF[np.minimum(tells >> 2, 10)]
        key = terms.astype(np.uint64) << np.uint64(_TERM_AT)  # the highest bit can be set
        blocks.append(key | (documents + begin << told | often << 2 | tells & 3).astype(np.uint64))
    found = np.concatenate(blocks)
    found.sort()
    return found


def _titles(
    analyses: Sequence[Analysis], words: Sequence[Sequence[bytes]], rank: Mapping[bytes, int], chosen: NDArray[np.bool_],
) -> tuple[Numbers, _Titles]:
    """The term of each posting, and the postings."""
    counts = np.concatenate([np.zeros(0, np.int64), *(one.counts for one in analyses)])
    places = np.concatenate([np.zeros(0, np.int64), *(one.places for one in analyses)])
    turns = np.split(np.arange(len(counts)), starts(np.array([len(one.counts) for one in analyses], np.int64))[1:])
    terms, documents, tells = _columns([one.title for one in analyses], turns[: len(analyses)], words, rank, chosen)
    order = np.lexsort((documents, terms))
    tells = tells[order]
    return terms[order], _Titles(documents[order], counts[tells], places[spread(starts(counts)[tells], counts[tells])])


def _columns(
    of: Sequence[Terms], told: Sequence[NDArray[np.integer]], words: Sequence[Sequence[bytes]], rank: Mapping[bytes, int], chosen: NDArray[np.bool_],
) -> tuple[Numbers, Numbers, Numbers]:
    """Of the chosen slots: slot and code, document, and what is told of each term."""
    pairs = np.concatenate([np.zeros(0, np.uint32), *(one.pairs for one in of)])
    codes = np.fromiter(map(rank.__getitem__, chain.from_iterable(words)), np.int64)
    slots = slots_of_pairs(pairs, len(chosen))
    word_slots = np.concatenate([np.zeros(0, np.uint16), *(one.slots for one in of)]) & np.uint16(len(chosen) - 1)
    kept, kept_words = chosen[slots], chosen[word_slots]
    terms = slots[kept].astype(np.int64) << _CODE | pairs[kept], word_slots[kept_words].astype(np.int64) << _CODE | codes
    documents, tells = [], []
    for which, counts, parts in (
        (kept, [len(one.pairs) for one in of], [one[: len(held.pairs)] for one, held in zip(told, of, strict=True)]),
        (kept_words, [len(one.slots) for one in of], [one[len(held.pairs) :] for one, held in zip(told, of, strict=True)]),
    ):
        documents.append(np.repeat(np.arange(len(of)), counts)[which])
        tells.append(np.concatenate([np.zeros(0, np.int64), *parts])[which])
    return np.concatenate(terms), np.concatenate(documents), np.concatenate(tells)


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
