"""Which pages and data files an edition has, where they stand, and how each is made. Knows no host."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

from policy_library.edition import Edition
from policy_library.graph.questions import grounds
from policy_library.locale import text
from policy_library.model.documents import Document, Page, Policy
from policy_library.model.findings import Finding, Place, finding, ordered
from policy_library.model.files import VOCABULARY_FOLDER
from policy_library.model.questions import questions
from policy_library.model.vocabulary import Redirect
from policy_library.search import kept
from policy_library.search.contract import contract
from policy_library.search.index import Content
from policy_library.settings import SiteOptions
from policy_library.text.titles import quoted
from policy_library.work.memory import Memory

from . import texts, views
from .copies import Copies, attachments, withheld
from .present import consultation, home, policy, reading, search, stats, topic
from .present.common import PER_PAGE, Context, chunks
from .present.lists import Lists
from .present.told import Told
from .rendering import Laid, Written
from .texts import line_offset

SEARCH, DATA = "search/", "assets/data/"
"""The addresses of the search page and of what the pages' modules read."""
ISSUING = re.compile(r"印发|发布|公布|转发|批转")


@dataclass(frozen=True)
class Made:
    """All that a page shows, beside what all pages share."""

    template: str
    view: views.PageOf
    notes: Mapping[str, views.ArticleNotes]


@dataclass(frozen=True)
class Plan:
    """A page: its address ('policies/parking-rules/'), its template, and how its view is made once all is known."""

    address: str
    template: str
    view: Callable[[], views.PageOf]
    document: Document | None = None
    notes: Callable[[], Mapping[str, views.ArticleNotes]] = dict
    """By anchor, what stands under an article of ``text_html``."""
    anchors: tuple[str, ...] = ()
    """What addresses.lock keeps beside the address."""
    continues: bool = False
    """A further page of a list: it comes and goes with what is listed, and nothing is promised of it."""
    told: Callable[[], str] = str
    """A name for all that the page is made from, quicker than its view; empty where only the view tells."""

    @property
    def path(self) -> str:
        return f"{self.address}index.html"

    def made(self) -> Made:
        view = self.view()
        return Made(self.template, view, self.notes() if isinstance(view, views.PolicyView) else {})


@dataclass(frozen=True)
class Pages:
    plans: tuple[Plan, ...]
    data: Callable[[], Mapping[str, str]]
    """Address → content, all below ``DATA``."""
    index: Callable[[Memory], Mapping[str, Content]]
    """Address → content of the search's files."""
    copies: tuple[tuple[str, str], ...]
    """(path in the content folder, address) of every file that a public document shows or offers."""
    permalinks: tuple[tuple[str, str], ...]
    """(short address, address)."""
    shell: views.Shell
    findings: tuple[Finding, ...]
    missing: views.NotFoundView
    """For any address at which there is nothing. In a preview it and the first page tell findings of files that have no page."""
    released: frozenset[str]
    """Addresses and places ('/policies/a/#第三条') that an editor let go with a target or a reason."""

    def let_go(self, address: str, anchor: str | None) -> bool:
        """Whether a promise of addresses.lock was ended openly. A withdrawn page takes its places with it."""
        return address in self.released or (anchor is not None and f"{address}#{anchor}" in self.released)


@dataclass(frozen=True)
class Site:
    """How the site is called and reached, as the host knows it."""

    name: str
    url: str = ""
    options: SiteOptions = SiteOptions()
    file_href: Callable[[str], str | None] = lambda path: None
    search: str | None = None
    version: str = ""
    preview: bool = False


def search_of(options: SiteOptions) -> str | None:
    """Where a site with these options has its search."""
    return SEARCH if options.search else None


def pages(edition: Edition, site: Site, files: Iterable[str] = (), memory: Memory | None = None) -> Pages:
    """``files``: paths of all files in the content folder, for attachments and pictures."""
    memory = memory or Memory()
    copies = Copies(frozenset(files) - withheld(edition))
    attachments(edition, copies)
    with memory.stages.stage("markdown"):
        rendered = texts.rendered(edition, copies, memory)
        answers = texts.answers(edition, copies, memory)
    findings = [found for held in (rendered, *answers.values()) for one in held.values() for found in one.rendered.findings]
    findings += [*copies.findings, *_articles(edition, rendered)]
    findings += contract(edition.library, memory) if site.search else ()
    places = {document.address: rendered[document.key].rendered.anchors for document in edition.library.policies}
    answered = {faq: {key: held.written(places) for key, held in of.items()} for faq, of in answers.items()}

    @cache
    def written(key: str) -> Written:
        return rendered[key].written(places) if key in rendered else Written()

    def anchors(document: Document) -> tuple[str, ...]:
        return rendered[document.key].rendered.anchors if document.key in rendered else ()

    everything = ordered([*edition.findings, *findings])
    notes = _by_path(everything) if site.preview else {}
    context = Context(
        edition, site.options, site.name, site.url, lambda document: written(document.key), anchors, site.file_href, notes, site.preview,
    )
    homeless = tuple(note for path, held in notes.items() if path not in edition.library.by_path for note in held)
    with memory.stages.stage("templates"):
        lists = Lists(context)
        planned = list(_plans(context, lists, answered, site, homeless))
    unique, clashes = _unique(planned)
    permalinks = tuple((f"p/{one.id}/", one.address) for one in lists.policies)
    return Pages(
        unique, partial(_data, context, lists), partial(search.index_files, context, lists) if site.search else _no_index,
        tuple(sorted((path, address) for address, path in copies.taken.items())),
        permalinks, shell(edition, site), ordered([*everything, *clashes]) if clashes else everything,
        not_found_view(bool(edition.library.policies), site.preview, homeless), _released(edition),
    )


def _data(context: Context, lists: Lists) -> dict[str, str]:
    return dict([*(lists.data() if lists.policies else ()), *([stats.stats_data(context.edition)] if context.site.stats else [])])


def _no_index(memory: Memory) -> Mapping[str, Content]:
    """What a search left in the memory goes with it."""
    for kind in kept.KINDS:
        memory.still(kind, ())
    memory.store()
    return {}


def _released(edition: Edition) -> frozenset[str]:
    withdrawn = [name for one in edition.tombstones for name in (f"/{one.address}", f"/p/{one.id}/")]
    moved = list(edition.library.vocabularies.redirects)
    return frozenset([*moved, *(short for address in moved if (short := _short(address))), *withdrawn])


def _short(address: str) -> str | None:
    """The permalink of a policy's address: /policies/x/ → /p/x/. What becomes of the one becomes of the other."""
    found = re.fullmatch(r"/policies/([^/#]+)/", address)
    return f"/p/{found[1]}/" if found else None


def shell(edition: Edition, site: Site) -> views.Shell:
    say = lambda key: text(f"present.nav.{key}")  # noqa: E731
    library = edition.library
    entries = {
        "library": ("library/", library.policies), "topics": ("topics/", library.topics),
        "interpretations": ("interpretations/", library.interpretations), "faq": ("faq/", library.faqs),
        "consultations": ("consultations/", library.consultations), "catalogue": ("catalogue/", library.vocabularies.catalogue),
    }
    options = site.options
    return views.Shell(
        site_name=site.name, name_phrases=tuple(options.name_phrases), government_name=options.government_name, domain=options.domain,
        code=options.code, demo=options.demo,
        nav=tuple(views.NavEntry(say(section), href, section) for section, (href, held) in entries.items() if held),
        search=site.search, footer=tuple(options.footer),
        footer_links=tuple(views.Link(link["text"], link["href"]) for link in options.footer_links), day=edition.day,
        version=site.version,
        scripts=("assets/library/search/box.js" + (f"?v={site.version}" if site.version else ""),) if site.search else (),
    )


# ── Plans ─────────────────────────────────────────────────────────────────────


def _plans(
    context: Context, lists: Lists, answers: Mapping[str, Mapping[str, Written]], site: Site, homeless: tuple[views.FindingNote, ...]
) -> Iterator[Plan]:
    library, told = context.edition.library, Told(context, lists)
    index = next((page for page in library.pages if page.address == ""), None)
    yield Plan("", "home.html", partial(_first_view, context, lists, index, site, homeless), index)
    for page in library.pages:
        if page.address:
            yield Plan(page.address, "page.html", partial(_page_view, context, page), page, anchors=context.anchors(page))
    for one in library.policies:
        yield Plan(
            one.address, "policy.html", partial(policy.policy_view, context, one), one, partial(policy.article_notes, context, one),
            context.anchors(one), told=partial(told.policy, one),
        )
        for key, links, backward in policy.overflowing(context, one):
            view = partial(policy.relations_view, context, one, key, links, backward)
            yield from _paged(f"{one.address}{key}/", "relations.html", links, view, promised=False, told=lambda number, one=one: told.policy(one))
    for one in library.interpretations:
        yield Plan(one.address, "interpretation.html", partial(reading.interpretation_view, context, one), one, anchors=context.anchors(one))
    for one in library.faqs:
        shown = {key: held.html for key, held in answers[one.key].items()}
        anchors = tuple(question.anchor for question in context.questions[one.key])
        yield Plan(one.address, "faq.html", partial(reading.faq_view, context, one, shown), one, anchors=anchors)
    for collection in context.edition.collections:
        anchors = tuple(section.key for section in collection.topic.sections)
        yield Plan(collection.topic.address, "topic.html", partial(topic.topic_view, context, collection), collection.topic, anchors=anchors)
        for section in filter(topic.is_long, collection.sections):
            view = partial(topic.section_view, context, collection.topic, section)
            yield from _paged(topic.section_address(collection.topic, section), "topic_section.html", section.members, view, promised=False)
    for one in library.consultations:
        yield Plan(one.address, "consultation.html", partial(consultation.consultation_view, context, one), one, anchors=context.anchors(one))
    yield from _list_plans(context, lists, site, told)
    for document in context.edition.tombstones:
        yield Plan(document.address, "tombstone.html", partial(_tombstone_view, context, document), document)
        if isinstance(document, Policy):
            yield Plan(f"p/{document.id}/", "redirect.html", partial(redirect_view, document.title, document.address))
    for address, redirect in library.vocabularies.redirects.items():
        short = _short(address)
        for one in (address, short):
            if one is None or "#" in one or (one == short and short in library.vocabularies.redirects):
                continue
            elif redirect.to:
                yield Plan(one.lstrip("/"), "redirect.html", partial(redirect_view, redirect.title or redirect.to, redirect.to.lstrip("/")))
            else:
                yield Plan(one.lstrip("/"), "tombstone.html", partial(_gone_view, context, redirect))


def _paged(
    address: str, template: str, items: Sequence[object], view: Callable[[int], views.PageOf], *, promised: bool = True,
    told: Callable[[int], str] = lambda number: "",
) -> Iterator[Plan]:
    """A list's pages; ``view`` of a page's number. What comes and goes with the number of items is not ``promised``."""
    for number in range(1, len(chunks(items, PER_PAGE)) + 1):
        continues = number > 1 or not promised
        yield Plan(address + (f"{number}/" if number > 1 else ""), template, partial(view, number), continues=continues, told=partial(told, number))


def _list_plans(context: Context, lists: Lists, site: Site, told: Told) -> Iterator[Plan]:
    library = context.edition.library
    if library.policies:
        yield Plan("library/", "library.html", lists.library_view)
        for listed in lists.all():
            yield from _paged(listed.address, "library.html", listed.policies, partial(lists.listed_view, listed), told=partial(told.listed, listed))
        for name in ("agencies", "audiences", "tags"):
            if getattr(lists, name):
                yield Plan(f"{name}/", "index_list.html", partial(lists.index_view, name))
    if library.vocabularies.catalogue:
        yield Plan("catalogue/", "catalogue.html", lists.catalogue_view)
    if library.interpretations:
        yield from _paged("interpretations/", "interpretations.html", library.interpretations, partial(reading.interpretations_view, context))
    if library.faqs:
        yield from _paged("faq/", "faqs.html", library.faqs, partial(reading.faqs_view, context))
    if library.topics:
        yield Plan("topics/", "topics.html", partial(topic.topics_view, context))
    if site.search:
        yield Plan(site.search, "search.html", partial(search.search_view, context, lists))
    if library.consultations:
        yield from _paged("consultations/", "consultations.html", lists.closed, lists.consultations_view)
    if site.options.stats:
        yield Plan(stats.STATS, "stats.html", partial(stats.stats_view, context))


def _unique(plans: list[Plan]) -> tuple[tuple[Plan, ...], list[Finding]]:
    """Two pages for one address: what an editor wrote stays, the generated page is not made, and the editor is told."""
    taken: dict[str, Plan] = {}
    findings = []
    for plan in plans:
        other = taken.setdefault(plan.address, plan)
        if other is plan:
            continue
        written = next((one for one in (other, plan) if isinstance(one.document, Page)), other)
        taken[plan.address] = written
        place = written.document.place() if written.document else Place(VOCABULARY_FOLDER + "redirects.yml")
        findings.append(finding("U006", "warning", place, address=f"/{plan.address}"))
    return tuple(taken.values()), findings


def _first_view(
    context: Context, lists: Lists, index: Page | None, site: Site, homeless: tuple[views.FindingNote, ...]
) -> views.HomeView:
    view = home.home_view(context, lists, index, search=site.search is not None)
    return replace(view, head=replace(view.head, findings=(*view.head.findings, *homeless)))


def _page_view(context: Context, page: Page) -> views.PageView:
    rendered = context.rendered(page)
    return views.PageView(
        head=context.head(
            page.title, page, canonical=context.canonical(page.address), description=page.summary or "",
            breadcrumb=context.crumbs(views.Link(page.title)),
        ),
        title=page.title, text_html=rendered.html, contents=tuple(views.Link(one.text, f"#{one.id}") for one in rendered.contents),
    )


def _tombstone_view(context: Context, document: Document) -> views.TombstoneView:
    assert document.withdrawn is not None
    successor = None
    if reference := document.withdrawn.successor:
        found = context.edition.graph.resolver.named(reference.document or reference.title or "")
        successor = views.Link(found[0].title, found[0].address) if len(found) == 1 else None
    agencies = [context.agency(id) for id in document.issuers]
    return views.TombstoneView(
        head=context.head(document.title, document, canonical=context.canonical(document.address), noindex=True, section="library"),
        title=document.title, reason=document.withdrawn.reason, on=document.withdrawn.on,
        number=document.number if isinstance(document, Policy) else None, agency="、".join(agencies), successor=successor,
        next=(views.NextStep(text("present.gone.not_found_library"), "library/"),),
    )


def _gone_view(context: Context, redirect: Redirect) -> views.TombstoneView:
    assert redirect.gone and redirect.on
    title = redirect.title or redirect.id
    return views.TombstoneView(
        head=context.head(title, noindex=True, section="library"), title=title, reason=redirect.gone, on=redirect.on,
        next=(views.NextStep(text("present.gone.not_found_library"), "library/"),),
    )


def not_found_view(library: bool, preview: bool, findings: tuple[views.FindingNote, ...]) -> views.NotFoundView:
    steps = [views.NextStep(text("present.gone.not_found_library"), "library/")] if library else []
    return views.NotFoundView(
        head=views.Head(title=text("site.missing.title"), description=text("site.missing.text"), noindex=True, preview=preview, findings=findings),
        next=(*steps, views.NextStep(text("present.gone.not_found_home"), "")),
    )


def redirect_view(title: str, href: str) -> views.RedirectView:
    return views.RedirectView(head=views.Head(title=title, noindex=True), title=title, href=href)


def _articles(edition: Edition, rendered: Mapping[str, Laid]) -> Iterator[Finding]:
    """Articles that a reference or a question names must exist where the text of the target has articles at all."""
    for document in edition.library.documents:
        for relation, index, reference in document.references:
            found = edition.graph.resolver.named(reference.document or reference.title or "") if reference.articles else ()
            if len(found) == 1:
                yield from _missing(reference.articles, found[0], rendered, document.place(f"{relation}.{index}"))
    for faq in edition.library.faqs:
        for question in questions(faq)[0]:
            place = faq.body_place(line_offset(faq, question.line))
            for ground in grounds(faq, question, edition.graph):
                if ground.key:
                    yield from _missing(ground.articles, edition.library.by_key[ground.key], rendered, place)


def _missing(articles: Iterable[str], target: Document, rendered: Mapping[str, Laid], place: object) -> Iterator[Finding]:
    anchors = rendered[target.key].rendered.anchors if target.key in rendered else ()
    for article in articles:
        if article not in anchors:
            yield finding("R007", "warning", place, shown=quoted(target.title), article=article)  # type: ignore[arg-type]


def _by_path(findings: Iterable[Finding]) -> dict[str, tuple[views.FindingNote, ...]]:
    held: dict[str, list[views.FindingNote]] = {}
    for one in findings:
        note = views.FindingNote(one.code, one.severity, f"{one.path}:{one.line}", one.message, one.mend)
        held.setdefault(one.path, []).append(note)
    return {path: tuple(notes) for path, notes in held.items()}
