"""In which file of the index a term stands: the cut by a hash, which no other term and no edit moves."""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

from .tokens import PLAIN

MOST_SLOTS = 4096
"""The slot of a term among fewer is what is left of this one's first bits: what is in the order of the one is in that of the other."""
_SEED, _PRIME = 2166136261, 16777619


def slots_for(documents: int) -> int:
    """A power of two, so that it changes only when the library doubles."""
    return min(MOST_SLOTS, max(16, 1 << max(0, (documents // 2 - 1).bit_length())))


@functools.lru_cache(maxsize=1 << 16)
def slot(term: str, slots: int) -> int:
    """Fowler, Noll and Vo's hash of the term's characters; of a document number, of its year and serial alone."""
    cut = term.find("〔")
    value = _SEED
    for character in term[max(0, cut) :]:
        value = ((value ^ ord(character)) * _PRIME) & 0xFFFFFFFF
    return ((value ^ (value >> 15)) & (MOST_SLOTS - 1)) * slots // MOST_SLOTS


def slots_of_pairs(pairs: NDArray[np.uint32], slots: int) -> NDArray[np.uint16]:
    """``slot`` of many plain pairs, by their codes."""
    one, two = np.divmod(pairs, np.uint32(len(PLAIN)))
    value = ((one + np.uint32(PLAIN.start)) ^ np.uint32(_SEED)) * np.uint32(_PRIME)
    value = (value ^ (two + np.uint32(PLAIN.start))) * np.uint32(_PRIME)  # whole numbers of 32 bits wrap round
    return among(((value ^ (value >> np.uint32(15))) & np.uint32(MOST_SLOTS - 1)).astype(np.uint16), slots)


def among(places: NDArray[np.uint16], slots: int) -> NDArray[np.uint16]:
    """The slots of terms whose slots among ``MOST_SLOTS`` are known."""
    return places >> np.uint16((MOST_SLOTS // slots).bit_length() - 1)
