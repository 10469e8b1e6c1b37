"""The next free index number (索取号) of an agency: its prefix, the year, and the serial after the highest that stands anywhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from policy_library.text.index_numbers import IndexNumber, check

from .library import Library
from .vocabulary import Agency

_WRITTEN = re.compile(r"[0-9A-Za-z]{8,18}-?[0-9A-Za-z]?/\d{4}-\d{5}")
_TAIL = 10
"""Characters of a credit code that are used as a prefix: the organisation code and the check character."""


def next_index_number(agency: Agency, year: int, library: Library, texts: Iterable[str]) -> IndexNumber | None:
    """`texts`: of all files, as a file with places to fill in is no document yet and has its number all the same. None where neither
    the agency's documents nor its codes tell a prefix."""
    prefix = _prefix(agency, library)
    if prefix is None:
        return None
    held = (IndexNumber.parse(written) for text in texts for written in _WRITTEN.findall(text))
    serials = [one.serial for one in held if one and one.prefix == prefix and one.year == year]
    return IndexNumber(prefix, year, max(serials, default=0) + 1)


def _prefix(agency: Agency, library: Library) -> str | None:
    """The one that its documents have most, else of its codes."""
    used = Counter(
        number.prefix for policy in library.policies
        if policy.issuers[0] == agency.id and policy.index_number and (number := IndexNumber.parse(policy.index_number))
    )
    if used:
        return used.most_common(1)[0][0]
    code = (agency.credit_code or "")[-_TAIL:] or (agency.organisation_code or "").replace("-", "")
    return code if check(code).scheme else None
