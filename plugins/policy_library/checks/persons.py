"""Data of persons in everything that readers see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

from policy_library.model.findings import Place
from policy_library.text import personal
from policy_library.text.personal import Found, Kind

from .base import Subject


def persons(subject: Subject, kind: Kind) -> Sequence[tuple[Place, Found]]:
    """Of one kind: document by document, first what its text says, then what stands above it."""
    return _all(subject).get(kind, ())


@lru_cache(maxsize=1)
def _all(subject: Subject) -> Mapping[Kind, Sequence[tuple[Place, Found]]]:
    held: dict[Kind, list[tuple[Place, Found]]] = defaultdict(list)
    for document in subject.public.documents:
        for found in subject.scan(document).personal:
            held[found.kind].append((document.body_place(found.start), found))
        for path, words in subject.fields(document):
            for found in personal.find(words):
                held[found.kind].append((document.place(path), found))
    return held
