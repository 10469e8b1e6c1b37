"""Relations between documents, each with its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from policy_library.text.normalize import title_key

ENDING = ("repeals", "replaces")
"""Relations that end the other document."""

ORDER = (
    "basis", "implements", "supporting", "issues", "forwards", "amends", "replaces", "repeals", "extends",
    "interprets", "answers", "consults", "related", "cites",
)
"""Strongest first: two documents are shown under the strongest relation between them. Also the order on a page."""


@dataclass(frozen=True)
class Declared:
    """Written by the author in the front matter."""

    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Found:
    """Read in the text: ``body[start:end]`` is the citation."""

    start: int
    end: int
    sentence: str
    article: str | None
    """The article of the citing document in which it stands."""


@dataclass(frozen=True, slots=True)
class Edge:
    source: str
    relation: str
    target: str | None
    """A key of the library, or None while unresolved."""
    shown: str
    """The author's words for the target."""
    evidence: Declared | Found
    url: str | None = None
    articles: tuple[str, ...] = ()
    """Of the target; empty means the whole of it."""
    until: date | None = None
    """Of an extension: the new last day."""

    @property
    def sentence(self) -> str | None:
        return self.evidence.sentence if isinstance(self.evidence, Found) else None


@dataclass(frozen=True)
class Link:
    """All edges between a document and one other, under the strongest relation among them."""

    relation: str
    other: str | None
    edges: tuple[Edge, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(edge.sentence for edge in self.edges if edge.sentence))

    @property
    def articles(self) -> tuple[str, ...]:
        """Of the edges' targets, each once."""
        return tuple(dict.fromkeys(article for edge in self.edges for article in edge.articles))

    @property
    def shown(self) -> str:
        return self.edges[0].shown

    @property
    def url(self) -> str | None:
        return next((edge.url for edge in self.edges if edge.url), None)


def grouped(edges: tuple[Edge, ...], *, backward: bool) -> tuple[Link, ...]:
    """One link for each other document, or for each unresolved wording; by relation, then by first appearance."""
    together: dict[str, list[Edge]] = {}
    for edge in edges:
        other = edge.source if backward else edge.target
        together.setdefault(other or f"?{title_key(edge.shown)}", []).append(edge)
    links = []
    for name, group in together.items():
        strongest = min((edge.relation for edge in group), key=ORDER.index)
        links.append(Link(strongest, None if name.startswith("?") else name, tuple(group)))
    return tuple(sorted(links, key=lambda link: ORDER.index(link.relation)))
