"""What each document's own words say. Depends on the words alone, so each text is read once, in whatever run."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass

from policy_library.model.documents import Document, Policy
from policy_library.text import scan, validity

from . import reading

Key = tuple[str, str, str | None]
"""Text, title and number."""


@dataclass(frozen=True)
class TextReading:
    citations: tuple[reading.Reading, ...]
    validity: validity.Validity
    scan: scan.Scan


def key(document: Document) -> Key:
    return document.body, document.title, document.number if isinstance(document, Policy) else None


def read(words: Key) -> TextReading:
    body, title, number = words
    return TextReading(reading.read(body, title=title, number=number), validity.find(body, title=title), scan.scan(body, title=title))


class Texts:
    """Reads on demand and remembers in ``known``."""

    def __init__(self, known: MutableMapping[Key, TextReading] | None = None) -> None:
        self.known: MutableMapping[Key, TextReading] = {} if known is None else known

    def of(self, document: Document) -> TextReading:
        words = key(document)
        if (found := self.known.get(words)) is None:
            found = self.known[words] = read(words)
        return found
