"""Data of persons in everything that readers see."""

from __future__ import annotations

from collections.abc import Iterator

from policy_library.model.documents import Document
from policy_library.model.findings import Place
from policy_library.text import personal
from policy_library.text.personal import Found, Kind

from .base import Subject


def bearers(subject: Subject, kind: Kind) -> Iterator[tuple[Document, Place, Found]]:
    """Of one kind: document by document, first what its text says, then what stands above it."""
    for document in subject.public.documents:
        for found in subject.scan(document).personal:
            if found.kind == kind:
                yield document, document.body_place(found.start), found
        for place, words in subject.fields(document):
            yield from ((document, place, found) for found in personal.find(words) if found.kind == kind)


def persons(subject: Subject, kind: Kind) -> Iterator[tuple[Place, Found]]:
    return ((place, found) for _, place, found in bearers(subject, kind))
