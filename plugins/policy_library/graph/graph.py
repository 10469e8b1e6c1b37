"""All relations of a library, both ways. Built once; immutable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from policy_library.locale import text
from policy_library.model.documents import Document, Policy
from policy_library.model.findings import Finding, Place, finding
from policy_library.model.library import Library
from policy_library.model.names import shown_name
from policy_library.model.values import Reference, separate
from policy_library.text.normalize import squeeze
from policy_library.work.memory import digest

from .edges import Declared, Edge, Found, Link, grouped
from .reading import Reading
from .resolve import Resolver, written_day
from .texts import Texts

MUST_RESOLVE = {"basis", "implements", "supporting", "issues", "forwards", "amends", "repeals", "replaces", "extends",
                "interprets", "answers", "outcome", "related"}


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation in a document's text and the one document it names, if any."""

    reading: Reading
    target: str | None
    stands_for: str | None = None
    """Of a short form 《办法》: the text of the citation that it stands for."""
    candidates: tuple[str, ...] = ()
    """Where more than one document fits, their keys: it names none of them."""

    @property
    def start(self) -> int:
        return self.reading.citation.start

    @property
    def end(self) -> int:
        return self.reading.citation.end


class Part(NamedTuple):
    """What one document has to do with others."""

    read_as: str
    edges: tuple[Edge, ...]
    citations: tuple[Citation, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Graph:
    library: Library
    resolver: Resolver
    edges: tuple[Edge, ...]
    forward_edges: Mapping[str, tuple[Edge, ...]]
    backward_edges: Mapping[str, tuple[Edge, ...]]
    citations: Mapping[str, tuple[Citation, ...]]
    """Of every document's text, in order, resolved or not; what is linked on its page."""
    findings: tuple[Finding, ...]
    parts: Mapping[str, Part] = field(default_factory=dict, repr=False)
    """By key."""
    names: str = ""
    """Tells by which names the documents were found."""
    _forward: dict[str, tuple[Link, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _backward: dict[str, tuple[Link, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def forward(self, key: str) -> tuple[Link, ...]:
        """What the document points to, one link a document, unresolved wordings included."""
        if key not in self._forward:
            self._forward[key] = grouped(self.forward_edges.get(key, ()), backward=False)
        return self._forward[key]

    def backward(self, key: str) -> tuple[Link, ...]:
        """What points to the document, newest first within a relation."""
        if key not in self._backward:
            self._backward[key] = self._newest_first(key)
        return self._backward[key]

    def _newest_first(self, key: str) -> tuple[Link, ...]:
        links = grouped(self.backward_edges.get(key, ()), backward=True)
        day = lambda link: self.library.by_key[link.other].dated or date.min
        newest = sorted(links, key=lambda link: (day(link), link.other), reverse=True)
        order = {relation: index for index, relation in enumerate(dict.fromkeys(link.relation for link in links))}
        return tuple(sorted(newest, key=lambda link: order[link.relation]))

    @property
    def unresolved(self) -> tuple[Edge, ...]:
        """Edges whose target is not in the library and has no address of its own: they feed the gap report."""
        return tuple(edge for edge in self.edges if edge.target is None and edge.url is None)


def build(public: Library, whole: Library | None = None, texts: Texts | None = None, before: Graph | None = None) -> Graph:
    """The graph of what is public. ``whole`` tells a reference to an unpublished document from a mistake. Of the graph ``before`` stays
    what hangs on documents that are as they were, where all go by the same names."""
    resolver, texts = Resolver(public), texts or Texts()
    hidden = hidden_from(public, whole) if whole else None
    names = digest("", sorted(public.unread), _names(public), hidden and _names(hidden.library))
    known = before.parts if before and before.names == names else {}
    parts: dict[str, Part] = {}
    for document in public.documents:
        held = known.get(document.key)
        same = held and document.read_as and held.read_as == document.read_as
        parts[document.key] = held if held and same else _part(document, resolver, hidden, texts)
    edges = [edge for part in parts.values() for edge in part.edges]
    return Graph(
        public, resolver, tuple(edges), _by(edges, "source"), _by(edges, "target"), {key: part.citations for key, part in parts.items()},
        tuple(one for part in parts.values() for one in part.findings), parts, names,
    )


def _names(library: Library) -> list[tuple[object, ...]]:
    """All that a document is found by."""
    return [
        (one.key, one.path, one.title, one.aliases, one.number if isinstance(one, Policy) else None, written_day(one)) for one in library.documents
    ]


def _part(document: Document, resolver: Resolver, hidden: Resolver | None, texts: Texts) -> Part:
    edges, findings = _declared(document, resolver, hidden)
    citations = tuple(resolve(texts.of(document).citations, resolver, _text_day(document)))
    if isinstance(document, Policy):
        found, notes = _found(document, citations)
        edges += found
        findings += notes
    return Part(document.read_as, tuple(edges), citations, tuple(findings))


def hidden_from(public: Library, whole: Library) -> Resolver:
    """Knows what is not public: only to tell staff that something refers to it."""
    return Resolver(whole.only(lambda document: document.key not in public.by_key))


def _declared(
    document: Document, resolver: Resolver, hidden: Resolver | None
) -> tuple[list[Edge], list[Finding]]:
    edges: list[Edge] = []
    findings: list[Finding] = []
    for field, index, reference in document.references:
        place = document.place(f"{field}.{index}")
        targets = resolver.referred(reference)
        name = shown_name(document.type, field)
        values = {"field": name, "shown": reference.shown}
        if len(targets) > 1:
            findings.append(finding("R002", "error", place, **values, candidates="、".join(one.path for one in targets)))
            continue
        if not targets and reference.url is None:
            if hidden and hidden.referred(reference):
                findings.append(finding("R004", "warning", place, **values))
                continue
            if field in MUST_RESOLVE and reference.title is None:
                if not resolver.unread(reference):
                    findings.append(finding("R001", "error", place, **values, near=_near(reference, resolver), hint=_hint(reference, resolver)))
                continue
        target = targets[0].key if targets else None
        if target == document.key:
            continue
        relation = {"outcome": "consults"}.get(field, field)
        if relation == "extends" and reference.until is None:
            findings.append(finding("V003", "error", place, shown=reference.shown))
        edges.append(Edge(
            document.key, relation, target, reference.shown, Declared(document.path, place.line),
            reference.url, reference.articles, reference.until,
        ))
    return edges, findings


def _near(reference: Reference, resolver: Resolver) -> str:
    word = resolver.nearest(reference.document or "")
    return text("hints.near", word=word) if word else ""


def _hint(reference: Reference, resolver: Resolver) -> str:
    title = (reference.document or "").strip("《》")
    parts = separate(reference.document or "")
    if len(parts) > 1 and any(resolver.named(part) for part in parts):
        return text("hints.several", parts=", ".join(parts))
    return text("hints.elsewhere", title=title) if title else ""


def resolve(readings: Iterable[Reading], resolver: Resolver, on: date | None) -> Iterable[Citation]:
    """``on``: the last day on which something was written into the text."""
    readings = tuple(readings)
    behind = {reading.citation.of: reading.citation for reading in readings if reading.citation.of is not None}
    resolved: dict[int, Citation] = {}
    for reading in readings:
        citation = reading.citation
        if citation.stands_for is not None and (full := resolved.get(citation.stands_for)):
            result = Citation(reading, full.target, full.stands_for or full.reading.citation.text, full.candidates)
        elif citation.form == "standard":
            result = Citation(reading, None)
        else:
            paired = behind.get(reading.index)
            numbered = citation if citation.form != "title" else paired if paired and paired.form != "standard" else None
            # What changed this document was written after it.
            found = resolver.candidates(citation.title, numbered.number if numbered else None, on=None if reading.inverse else on)
            keys = tuple(document.key for document in found)
            result = Citation(reading, keys[0], None) if len(keys) == 1 else Citation(reading, None, None, keys)
        resolved[reading.index] = result
        yield result


def _text_day(document: Document) -> date | None:
    """The last day on which something was written into the text."""
    written = written_day(document)
    return max(written, document.updated) if written and document.updated else written


def _found(document: Policy, citations: tuple[Citation, ...]) -> tuple[list[Edge], list[Finding]]:
    """A title and the number behind it are one edge; so are a title and the one nested in it."""
    edges: list[Edge] = []
    notes: list[Finding] = []
    for citation in citations:
        reading, span = citation.reading, citation.reading.citation
        if reading.relation == "self":
            continue
        if span.of is not None or span.inside is not None:
            continue
        evidence = Found(span.start, span.end, reading.words, reading.article)
        shown = squeeze(citation.stands_for or span.text)
        # The text that a notice issues goes by the notice's own title, but is a document that the library does not have.
        brought = citation.target == document.key
        target = None if brought else citation.target
        if reading.inverse and target:
            # （根据《关于修改〈…〉的决定》修正）: the document that is named did it to this one.
            edges.append(Edge(target, reading.relation, document.key, shown, evidence))
        else:
            relation = "cites" if reading.inverse else reading.relation
            edges.append(Edge(document.key, relation, target, shown, evidence, None, span.articles, reading.until))
        if citation.target is None:
            line, column = reading.at
            notes.append(finding("R003", "note", Place(document.path, document.body_line + line, column), shown=shown))
    return edges, notes


def _by(edges: list[Edge], end: str) -> dict[str, tuple[Edge, ...]]:
    index: dict[str, list[Edge]] = {}
    for edge in edges:
        if (key := getattr(edge, end)) is not None:
            index.setdefault(key, []).append(edge)
    return {key: tuple(held) for key, held in index.items()}
