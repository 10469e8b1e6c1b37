"""What the library lacks (查漏补缺): cited documents, numbers, interpretations, topics, parts of topics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from policy_library.checks.in_step import asked_for, interpreted
from policy_library.checks.limits import Limits
from policy_library.edition import Edition
from policy_library.graph.edges import ORDER
from policy_library.graph.graph import hidden_from
from policy_library.graph.questions import asked, every_question
from policy_library.graph.resolve import Resolver
from policy_library.model.documents import Document
from policy_library.model.series import serial_gaps
from policy_library.text.normalize import title_key
from policy_library.text.numbers import DocNumber
from policy_library.topics.collections import Collection
from policy_library.topics.parts import Parts, parts

LIVING = ("in-force", "not-yet", "unknown")
NO_TOPIC_NEEDED = ("law", "regulation", "decision", "reply", "letter", "work-points")
"""Kinds that serve no reader's errand by themselves."""


@dataclass(frozen=True)
class Named:
    """A document, as far as a report names it."""

    title: str
    path: str


@dataclass(frozen=True)
class Wanted:
    """A document that others cite and readers cannot reach from here."""

    shown: str
    relation: str
    """The strongest in which it is cited."""
    cited_by: tuple[Named, ...]
    held: str | None = None
    """The file of the library that it is, though not public."""


@dataclass(frozen=True)
class MissingNumbers:
    office: str
    year: int
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    document: Named
    parts: Parts


@dataclass(frozen=True)
class Matrix:
    """The five parts of every policy of a topic that has not ended."""

    topic: Named
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Gaps:
    wanted: tuple[Wanted, ...]
    numbers: tuple[MissingNumbers, ...]
    topics: tuple[Matrix, ...]
    uninterpreted: tuple[Named, ...]
    without_topic: tuple[Named, ...]

    @property
    def count(self) -> int:
        incomplete = sum(0 in vars(row.parts).values() for matrix in self.topics for row in matrix.rows)
        return len(self.wanted) + len(self.numbers) + incomplete + len(self.uninterpreted) + len(self.without_topic)


def gaps(edition: Edition, limits: Limits) -> Gaps:
    held = parts(edition.library, edition.graph, asked(edition.graph, every_question(edition.library)))
    living = [policy for policy in edition.library.policies if edition.statuses[policy.key].word in LIVING]
    collected = {key for collection in edition.collections for key in collection.keys}
    return Gaps(
        tuple(wanted(edition)), tuple(_numbers(edition)), tuple(_matrix(edition, one, held, {policy.key for policy in living}) for one in edition.collections),
        tuple(named(one) for one in living if asked_for(one, limits) and not interpreted(one, edition.graph)),
        tuple(named(one) for one in living if one.key not in collected and one.kind not in NO_TOPIC_NEEDED) if edition.collections else (),
    )


def named(document: Document) -> Named:
    return Named(document.title, document.path)


def wanted(edition: Edition) -> list[Wanted]:
    """The most cited first; among those of one count, what others rest on before what they only mention."""
    words: dict[str, str] = {}
    relations: dict[str, list[str]] = {}
    citing: dict[str, dict[str, Named]] = {}
    for document in edition.library.documents:
        own = _brought(edition, document)
        for link in edition.graph.forward(document.key):
            key = title_key(link.shown)
            if link.other is None and link.url is None and key not in own:
                words.setdefault(key, link.shown)
                relations.setdefault(key, []).append(link.relation)
                citing.setdefault(key, {})[document.key] = named(document)
    hidden = hidden_from(edition.library, edition.whole)
    found = [
        Wanted(words[key], min(relations[key], key=ORDER.index), tuple(citing[key].values()), _held(words[key], hidden)) for key in words
    ]
    return sorted(found, key=lambda one: (-len(one.cited_by), ORDER.index(one.relation), one.shown))


def _brought(edition: Edition, document: Document) -> set[str]:
    """What a notice issues goes by the notice's own title: it is there, and no gap."""
    return {
        title_key(citation.stands_for or citation.reading.citation.text)
        for citation in edition.graph.citations[document.key] if citation.target == document.key or citation.reading.relation == "issues"
    }


def _held(shown: str, hidden: Resolver) -> str | None:
    found = hidden.named(shown)
    return found[0].path if len(found) == 1 else None


def _numbers(edition: Edition) -> Iterator[MissingNumbers]:
    missing: dict[tuple[str, int], list[DocNumber]] = {}
    for gap in serial_gaps(edition.library.policies):
        for number in gap.missing:
            missing.setdefault((number.office, number.year), []).append(number)
    for (office, year), numbers in sorted(missing.items()):
        yield MissingNumbers(office, year, tuple(str(number) for number in sorted(numbers)))


def _matrix(edition: Edition, collection: Collection, held: Mapping[str, Parts], living: Set[str]) -> Matrix:
    rows = (edition.library.by_key[key] for key in collection.keys)
    return Matrix(named(collection.topic), tuple(Row(named(one), held[one.key]) for one in rows if one.key in living))
