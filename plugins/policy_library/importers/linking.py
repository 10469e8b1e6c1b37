"""What imported documents cite, resolved against the library and against each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from policy_library.graph.graph import resolve
from policy_library.graph.resolve import Resolver
from policy_library.model.documents import Policy
from policy_library.model.library import Library

from .importing import Imported


@dataclass(frozen=True)
class Cited:
    text: str
    relation: str
    target: str | None
    """A key."""
    candidates: tuple[str, ...]
    """Keys, where more than one document fits."""


def resolver(library: Library, imports: Mapping[str, Imported]) -> Resolver:
    """By path; an imported document stands for the one that lies there."""
    kept = tuple(document for document in library.documents if document.path not in imports)
    return Resolver(Library((*kept, *(_document(path, one) for path, one in imports.items())), library.vocabularies))


def _document(path: str, one: Imported) -> Policy:
    """As far as citations ask; what a person has not filled in yet may be cited all the same."""
    found = one.found.elements
    return Policy.model_construct(
        id=path.rpartition("/")[2].removesuffix(".md"), path=path, title=found.title or "", number=found.number, written=found.written, issued=found.issued,
    )


def cited(one: Imported, found: Resolver) -> Iterator[Cited]:
    """But for the document itself and standards; what goes with another citation is told with that."""
    told = one.found.elements
    for citation in resolve(one.found.readings, found, told.written or told.issued):
        span = citation.reading.citation
        if citation.reading.relation != "self" and span.form != "standard" and span.of is None and span.inside is None:
            yield Cited(span.text, citation.reading.relation, citation.target, citation.candidates)
