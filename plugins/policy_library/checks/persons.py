"""Data of persons in everything that readers see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from policy_library.model.documents import Document
from policy_library.model.findings import Place
from policy_library.text import personal
from policy_library.text.personal import Found, Kind

from .base import Subject


Bearer = tuple[Document, Place, Found]


def bearers(subject: Subject, kind: Kind) -> Sequence[Bearer]:
    """Of one kind: document by document, first what its text says, then what stands above it."""
    return _all(subject).get(kind, ())


def persons(subject: Subject, kind: Kind) -> Iterator[tuple[Place, Found]]:
    return ((place, found) for _, place, found in bearers(subject, kind))


@lru_cache(maxsize=1)
def _all(subject: Subject) -> Mapping[Kind, Sequence[Bearer]]:
    held: dict[Kind, list[Bearer]] = defaultdict(list)
    for document in subject.public.documents:
        for found in subject.scan(document).personal:
            held[found.kind].append((document, document.body_place(found.start), found))
        for path, words in subject.fields(document):
            for found in personal.find(words):
                held[found.kind].append((document, document.place(path), found))
    return held
