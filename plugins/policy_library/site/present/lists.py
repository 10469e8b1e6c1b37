"""公文库 and every list cut from it, the catalogue, and the data behind the facets."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from policy_library.locale import text
from policy_library.model.documents import Consultation, Policy
from policy_library.model.values import choices
from policy_library.site import views
from policy_library.topics.collections import matches, newest_first

from . import facet_data
from .common import EXPIRING, LATEST, PER_PAGE, Context, chunks, consultation_tag, counted, doc_row, pager

CHUNK = 256
PAGES_LINKED = 10
"""Of a year, from 公文库; further ones are reached from these."""
STATUS_ORDER = ("in-force", "not-yet", "unknown", "expired", "repealed")


@dataclass(frozen=True)
class Listed:
    """A list: its address, its name, and which documents stand in it, in order."""

    address: str
    title: str
    policies: tuple[Policy, ...]
    lead: str = ""
    facts: tuple[str, ...] = ()
    checked: tuple[str, str] | None = None
    """The facet and value that the list itself is."""
    parent: views.Link | None = None


@dataclass(frozen=True)
class Lists:
    context: Context

    @cached_property
    def policies(self) -> tuple[Policy, ...]:
        return tuple(sorted(self.context.edition.library.policies, key=newest_first))

    def _grouped(self, values: Callable[[Policy], Sequence[str]]) -> dict[str, tuple[Policy, ...]]:
        found: dict[str, list[Policy]] = {}
        for policy in self.policies:
            for value in values(policy):
                found.setdefault(value, []).append(policy)
        return {value: tuple(held) for value, held in found.items()}

    @cached_property
    def years(self) -> Mapping[str, tuple[Policy, ...]]:
        """Newest first; documents without a date under 'undated', last."""
        return self._grouped(lambda policy: [str(policy.dated.year) if policy.dated else "undated"])

    @cached_property
    def agencies(self) -> Mapping[str, tuple[Policy, ...]]:
        return self._in_order("agencies", self._grouped(lambda policy: policy.issuers))

    @cached_property
    def audiences(self) -> Mapping[str, tuple[Policy, ...]]:
        return self._in_order("audiences", self._grouped(lambda policy: policy.audiences))

    @cached_property
    def tags(self) -> Mapping[str, tuple[Policy, ...]]:
        return self._in_order("tags", self._grouped(lambda policy: policy.tags))

    def _in_order(self, vocabulary: str, found: dict[str, tuple[Policy, ...]]) -> dict[str, tuple[Policy, ...]]:
        """As the vocabulary is written; words outside it after, by their own order."""
        known = list(getattr(self.context.edition.library.vocabularies, vocabulary))
        rank = {id: number for number, id in enumerate(known)}
        return dict(sorted(found.items(), key=lambda item: (rank.get(item[0], len(rank)), item[0])))

    @cached_property
    def latest(self) -> tuple[Policy, ...]:
        day = self.context.day
        return tuple(one for one in self.policies if one.dated and day - LATEST <= one.dated <= day)

    @cached_property
    def upcoming(self) -> tuple[Policy, ...]:
        statuses = self.context.edition.statuses
        found = [one for one in self.policies if statuses[one.key].word == "not-yet"]
        return tuple(sorted(found, key=lambda one: (statuses[one.key].term.effective or date.max, one.key)))

    @cached_property
    def expiring(self) -> tuple[Policy, ...]:
        """The nearest end first."""
        statuses, day = self.context.edition.statuses, self.context.day
        ends = [(statuses[one.key].term.expires, one) for one in self.policies if statuses[one.key].word == "in-force"]
        near = [(end, one) for end, one in ends if end and day <= end <= day + EXPIRING]
        return tuple(one for _, one in sorted(near, key=lambda pair: (pair[0], pair[1].key)))

    def all(self) -> Iterator[Listed]:
        """Every list but 公文库 itself."""
        say = lambda key, **values: text(f"present.list.{key}", **values)  # noqa: E731
        vocabularies = self.context.edition.library.vocabularies
        library = views.Link(text("present.nav.library"), "library/")
        for year, held in self.years.items():
            title = say("undated_title") if year == "undated" else say("year_title", year=year)
            yield Listed(f"library/{year}/", title, held, checked=("year", year), parent=library)
        for name in ("latest", "upcoming", "expiring"):
            held = getattr(self, name)
            yield Listed(f"library/{name}/", say(name), held, lead=say(f"{name}_note"), parent=library)
        for id, held in self.agencies.items():
            agency = vocabularies.agency(id)
            facts = [say("codes", codes="、".join(agency.office_codes))] if agency.office_codes else []
            facts += [say("parent", agency=vocabularies.agency(agency.parent).name)] if agency.parent else []
            parent = views.Link(say("agencies"), "agencies/")
            yield Listed(f"agencies/{id}/", agency.name, held, facts=tuple(facts), checked=("agency", id), parent=parent)
        for id, held in self.audiences.items():
            audience = vocabularies.audience(id)
            title = say("audience_title", name=audience.name)
            yield Listed(f"audiences/{id}/", title, held, audience.description or "", checked=("audience", id), parent=views.Link(say("audiences"), "audiences/"))
        for id, held in self.tags.items():
            tag = vocabularies.tag(id)
            yield Listed(f"tags/{id}/", say("tag_title", name=tag.name), held, tag.description or "", parent=views.Link(say("tags"), "tags/"))
        for item in self.context.edition.library.vocabularies.catalogue.values():
            held = tuple(one for one in self.policies if matches(item.rule, one))
            if held:
                yield Listed(f"catalogue/{item.id}/", item.title, held, parent=views.Link(text("present.list.catalogue_title"), "catalogue/"))

    def listed_view(self, listed: Listed, page: int) -> views.ListView:
        context = self.context
        pages = chunks(listed.policies, PER_PAGE)
        crumbs = [listed.parent] if listed.parent else []
        section = listed.address.partition("/")[0]
        empty = () if listed.policies else (views.NextStep(text("present.list.empty_all"), "library/"),)
        return views.ListView(
            head=context.head(
                listed.title, description=listed.lead and f"{listed.title}：{listed.lead}", column=text("present.list.title"), section="catalogue" if section == "catalogue" else "library",
                canonical=context.canonical(listed.address if page == 1 else f"{listed.address}{page}/"), noindex=page > 1,
                breadcrumb=context.crumbs(*crumbs, views.Link(listed.title)),
            ),
            title=listed.title, lead=listed.lead, facts=listed.facts, count=counted("documents", len(listed.policies), page, PER_PAGE),
            rows=tuple(doc_row(context, one) for one in pages[page - 1]),
            facets=self.facets(listed.checked) if listed.checked else None, pager=pager(listed.address, page, len(pages)), empty=empty,
        )

    def library_view(self) -> views.ListView:
        """The newest hundred, and the pages of every year, so that a document is two taps away."""
        context = self.context
        title, lead = text("present.list.title"), text("present.list.lead", n=len(self.policies))
        say = lambda key: text(f"present.list.{key}")  # noqa: E731
        ways = [views.Link(say("by_agency"), "agencies/")] if self.agencies else []
        ways += [views.Link(say("by_audience"), "audiences/")] if self.audiences else []
        ways += [views.Link(say("by_tag"), "tags/")] if self.tags else []
        ways += [views.Link(say("catalogue_title"), "catalogue/")] if context.edition.library.vocabularies.catalogue else []
        return views.ListView(
            head=context.head(
                title, description=lead, column=title, section="library", canonical=context.canonical("library/"),
                breadcrumb=context.crumbs(views.Link(title)),
            ),
            title=title, lead=lead, count=counted("documents", len(self.policies), 1, PER_PAGE),
            rows=tuple(doc_row(context, one) for one in self.policies[:PER_PAGE]), facets=self.facets(None),
            years=tuple(self._year_links()), ways=tuple(ways),
        )

    def _year_links(self) -> Iterator[views.Counted]:
        for year, held in self.years.items():
            name = text("present.list.undated") if year == "undated" else text("present.list.year", year=year)
            yield views.Counted(name, f"library/{year}/", text("present.count.items", n=len(held)))
            for page in range(2, min(len(chunks(held, PER_PAGE)), PAGES_LINKED) + 1):
                yield views.Counted(text("present.list.year_page", name=name, page=page), f"library/{year}/{page}/")

    # ── Facets ────────────────────────────────────────────────────────────────

    @cached_property
    def columns(self) -> Mapping[str, tuple[tuple[str, ...], ...]]:
        """Facet → for each document, in order, its values."""
        context = self.context
        statuses = context.edition.statuses

        def marks(policy: Policy) -> tuple[str, ...]:
            held = context.marks[policy.key]
            return tuple(name for name in ("interpretations", "questions", "services") if getattr(held, name))

        readers: dict[str, Callable[[Policy], tuple[str, ...]]] = {
            "status": lambda one: (statuses[one.key].word,),
            "kind": lambda one: (one.kind,),
            "agency": lambda one: one.issuers,
            "topic": lambda one: tuple(topic.id for topic in context.topics_of.get(one.key, ())),
            "audience": lambda one: one.audiences,
            "year": lambda one: (str(one.dated.year) if one.dated else "undated",),
            "marks": marks,
        }
        return {name: tuple(read(one) for one in self.policies) for name, read in readers.items()}

    @cached_property
    def values(self) -> Mapping[str, tuple[str, ...]]:
        """Facet → its values in the order they are shown; only those that occur."""
        context = self.context
        order: dict[str, Sequence[str]] = {
            "status": STATUS_ORDER, "kind": list(choices("kind")), "agency": list(self.agencies),
            "topic": [one.topic.id for one in context.edition.collections], "audience": list(self.audiences),
            "year": list(self.years), "marks": ("interpretations", "questions", "services"),
        }
        occurring = {name: {value for values in column for value in values} for name, column in self.columns.items()}
        return {name: tuple(value for value in order[name] if value in occurring[name]) for name in order}

    @cached_property
    def counts(self) -> Mapping[str, Counter[str]]:
        """Facet → how many documents have each value."""
        return {name: Counter(value for values in column for value in values) for name, column in self.columns.items()}

    def label(self, facet: str, value: str) -> str:
        vocabularies = self.context.edition.library.vocabularies
        match facet:
            case "status" | "kind":
                return text(f"terms.{facet}.{value}")
            case "agency":
                return vocabularies.agency(value).name
            case "audience":
                return vocabularies.audience(value).name
            case "topic":
                return self.context.document(f"topics/{value}").title
            case "year":
                return text("present.list.undated") if value == "undated" else text("present.list.year", year=value)
        return text(f"present.marks.{value}")

    def facets(self, checked: tuple[str, str] | None) -> views.Facets:
        groups = []
        for name, values in self.values.items():
            options = tuple(
                views.FacetOption(value, self.label(name, value), self.counts[name][value], checked == (name, value)) for value in values
            )
            if len(options) > 1 or any(option.checked for option in options):
                groups.append(views.Facet(name, text(f"present.facet.{name}"), options, open=name in ("status", "kind")))
        return views.Facets("assets/data/library.json", tuple(groups))

    def data(self) -> Iterator[tuple[str, str]]:
        """(address, content) of the facet data, as written down on top of views.py."""
        statuses = self.context.edition.statuses
        days = (facet_data.Days(one.dated, statuses[one.key].term.effective, statuses[one.key].term.expires) for one in self.policies)
        whole = {
            "version": 2, "count": len(self.policies), "chunk": CHUNK,
            "facets": {name: facet_data.column(self.values[name], column) for name, column in self.columns.items()},
            "dates": facet_data.dates(days),
        }
        yield "assets/data/library.json", _json(whole)
        for number, held in enumerate(chunks(self.policies, CHUNK)):
            yield f"assets/data/library-{number}.json", _json([self._row(one) for one in held])

    def _row(self, policy: Policy) -> list[object]:
        row = doc_row(self.context, policy)
        iso = lambda day: day.isoformat() if day else ""  # noqa: E731
        return [
            row.href, row.title, row.number or "", row.kind, row.by, iso(row.issued), row.status.code, row.status.tone, row.status.word,
            iso(row.status.effective), iso(row.status.expires), row.marks.interpretations, row.marks.questions, min(row.marks.services, 1),
        ]

    # ── Indexes ───────────────────────────────────────────────────────────────

    def index_view(self, name: str) -> views.IndexView:
        """agencies, audiences, tags."""
        held: Mapping[str, tuple[Policy, ...]] = getattr(self, name)
        shown = {"agencies": "agency", "audiences": "audience", "tags": "tag"}[name]
        vocabularies = self.context.edition.library.vocabularies
        items = tuple(
            views.Counted(getattr(vocabularies, shown)(id).name, f"{name}/{id}/", text("present.count.documents", n=len(policies)))
            for id, policies in held.items()
        )
        title, lead = text(f"present.list.{name}"), text(f"present.list.{name}_lead")
        crumbs = self.context.crumbs(views.Link(text("present.nav.library"), "library/"), views.Link(title))
        return views.IndexView(
            head=self.context.head(
                title, description=lead, column=title, section="library", canonical=self.context.canonical(f"{name}/"), breadcrumb=crumbs,
            ),
            title=title, lead=lead, groups=(views.IndexGroup("", items),),
        )

    def catalogue_view(self) -> views.CatalogueView:
        context = self.context
        entries = []
        for item in context.edition.library.vocabularies.catalogue.values():
            n = sum(matches(item.rule, one) for one in self.policies)
            entries.append(views.CatalogueEntry(
                title=item.title, documents=views.Link(text("present.count.items", n=n), f"catalogue/{item.id}/" if n else None),
                basis=item.basis or "", agency=context.agency(item.agency) if item.agency else "", update=item.update or "", form=item.form or "",
            ))
        title, lead = text("present.list.catalogue_title"), text("present.list.catalogue_lead")
        return views.CatalogueView(
            head=context.head(
                title, description=lead, column=title, section="catalogue", canonical=context.canonical("catalogue/"),
                breadcrumb=context.crumbs(views.Link(title)),
            ),
            title=title, lead=lead, entries=tuple(entries),
        )

    def consultations_view(self, page: int) -> views.ConsultationsView:
        """Those that are open, or will be, stand above the first page."""
        context = self.context
        current = sorted((one for one in context.edition.library.consultations if one.closes >= context.day), key=_last_first) if page == 1 else []
        pages = chunks(self.closed, PER_PAGE)
        title, lead = text("present.list.consultations_title"), text("present.list.consultations_lead")
        address = "consultations/" if page == 1 else f"consultations/{page}/"
        return views.ConsultationsView(
            head=context.head(
                title, description=lead, column=title, section="consultations", canonical=context.canonical(address), noindex=page > 1,
                breadcrumb=context.crumbs(views.Link(title)),
            ),
            title=title, lead=lead, open=tuple(_consultation_row(context, one) for one in current),
            closed=tuple(_consultation_row(context, one) for one in pages[page - 1]), pager=pager("consultations/", page, len(pages)),
        )

    @cached_property
    def closed(self) -> tuple[Consultation, ...]:
        """The last one first."""
        return tuple(sorted((one for one in self.context.edition.library.consultations if one.closes < self.context.day), key=_last_first))


def _last_first(one: Consultation) -> tuple[int, str]:
    return -one.closes.toordinal(), one.key


def _consultation_row(context: Context, one: Consultation) -> views.ConsultationRow:
    return views.ConsultationRow(
        title=one.title, href=one.address, status=consultation_tag(one, context.day), opens=one.opens, closes=one.closes,
        by=context.by(one), note=received(one),
    )


def received(one: Consultation) -> str:
    if one.received is None:
        return ""
    if one.adopted is None:
        return text("present.list.received", received=one.received)
    return text("present.list.received_adopted", received=one.received, adopted=one.adopted)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=False)
