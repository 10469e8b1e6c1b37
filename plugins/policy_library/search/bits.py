"""Strings of bits for shards: small numbers take few bits. Its reader is theme/assets/library/search/bits.js.

Codes are made many at a time. Each is a run of ones and a field: so many ones, then the last ``width`` bits of a value.
Elias' gamma code of n, from 1 on: as many zeros as digits follow the first, then the digits. Rice's code of n with its k:
n >> k ones and a zero, then the k last digits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
_WORD = 64
"""Bits that are written at once; no field is wider than 56."""


@dataclass(frozen=True)
class Codes:
    """Three columns of one length."""

    ones: Numbers
    widths: Numbers
    values: Numbers

    @property
    def lengths(self) -> Numbers:
        return self.ones + self.widths


def blank(count: int) -> Codes:
    return Codes(*(np.zeros(count, np.int64) for _ in range(3)))


def put(codes: Codes, places: Numbers | slice, more: Codes) -> None:
    codes.ones[places], codes.widths[places], codes.values[places] = more.ones, more.widths, more.values


def digits(numbers: Numbers) -> Numbers:
    """How many binary digits each number has; 0 has none."""
    return np.frexp(numbers.astype(np.float64))[1].astype(np.int64)


def gamma(numbers: Numbers) -> Codes:
    return Codes(np.zeros_like(numbers), 2 * digits(numbers) - 1, numbers)


def rice(numbers: Numbers, k: Numbers | int) -> Codes:
    return Codes(numbers >> k, np.zeros_like(numbers) + k + 1, numbers & ((1 << np.asarray(k, np.int64)) - 1))


def fixed(numbers: Numbers, width: int) -> Codes:
    return Codes(np.zeros_like(numbers), np.full_like(numbers, width), numbers)


def followed(codes: Codes, widths: Numbers, values: Numbers) -> Codes:
    """With more bits behind each: one code instead of two."""
    return Codes(codes.ones, codes.widths + widths, codes.values << widths | values)


def rice_parameter(span: int, counts: Numbers) -> Numbers:
    """The k for so many numbers that ascend through ``span``; whole numbers only, so that both languages agree."""
    return np.maximum(0, digits(span // np.maximum(1, counts)) - 2)


def pack(codes: Codes, ends: Sequence[int] | Numbers) -> list[bytes]:
    """One string of whole bytes, filled up with zeros, for the codes up to each end."""
    reached = np.concatenate(([0], np.cumsum(codes.lengths)))
    edges = reached[np.concatenate(([0], ends)).astype(np.int64)]
    sizes = (np.diff(edges) + 7) // 8
    starts = 8 * np.concatenate(([0], np.cumsum(sizes)))
    at = reached[:-1] + np.repeat(starts[:-1] - edges[:-1], np.diff(np.concatenate(([0], ends))))
    words = np.zeros(int(starts[-1]) // _WORD + 2, np.uint64)
    long = np.flatnonzero(codes.lengths >= _WORD)
    runs = at[long], codes.ones[long]
    ones, values = codes.ones, codes.values
    if len(long):  # their fields alone; the ones in front of them are many enough to be written one by one
        ones = ones.copy()
        ones[long] = 0
        at[long] += runs[1]
    _write(words, at, ones + codes.widths, ((1 << ones) - 1) << codes.widths | values)
    whole = bytearray(words.astype(">u8").tobytes())
    if len(long):
        _write_ones(np.frombuffer(whole, np.uint8), *runs)
    return [bytes(whole[start // 8 : start // 8 + size]) for start, size in zip(starts.tolist(), sizes.tolist())]


def _write(words: NDArray[np.uint64], at: Numbers, lengths: Numbers, values: Numbers) -> None:
    """Values of fewer bits than a word has, at ascending places. At most one of them reaches from a word into the next."""
    of = at >> 6
    left = _WORD - (at & 63) - lengths
    bits = values.astype(np.uint64)
    over = np.flatnonzero(left < 0)
    firsts = np.flatnonzero(np.diff(of, prepend=-1))
    shifted = bits << np.clip(left, 0, 63).astype(np.uint64)
    shifted[over] = bits[over] >> (-left[over]).astype(np.uint64)
    if len(firsts):
        words[of[firsts]] = np.bitwise_or.reduceat(shifted, firsts)
    words[of[over] + 1] |= bits[over] << (_WORD + left[over]).astype(np.uint64)


def _write_ones(whole: NDArray[np.uint8], at: Numbers, counts: Numbers) -> None:
    begins = np.cumsum(counts) - counts
    places = np.arange(int(counts.sum())) + np.repeat(at - begins, counts)
    np.bitwise_or.at(whole, places >> 3, (128 >> (places & 7)).astype(np.uint8))
