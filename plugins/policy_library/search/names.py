"""What a record is called, in terms: its head. A query with all of a head's terms has the record among its candidates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .records import Record
from .tokens import core_of, tokens

OWN = 127
"""The place of a document's own number, which is not in its title."""
LAST_PLACE = 126
MOST_PLACES = 65_535
"""Of one term: the index counts them in two bytes."""


@dataclass(frozen=True)
class Head:
    """Title, aliases and number of a record: term → places."""

    places: Mapping[str, tuple[int, ...]]
    length: int
    """In tokens."""
    characters: int = 0
    """Of the title alone."""


def head(record: Record) -> Head:
    found: dict[str, list[int]] = {}
    length = start = characters = 0
    for text in (record.title, *record.also):
        held = tokens(text, "title")
        for token in held:
            found.setdefault(token.term, []).append(min(start + token.start, LAST_PLACE))
        length += len(held)
        end = max((token.start + token.length for token in held), default=0)
        characters = characters or end
        start += end + 2
    if record.number:
        for term in (record.number, core_of(record.number)):
            found.setdefault(term, []).append(OWN)
            length += 1
    return Head({term: tuple(places[:MOST_PLACES]) for term, places in found.items()}, length, characters)
