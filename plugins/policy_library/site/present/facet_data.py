"""The numbers behind the facets, small enough for a phone at ten thousand documents; site/views.py writes the form down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
EPOCH = date(1899, 12, 31)


@dataclass(frozen=True)
class Days:
    """Of one document; ``dated`` is what the lists are ordered by."""

    dated: date | None
    effective: date | None
    expires: date | None


def numbers(held: Sequence[int]) -> dict[str, object]:
    """First the most significant digit of every number, then the next: equal digits side by side pack best."""
    width = 1
    while max(held, default=0) >= 64**width:
        width += 1
    return {"width": width, "rows": "".join(DIGITS[number >> 6 * place & 63] for place in reversed(range(width)) for number in held)}


def column(values: Sequence[str], held: Sequence[Sequence[str]]) -> dict[str, object]:
    """``held``: the values of each document. Combinations that come often get small numbers."""
    place = {value: number for number, value in enumerate(values)}
    sets = [tuple(sorted(place[value] for value in one)) for one in held]
    order = {one: number for number, (one, _) in enumerate(Counter(sets).most_common())}
    return {"values": list(values), "sets": [list(one) for one in order], **numbers([order[one] for one in sets])}


def dates(held: Iterable[Days]) -> dict[str, dict[str, object]]:
    """Each as the distance from the one before it: of the document above, of its own date, of its start."""
    days = list(held)
    dated = list(_dated(days))
    effective = [_number(one.effective) for one in days]
    expires = [_number(one.expires) for one in days]
    gaps = [above - own for above, own in zip([dated[0], *dated], dated, strict=False)] if days else []
    return {
        "dated": {"start": dated[0] if days else 0, **numbers(gaps)},
        "effective": numbers([_from(base, day) for base, day in zip(dated, effective, strict=True)]),
        "expires": numbers([_from(start or base, day) for base, start, day in zip(dated, effective, expires, strict=True)]),
    }


def _dated(days: Sequence[Days]) -> Iterator[int]:
    """Undated documents stand last and are told as the last date above them."""
    above = max((_number(one.dated) for one in days), default=0)
    for one in days:
        above = min(above, _number(one.dated) or above)
        yield above


def _from(base: int, day: int) -> int:
    """0 for no day; odd from the base on, even before it."""
    if not day:
        return 0
    return 2 * (day - base) + 1 if day >= base else 2 * (base - day)


def _number(day: date | None) -> int:
    return max(0, (day - EPOCH).days) if day else 0
