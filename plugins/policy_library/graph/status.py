"""Whether a document is in force on a day: design.md §6, the first line that matches wins."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

from policy_library.model.documents import Consultation, Document, Policy
from policy_library.model.library import Library
from policy_library.text.dates import shifted

from .edges import ENDING, Declared, Edge
from .graph import Graph
from .texts import Texts

Word = Literal["draft", "not-yet", "in-force", "expired", "repealed", "withdrawn", "unknown"]
CAUTION: dict[str, int] = {"in-force": 0, "not-yet": 1, "unknown": 2, "expired": 3, "repealed": 4}
"""Of what was declared and what was computed, the higher is shown."""

ENDED = ("expired", "repealed")
Unstated = Literal["written", "issued"] | None


class Term(NamedTuple):
    """From when until when a document says that it holds."""

    effective: date | None
    expires: date | None
    """The last day of validity, which is still valid."""
    endless: bool = False
    written: date | None = None
    """The day it was signed: declared, or read below the signature."""


class Status(NamedTuple):
    word: Word
    day: date
    """The day that this status speaks for."""
    term: Term
    flags: tuple[str, ...] = ()
    """amended, extended, partly-repealed, under-assessment."""
    ended_by: str | None = None
    """The key of the document that repealed or replaces this one, already or on ``ends``."""
    replaced: bool = False
    ends: date | None = None
    """The day from which a repeal or replacement holds, past or to come."""
    declared: str | None = None
    computed: Word = "unknown"
    """What follows from dates and relations alone."""
    conflict: bool = False
    """What was declared and what follows from dates and relations disagree."""


def term(policy: Policy, unstated: Unstated = None, texts: Texts | None = None) -> Term:
    """What the front matter states; where it is silent, what the text states; where both are, the place's setting."""
    read = (texts or Texts()).of(policy).validity
    written = policy.written or read.signed
    effective: date | None
    if isinstance(policy.effective, date):
        effective = policy.effective
    elif policy.effective is not None:
        effective = _start(policy.effective, written, policy.issued)
    elif read.effective is not None:
        effective = read.effective
    elif read.effective_from is not None:
        effective = _days_after(_start(read.effective_from, written, policy.issued), read.after_days or 0)
    elif read.measure is not None:
        effective = read.measure
    else:
        effective = _start(unstated, written, policy.issued) if unstated else None
    if policy.expires == "none":
        return Term(effective, None, endless=True, written=written)
    expires = policy.expires or read.expires
    if expires is None and read.years is not None and effective is not None:
        expires = last_day(effective, read.years)
    return Term(effective, expires, written=written)


Terms = Mapping[str, Term]


def terms(library: Library, unstated: Unstated = None, texts: Texts | None = None) -> Terms:
    """Of every policy, by key; does not depend on the day."""
    return {policy.key: term(policy, unstated, texts) for policy in library.policies}


def status(document: Document, graph: Graph, terms: Terms, day: date) -> Status:
    if isinstance(document, Consultation):
        return Status("draft", day, Term(document.opens, document.closes))
    if not isinstance(document, Policy):
        return Status("unknown", day, Term(None, None))
    own = terms[document.key]
    incoming = graph.backward_edges.get(document.key, ())
    extensions = [edge for edge in incoming if edge.relation == "extends" and edge.until and acts(edge, graph, terms, day)]
    last = max([own.expires or date.min, *(edge.until or date.min for edge in extensions)])
    expires = None if own.endless or last == date.min else last
    held = own._replace(expires=expires)
    endings = sorted(
        (since, edge.relation != "replaces", edge.source) for edge in _endings(incoming)
        if (since := starts(edge, graph, terms)) is not None
    )
    ended = endings[0] if endings else None
    ends = ended[0] if ended else None

    computed = _computed(ends, held, day)
    declared: Any = None if _later(document.declared_on, day) else document.declared_status
    withdrawn = document.withdrawn is not None and document.withdrawn.on <= day
    word: Word = "withdrawn" if withdrawn else max(computed, declared or computed, key=CAUTION.__getitem__)
    then = _computed(ends, held, document.declared_on or day)
    conflict = not withdrawn and (
        (declared in ENDED and computed in ("in-force", "not-yet")) or (declared == "in-force" and then in ENDED)
    )
    source = ended[2] if ended else None
    return Status(
        word, day, held, _flags(document, incoming, extensions, graph, terms, day), source,
        bool(ended and any(edge.relation == "replaces" and edge.source == source for edge in incoming)),
        ends, document.declared_status, computed, conflict,
    )


def _computed(ends: date | None, held: Term, day: date) -> Word:
    """What follows from dates and relations alone."""
    if ends and ends <= day:
        return "repealed"
    if held.expires and held.expires < day:
        return "expired"
    if held.effective is None:
        return "unknown"
    return "not-yet" if held.effective > day else "in-force"


def _endings(incoming: tuple[Edge, ...]) -> list[Edge]:
    """Repeals and replacements of the whole. Where an author wrote that only articles are meant, the text is not asked."""
    partly = {edge.source for edge in incoming if edge.relation in ENDING and edge.articles and isinstance(edge.evidence, Declared)}
    return [
        edge for edge in incoming
        if edge.relation in ENDING and not edge.articles and (isinstance(edge.evidence, Declared) or edge.source not in partly)
    ]


def _flags(
    policy: Policy, incoming: tuple[Edge, ...], extensions: list[Edge], graph: Graph, terms: Terms, day: date
) -> tuple[str, ...]:
    acting = [edge for edge in incoming if acts(edge, graph, terms, day)]
    flags = {
        "amended": any(edge.relation == "amends" for edge in acting),
        "extended": bool(extensions),
        "partly-repealed": any(edge.relation in ENDING and edge.articles for edge in acting),
        "under-assessment": policy.under_assessment,
    }
    return tuple(flag for flag, holds in flags.items() if holds)


def starts(edge: Edge, graph: Graph, terms: Terms) -> date | None:
    """The day from which the source acts on others: its own effective date. An act that states none, such as most
    notices that only extend or repeal, acts from the day it was issued."""
    source = graph.library.by_key[edge.source]
    if not isinstance(source, Policy):
        return None
    held = terms[source.key]
    return held.effective or source.issued or held.written


def acts(edge: Edge, graph: Graph, terms: Terms, day: date) -> bool:
    since = starts(edge, graph, terms)
    return since is not None and since <= day


def _start(start: str, written: date | None, issued: date | None) -> date | None:
    return written or issued if start == "written" else issued or written


def _days_after(day: date | None, days: int) -> date | None:
    """自公布之日起30日后: the day of publication does not count."""
    return shifted(day, days) if day else None


def last_day(first: date, years: int) -> date | None:
    """Of so many years from ``first`` on; None beyond the calendar."""
    if first.year + years > date.max.year:
        return None
    try:
        anniversary = first.replace(year=first.year + years)
    except ValueError:  # 29 February
        anniversary = date(first.year + years, 3, 1)
    return anniversary - timedelta(days=1)


def _later(day: date | None, than: date) -> bool:
    return day is not None and day > than
