"""Strings of bits for shards: small numbers take few bits. Its reader is theme/assets/library/search/bits.js."""

from __future__ import annotations

import functools
from collections.abc import Iterable


@functools.lru_cache(maxsize=65536)
def gamma(n: int) -> str:
    """Elias' gamma code, for n from 1 on: as many zeros as digits follow the first, then the digits."""
    digits = f"{n:b}"
    return "0" * (len(digits) - 1) + digits


def fixed(n: int, width: int) -> str:
    return f"{n:0{width}b}" if width else ""


def rice(n: int, k: int) -> str:
    """Rice's code: n >> k ones and a zero, then the k last digits."""
    return "1" * (n >> k) + "0" + fixed(n & ((1 << k) - 1), k)


class RiceTable(dict[int, str]):
    """Rice's codes by number, each made when first asked for."""

    def __init__(self, k: int) -> None:
        self.k = k

    def __missing__(self, n: int) -> str:
        self[n] = code = rice(n, self.k)
        return code


@functools.cache
def rice_table(k: int) -> RiceTable:
    return RiceTable(k)


def rice_parameter(span: int, count: int) -> int:
    """The k for ``count`` numbers that ascend through ``span``; whole numbers only, so that both languages agree."""
    return max(0, (span // count).bit_length() - 2)


def pack(parts: Iterable[str]) -> bytes:
    """The bits in a row, filled up with zeros to whole bytes."""
    bits = "".join(parts)
    if not bits:
        return b""
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")
