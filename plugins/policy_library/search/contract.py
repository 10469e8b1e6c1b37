"""The search contract, as far as the build can prove it: whatever a document is called leads to it.

Each title, number, alias and question is taken apart as a query is; all of its terms must stand in the head of its own
record, so that the document is among the candidates of that query. That it also comes among the first three is proven on
the browser's own modules by ``policy findable``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policy_library.model.findings import Finding, Place, finding
from policy_library.model.library import Library
from policy_library.work.memory import Memory, digest

from .names import head
from .records import Record, heads
from .tokens import number_query, tokens


KIND = "search-contract"


def contract(library: Library, memory: Memory) -> tuple[Finding, ...]:
    """Names are seldom changed, and then one of thousands: what is missed is kept under the digest of all of them."""
    records = heads(library)
    name = digest("", [(record.key, record.title, record.also, record.number) for record in records])
    if (found := memory.known(KIND, [name]).get(name)) is None:
        found = tuple((record.key, words) for record, words in missed(records))
        memory.keep(KIND, name, found)
    by_key = {record.key: record for record in records}
    return tuple(finding("C201", "warning", Place(by_key[key].path, by_key[key].line), words=words) for key, words in found)


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
