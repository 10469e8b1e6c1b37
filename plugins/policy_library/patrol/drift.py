"""Basis drift: what rests on a document that has changed or ended, until somebody has assessed it.

Told are documents that are not ended themselves. Settled is what was written when the change was known, and what was assessed
since then (``assessed``); what rests on it only through such a document is not told either.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from policy_library.edition import Edition
from policy_library.graph.edges import ENDING, Declared, Edge
from policy_library.graph.status import ENDED, acts, starts
from policy_library.model.documents import Document, Policy

from .deadlines import responsible

What = Literal["amended", "partly-repealed", "repealed", "replaced", "expired"]

RESTS = ("basis", "implements", "forwards")
"""The source rests on the target; of ``supporting``, the target on the source."""
OUTLIVES = "implements"
"""A plan ends as planned; what carried it out goes on."""


@dataclass(frozen=True)
class Change:
    what: What
    on: date | None
    """Since when; None where only the fact is known."""
    known: date | None
    """The day from which a drafter could know of it."""
    by: Policy | None
    articles: tuple[str, ...] = ()
    """Only these changed; empty means any may have."""


@dataclass(frozen=True)
class Step:
    """``document`` has this relation to the next one on the way, or to the changed document."""

    document: Document
    relation: str


@dataclass(frozen=True)
class Resting:
    document: Policy
    who: tuple[str, ...]
    way: tuple[Step, ...]
    """From the document itself down to what rests on the changed one directly."""


@dataclass(frozen=True)
class Drift:
    basis: Policy
    change: Change
    resting: tuple[Resting, ...]
    """Nearest first."""


def drifts(edition: Edition) -> tuple[Drift, ...]:
    """The latest change first."""
    found = [
        Drift(policy, change, resting)
        for policy in edition.library.policies for change in changes(edition, policy) if (resting := tuple(_resting(edition, policy, change)))
    ]
    return tuple(sorted(found, key=lambda one: (-(one.change.on or date.min).toordinal(), one.basis.key)))


def changes(edition: Edition, policy: Policy) -> Iterator[Change]:
    """What has happened to a document by the day."""
    status = edition.statuses[policy.key]
    incoming = edition.graph.backward_edges.get(policy.key, ())
    if status.word == "repealed":
        by = edition.library.by_key[status.ended_by] if status.ended_by and status.ends and status.ends <= edition.day else None
        on = status.ends if by else policy.declared_on
        yield Change("replaced" if by and status.replaced else "repealed", on, _known(by, on), by if isinstance(by, Policy) else None)
    elif status.word == "expired":
        last = status.term.expires
        on = last + timedelta(days=1) if last and last < edition.day else policy.declared_on
        yield Change("expired", on, on, None)
    else:
        yield from _parts(edition, incoming)


def _parts(edition: Edition, incoming: tuple[Edge, ...]) -> Iterator[Change]:
    """Amendments and repeals of articles, one of each source."""
    acting = [edge for edge in incoming if edge.relation in ("amends", *ENDING) and acts(edge, edition.graph, edition.terms, edition.day)]
    for source in dict.fromkeys(edge.source for edge in acting):
        edges = [edge for edge in acting if edge.source == source]
        told = _told(edges)
        by = edition.library.by_key[source]
        on = starts(told[0], edition.graph, edition.terms)
        articles = () if any(not edge.articles for edge in told) else tuple(dict.fromkeys(one for edge in told for one in edge.articles))
        what: What = "amended" if any(edge.relation == "amends" for edge in told) else "partly-repealed"
        yield Change(what, on, _known(by, on), by if isinstance(by, Policy) else None, articles)


def _told(edges: list[Edge]) -> list[Edge]:
    """What an author declared outweighs what was read in the text: it names the articles that are meant."""
    return [edge for edge in edges if isinstance(edge.evidence, Declared)] or edges


def _known(by: Document | None, on: date | None) -> date | None:
    return by.dated or on if by else on


def _resting(edition: Edition, basis: Policy, change: Change) -> Iterator[Resting]:
    seen = {basis.key, change.by.key if change.by else ""}
    waiting: deque[tuple[str, tuple[Step, ...]]] = deque([(basis.key, ())])
    while waiting:
        key, way = waiting.popleft()
        for other, relation, articles in _dependents(edition, key):
            document = edition.library.by_key[other]
            if other in seen or not isinstance(document, Policy) or (not way and not _touched(change, relation, articles)):
                continue
            seen.add(other)
            if edition.statuses[other].word in ENDED or _settled(document, edition, change):
                continue
            steps = (Step(document, relation), *way)
            yield Resting(document, responsible(edition, document), steps)
            waiting.append((other, steps))


def _dependents(edition: Edition, key: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """What rests on a document directly, by which relation, and on which of its articles."""
    resting: dict[str, list[Edge]] = {}
    for edge in edition.graph.backward_edges.get(key, ()):
        if edge.relation in RESTS:
            resting.setdefault(edge.source, []).append(edge)
    for source, edges in resting.items():
        for edge in _told(edges):
            yield source, edge.relation, edge.articles
    for edge in edition.graph.forward_edges.get(key, ()):
        if edge.relation == "supporting" and edge.target:
            yield edge.target, "supporting", ()


def _touched(change: Change, relation: str, articles: tuple[str, ...]) -> bool:
    if change.what == "expired" and relation == OUTLIVES:
        return False
    return not (change.articles and articles) or bool(set(change.articles) & set(articles))


def _settled(policy: Policy, edition: Edition, change: Change) -> bool:
    """Nobody can say so of a change whose day is not known, except by an assessment."""
    made = [one.on for one in policy.assessed if one.on <= edition.day]
    if change.known is None:
        return bool(made)
    written = edition.terms[policy.key].written or policy.issued
    return any(on >= change.known for on in made) or bool(written and written >= change.known)
