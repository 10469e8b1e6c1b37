"""The search contract, as far as the build can prove it: whatever a document is called leads to it.

Each title, number, alias and question is taken apart as a query is; all of its terms must stand in the head of its own
record, so that the document is among the candidates of that query. That it also comes among the first three is proven on
the browser's own modules by ``policy findable``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policy_library.model.findings import Finding, Place, finding
from policy_library.model.library import Library

from .names import head
from .records import Record, heads
from .tokens import number_query, tokens


def contract(library: Library) -> tuple[Finding, ...]:
    return tuple(
        finding("C201", "warning", Place(record.path, record.line), words=words) for record, words in missed(heads(library))
    )


def names(library: Library) -> tuple[tuple[str, str], ...]:
    """(what a document is called, its address): what ``policy findable`` asks a built site for."""
    return tuple((name, record.href) for record in heads(library) for name in (record.title, record.number, *record.also) if name)


def missed(records: Iterable[Record]) -> Iterator[tuple[Record, str]]:
    """Names that do not lead to their record."""
    for record in records:
        held = head(record).places
        for words in (record.title, *record.also):
            terms = {token.term for token in tokens(words, "query")}
            if not terms or not terms <= held.keys():
                yield record, words
        if record.number:
            asked = number_query(record.number)
            if not asked or asked.office + asked.core not in held:
                yield record, record.number
