"""Data of persons in everything that readers see."""

from __future__ import annotations

from collections.abc import Iterator

from policy_library.model.documents import Document
from policy_library.text.personal import Found, Kind

from .base import Subject


def persons(subject: Subject, kind: Kind) -> Iterator[tuple[Document, Found]]:
    """Of one kind, in the order of documents and of their text."""
    for document in subject.bodies():
        for found in subject.scan(document).personal:
            if found.kind == kind:
                yield document, found
