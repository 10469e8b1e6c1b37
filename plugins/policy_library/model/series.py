"""Serial numbers of normative documents: what each office has numbered in a year, and where one is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from policy_library.text.numbers import DocNumber

from .documents import Policy

WIDEST = 10
"""More missing in a row: the library just does not hold that office's documents."""
FEWEST = 3
"""Documents of an office and year that make a series."""


@dataclass(frozen=True)
class SerialGap:
    missing: tuple[DocNumber, ...]
    after: Policy
    """The document that follows the gap."""


def serial_gaps(policies: Iterable[Policy]) -> Iterator[SerialGap]:
    """By office and year in the order of the documents, then by number. Only of offices for normative documents (规)."""
    series: dict[tuple[str, int], dict[int, Policy]] = defaultdict(dict)
    for policy in policies:
        if policy.number and (number := DocNumber.parse(policy.number)) and number.normative:
            series[number.office, number.year].setdefault(number.serial, policy)
    for (office, year), held in series.items():
        serials = sorted(held)
        for before, after in zip(serials, serials[1:]) if len(serials) >= FEWEST else ():
            if 1 < after - before <= WIDEST:
                yield SerialGap(tuple(DocNumber(office, year, serial) for serial in range(before + 1, after)), held[after])
