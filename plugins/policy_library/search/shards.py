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

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import chain

import numpy as np

from . import bits
from .analysis import Analysis, Terms
from .bits import Numbers
from .postings import CODE, LEVELS, TERM_AT, WORD, Gathering, Group, Postings, spread, starts, width
from .slots import MOST_SLOTS, slots_of_pairs

GATHERED, BESIDE = 8_000_000, 2
"""Postings that are gathered together, about: what that takes of memory does not grow with the library. How many groups of them are made at
once: numpy lets other threads go on."""


def span(documents: int) -> int:
    """Gaps between documents are coded as if there were so many: a power of two, so that it changes only when the library doubles."""
    return 1 << max(0, documents - 1).bit_length()


def shards(analyses: Sequence[Analysis], slots: int, wanted: Sequence[int], exact: bool = False) -> Iterator[bytes]:
    """One for each slot that is wanted, in their order, which ascends. ``exact``: without levels, for proofs."""
    share = sum(len(one.told) for one in analyses) * len(wanted) // slots
    size = max(1, len(wanted) // (share // GATHERED + 1))
    with ThreadPoolExecutor(BESIDE) as threads:
        for start in range(0, len(wanted), size):
            gathering = Gathering(analyses, slots, wanted[start : start + size], exact)
            made = partial(_made, gathering, span(len(analyses)), exact)
            yield from chain.from_iterable(threads.map(made, gathering.groups()))


def _made(gathering: Gathering, span: int, exact: bool, group: Group) -> list[bytes]:
    return _written(gathering.postings(group), span, exact)


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


# ── Writing ───────────────────────────────────────────────────────────────────


def _written(postings: Postings, span: int, exact: bool) -> list[bytes]:
    """One shard a slot. Where all codes of one kind go is worked out first, then they are put there at once."""
    edges, in_text, in_title, counts = postings.edges, postings.in_text, postings.in_title, postings.titles.counts
    slot = np.repeat(np.arange(len(edges) - 1), np.diff(edges))
    codes = postings.terms & ((1 << CODE) - 1)
    strings = [postings.letters[code - WORD] for code in codes[codes >= WORD].tolist()]
    letters = np.array([len(string) for string in strings], np.int64)
    of_string, of_pair = slot[codes >= WORD], slot[codes < WORD]
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
    k = bits.rice_parameter(WORD, n_pairs)[of_pair]
    bits.put(found, spread(begin + 2 + n_strings + n_letters, n_pairs), bits.rice(_gaps(of_pair, codes[codes < WORD]), k))

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


def _text_codes(postings: Postings, span: int, exact: bool) -> bits.Codes:
    term = np.repeat(np.arange(len(postings.terms)), postings.in_text)
    held = (postings.texts & np.uint64((1 << TERM_AT) - 1)).astype(np.int64)
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
