"""What each document's own words say. Depends on the words alone, so each text is read once, in whatever run."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from policy_library.model.documents import Document, Policy
from policy_library.text import scan, validity
from policy_library.work.memory import Memory, digest

from . import reading

Key = tuple[str, str, str | None]
"""Digest of the text, title and number."""

KIND = "reading"


class TextReading(NamedTuple):
    citations: tuple[reading.Reading, ...]
    validity: validity.Validity
    scan: scan.Scan


def read(body: str, title: str, number: str | None) -> TextReading:
    return TextReading(reading.read(body, title=title, number=number), validity.find(body, title=title), scan.scan(body, title=title))


def _key(document: Document) -> Key:
    return document.words.digest, document.title, document.number if isinstance(document, Policy) else None


def _sent(document: Document) -> tuple[bytes, str, str | None]:
    return document.body.encode("utf8", "surrogatepass"), *_key(document)[1:]


def _read(sent: tuple[bytes, str, str | None]) -> TextReading:
    body, title, number = sent
    return read(body.decode("utf8", "surrogatepass"), title, number)


class Texts:
    """Reads on demand, or many at once, and remembers."""

    def __init__(self, memory: Memory | None = None) -> None:
        self.memory = memory or Memory()
        self._held: dict[Key, TextReading] = {}

    def read_all(self, documents: Iterable[Document]) -> None:
        """Of public documents only: what is read here is kept between runs."""
        by_key = {_key(document): document for document in documents}
        names = {key: digest(*key) for key in by_key}
        known = self.memory.known(KIND, list(names.values()))
        self._held |= {key: known[name] for key, name in names.items() if name in known}
        missing = {key: document for key, document in by_key.items() if key not in self._held}
        made = self.memory.mapped(_read, map(_sent, missing.values()), len(missing), sum(document.words.length for document in missing.values()))
        for key, found in zip(missing, made, strict=True):
            self._held[key] = found
            self.memory.keep(KIND, names[key], found)

    def of(self, document: Document) -> TextReading:
        key = _key(document)
        if (found := self._held.get(key)) is None:
            found = self._held[key] = read(document.body, *key[1:])
        return found
