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


def rice_parameter(span: int, counts: Numbers) -> Numbers:
    """The k for so many numbers that ascend through ``span``; whole numbers only, so that both languages agree."""
    return np.maximum(0, digits(span // np.maximum(1, counts)) - 2)


def pack(codes: Codes, ends: Sequence[int] | Numbers) -> list[bytes]:
    """One string of whole bytes, filled up with zeros, for the codes up to each end."""
    reached = np.concatenate(([0], np.cumsum(codes.lengths)))
    edges = reached[np.concatenate(([0], ends)).astype(np.int64)]
    sizes = (np.diff(edges) + 7) // 8
    starts = 8 * np.concatenate(([0], np.cumsum(sizes)))
    shift = np.repeat(starts[:-1] - edges[:-1], np.diff(np.concatenate(([0], ends))))
    at = reached[:-1] + shift
    bits = np.zeros(starts[-1] + 1, np.int8)
    runs = codes.ones > 0  # a run is +1 where it starts and -1 behind its end, summed up
    bits[at[runs]] += 1
    bits[at[runs] + codes.ones[runs]] -= 1
    np.cumsum(bits, dtype=np.int8, out=bits)
    left = codes.values > 0
    place, value = (at + codes.lengths - 1)[left], codes.values[left]
    while value.size:
        bits[place] = value & 1
        more = value > 1
        place, value = place[more] - 1, value[more] >> 1
    whole = np.packbits(bits[:-1].view(np.uint8)).tobytes()
    return [whole[start // 8 : start // 8 + size] for start, size in zip(starts.tolist(), sizes.tolist())]
