"""The search page, and what the index is told of each document: how it is shown and how it can be chosen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from policy_library.locale import text, texts
from policy_library.model.documents import Document, Policy
from policy_library.search import files as index
from policy_library.search.index import Content
from policy_library.search.records import TYPES, Face, Record, records
from policy_library.site import views
from policy_library.work.memory import Memory

from .common import Context, tag_of
from .lists import Lists

ENDED = ("expired", "repealed", "withdrawn", "closed")
FACETS = ("type", "status", "kind", "agency", "topic", "audience", "year")


def search_view(context: Context, lists: Lists) -> views.SearchView:
    title = text("present.search.title")
    collections = context.edition.collections
    return views.SearchView(
        head=context.head(
            title, noindex=True, canonical=context.canonical("search/"), breadcrumb=context.crumbs(views.Link(title)),
        ),
        title=title, message=context.site.message.replace("{number}", ""), library="library/" if lists.policies else None,
        types=tuple((type, text(f"terms.type.{type}")) for type in TYPES),
        words=texts("site.search.page"),
        facets=tuple(
            views.Facet(name, text(f"present.facet.{name}"), tuple(views.FacetOption(value, label, 0) for value, label in values))
            for name, values in labels(context, lists).items() if len(values) > 1
        ),
        topics=tuple(views.Link(one.topic.title, one.topic.address) for one in collections[:6]),
    )


def index_files(context: Context, lists: Lists, memory: Memory) -> Mapping[str, Content]:
    return index.files(all_records(context), labels(context, lists), context.edition.library.vocabularies.synonyms, memory)


def all_records(context: Context) -> tuple[Record, ...]:
    def anchors(document: Document) -> tuple[str, ...]:
        return context.anchors(document) if isinstance(document, Policy) else ()

    return records(context.edition.library, lambda document: face(context, document), anchors)


def face(context: Context, document: Document) -> Face:
    tag = tag_of(context, document)
    number = document.number or "" if isinstance(document, Policy) else ""
    status = ("", "", "", "", "") if tag is None else (tag.code, tag.tone, tag.word, _iso(tag.effective), _iso(tag.expires))
    policy = isinstance(document, Policy)
    return Face(
        shown=(number, context.by(document), _iso(document.dated), *status),
        ended=tag is not None and tag.code in ENDED,
        facets={
            "type": (document.type,), "status": (context.edition.statuses[document.key].word,) if policy else (),
            "kind": (document.kind,) if policy else (), "agency": document.issuers,
            "topic": tuple(topic.id for topic in context.topics_of.get(document.key, ())), "audience": document.audiences,
            "year": (str(document.dated.year),) if document.dated else (),
        },
    )


def labels(context: Context, lists: Lists) -> dict[str, list[tuple[str, str]]]:
    """Facet → (value, name), in the order shown."""
    library = context.edition.library
    known = {name: [(value, lists.label(name, value)) for value in lists.values[name]] for name in FACETS if name in lists.values}
    types = {one.type for one in library.documents}
    known["type"] = [(type, text(f"terms.type.{type}")) for type in TYPES if type in types]
    years = sorted({str(day.year) for day in {one.dated for one in library.documents} if day}, reverse=True)
    known["year"] = [(year, text("present.list.year", year=year)) for year in years]
    agencies = dict.fromkeys(id for one in library.documents for id in one.issuers)
    held = {value for value, _ in known.get("agency", [])}
    known["agency"] = [*known.get("agency", []), *((id, context.agency(id)) for id in agencies if id not in held)]
    return {name: known[name] for name in FACETS if name in known}


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
