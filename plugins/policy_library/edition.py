"""All that a build of one day knows: what was read, how it hangs together, what was found. Needs no host."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from policy_library.checks import run as checks
from policy_library.checks.base import Subject
from policy_library.checks.limits import Limits
from policy_library.graph import graph as graphs
from policy_library.graph.graph import Graph, hidden_from
from policy_library.graph.status import Status, Terms, Unstated, status, terms
from policy_library.graph.texts import Texts
from policy_library.model.documents import Document, Policy, Topic
from policy_library.model.findings import Finding, ordered
from policy_library.model.joining import Joining
from policy_library.model.library import Library
from policy_library.model.load import Reader, load
from policy_library.model.publishable import tombstone
from policy_library.model.source import SourceFile
from policy_library.topics.collections import Collection, collect
from policy_library.work.memory import Memory
from policy_library.work.stages import Stages


@dataclass(frozen=True)
class Reading:
    """How the files of a library are read; the same for every day."""

    joining: Joining = field(default_factory=Joining)
    open_vocabularies: tuple[str, ...] = ()
    unstated: Unstated = None
    """When a document that states no effective date takes effect in this place; None leaves its status unknown."""
    limits: Limits = Limits()


@dataclass(frozen=True)
class Edition:
    day: date
    whole: Library
    """Staff only: findings and counts, never pages."""
    library: Library
    """What is public on the day."""
    tombstones: tuple[Document, ...]
    graph: Graph
    terms: Terms
    statuses: Mapping[str, Status]
    collections: tuple[Collection, ...]
    findings: tuple[Finding, ...]
    limits: Limits = Limits()
    """The figures that the place set."""


def edition(
    sources: Iterable[SourceFile | Finding], day: date, reading: Reading = Reading(), file: Callable[[str], bytes | None] = lambda path: None,
    memory: Memory | None = None, reader: Reader | None = None, stages: Stages | None = None, before: Edition | None = None,
) -> Edition:
    """``file`` gives the bytes of attachments and pictures, by path; ``memory`` what is known of texts already, ``reader`` of files,
    the edition ``before`` of relations."""
    words, reader, stages = Texts(memory), reader or Reader(memory), stages or Stages()
    with stages.stage("read"):
        whole, unread = load(sources, joining=reading.joining, open_vocabularies=reading.open_vocabularies, reader=reader)
        library = whole.public(day)
    with stages.stage("graph"):
        words.read_all(library.documents)
        graph = graphs.build(library, whole, words, before.graph if before else None)
        held = terms(library, reading.unstated, words)
        statuses = {document.key: status(document, graph, held, day) for document in library.documents}
        collections, unfilled = collect(library, graph, statuses, whole)
        reader.keep(_open(library, whole, graph, day))
    with stages.stage("checks"):
        found = checks.run(Subject(day, whole, library, graph, held, statuses, collections, words, file, reading.limits), memory)
    return Edition(
        day, whole, library, tuple(document for document in whole.documents if tombstone(document, day)), graph, held,
        statuses, collections, ordered([*unread, *graph.findings, *unfilled, *found]), reading.limits,
    )


def _open(library: Library, whole: Library, graph: Graph, day: date) -> Iterator[Document]:
    """Documents that may be kept between runs with all that stands above their texts: nothing there names a document that is not public,
    speaks of a day to come, or is a note that no page shows."""
    hidden = hidden_from(library, whole)
    for document in library.documents:
        references = [one for _, _, one in document.references]
        if document.withdrawn or isinstance(document, Topic) or any(one.note or graph.resolver.unread(one) or hidden.meant(one) for one in references):
            continue
        if isinstance(document, Policy) and any(on > day for on in (*(one.on for one in document.assessed), document.declared_on or day)):
            continue
        yield document
