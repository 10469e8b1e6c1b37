"""Which addresses of other hosts the public documents and the vocabularies name, and where: what the patrol asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urldefrag

from policy_library.edition import Edition
from policy_library.model.documents import PLACE_FIELDS, Document, Policy, Topic
from policy_library.model.findings import Place
from policy_library.model.values import WEB, Frozen
from policy_library.model.vocabulary import Vocabularies
from policy_library.text import addresses

KINDS = ("service", "basis", "supporting", *(name for name in Policy.RELATIONS if name not in ("basis", "supporting")),
         "interprets", "answers", "outcome", "source", "text")
"""In the order in which they are asked: first what somebody needs in order to do something."""
VOCABULARY = "vocabulary/"
PUBLISHED = ("services", "agencies", "audiences", "tags", "catalogue")
"""Vocabularies whose words readers see."""


@dataclass(frozen=True)
class Link:
    url: str
    """Without what stands behind #: a server never sees it."""
    kind: str
    """The first of ``KINDS`` under which it is named."""
    places: tuple[tuple[str, int], ...]
    """(path, line), each once, in the order of the kinds; of a service, first where its address is mended."""

    @property
    def order(self) -> tuple[int, str]:
        return KINDS.index(self.kind), self.url


def links(edition: Edition) -> tuple[Link, ...]:
    """Of what is public on the edition's day. Services first."""
    named: dict[str, dict[tuple[int, Place], None]] = {}
    for kind, url, place in sorted(_named(edition), key=_order):
        named.setdefault(urldefrag(url.strip()).url, {})[KINDS.index(kind), place] = None
    found = (
        Link(url, KINDS[min(rank for rank, _ in held)], tuple(dict.fromkeys((place.path, place.line) for _, place in held)))
        for url, held in named.items()
    )
    return tuple(sorted(found, key=lambda link: link.order))


Named = tuple[str, str, Place]
"""Kind, address, where."""


def _order(named: Named) -> tuple[int, bool, str, int]:
    kind, _, place = named
    return KINDS.index(kind), not place.path.startswith(VOCABULARY), place.path, place.line


def _named(edition: Edition) -> Iterator[Named]:
    yield from _in_vocabularies(edition.library.vocabularies)
    for document in edition.library.documents:
        yield from _in_front_matter(document, edition.library.vocabularies)
        yield from (("text", url, document.body_place(start)) for start, url in addresses.find(document.body))


def _in_vocabularies(vocabularies: Vocabularies) -> Iterator[Named]:
    for name in PUBLISHED:
        for entry in getattr(vocabularies, name).values():
            for field, url in _in_values(entry):
                yield "service" if field == "url" else "text", url, Place(f"{VOCABULARY}{name}.yml", entry.line)


def _in_front_matter(document: Document, vocabularies: Vocabularies) -> Iterator[Named]:
    for field, url in _in_values(document):
        first = field.partition(".")[0]
        yield first if first in KINDS else "text", url, document.place(field)
    for field, service in _services(document):
        if url := vocabularies.service(service).url:
            yield "service", url, document.place(field)


def _services(document: Document) -> Iterator[tuple[str, str]]:
    """(path of the field, id): who breaks with a service is a place of its address, too."""
    if isinstance(document, Policy):
        yield from ((f"services.{index}", one.service) for index, one in enumerate(document.services))
    if isinstance(document, Topic):
        yield from ((f"sections.{at}.services", id) for at, section in enumerate(document.sections) for id in section.services)


def _in_values(model: Frozen) -> Iterator[tuple[str, str]]:
    """(path of the field, address), in every string of a front matter or an entry."""
    yield from _in_value("", model.model_dump(mode="python", exclude=set(PLACE_FIELDS), exclude_defaults=True))


def _in_value(field: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        if WEB.match(value) and not any(map(str.isspace, value)):
            yield field, value
        else:
            yield from ((field, url) for _, url in addresses.find(value))
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _in_value(f"{field}.{name}".lstrip("."), inner)
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from _in_value(f"{field}.{index}", inner)
