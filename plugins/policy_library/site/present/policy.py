"""The page of a policy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from policy_library.graph.edges import ENDING, ORDER
from policy_library.graph.edges import Link as Relation
from policy_library.graph.status import Status
from policy_library.locale import text
from policy_library.model.documents import Consultation, Document, Policy
from policy_library.site import views
from policy_library.site.render import Heading
from policy_library.text.dates import format_zh
from policy_library.text.titles import quoted

from .common import (
    PER_PAGE, SHOWN_AT_MOST, Context, chunks, day_text, file_href, interpretations_of, meta_day, pager, phrases, relation_item,
    status_tag, summary_of,
)

BACK = "-by"
"""``cites-by`` names the relation cites read backward."""


def policy_view(context: Context, policy: Policy) -> views.PolicyView:
    status = context.edition.statuses[policy.key]
    rendered = context.rendered(policy)
    issuers = tuple(views.Link(context.agency(id), f"agencies/{id}/") for id in policy.issuers)
    names = tuple(link.text for link in issuers)
    kind = text(f"terms.kind.{policy.kind}")
    topics = context.topics_of.get(policy.key, ())
    crumbs = [views.Link(text("present.nav.library"), "library/")]
    crumbs += [views.Link(topic.title, topic.address) for topic in topics[:1]]
    groups = relation_groups(context, policy)
    services = tuple(_services(context, policy)) if status.word not in ("repealed", "expired", "withdrawn") else ()
    permalink = context.permalink(policy)
    ask = context.ask(policy)
    none = "policy.services_ended" if status.word in ("repealed", "expired") else "policy.services_none"
    return views.PolicyView(
        head=context.head(
            policy.title, policy, description=summary_of(policy) or citation(names, policy), canonical=context.canonical(policy.address),
            column=text("present.nav.library"), article=policy.title, published=meta_day(policy.dated),
            source=names[0] if names else "", keywords=",".join(tag_names(context, policy)), section="library",
            breadcrumb=context.crumbs(*crumbs, views.Link(kind)),
        ),
        title=policy.title, title_phrases=phrases(policy.title), number=policy.number, issuers=issuers,
        joint=text("present.policy.joint", issuers="、".join(names)) if len(names) > 1 else "", kind=kind,
        banner=banner(context, policy, status), services=services,
        services_none="" if services or not context.edition.library.vocabularies.services else text(f"present.{none}"),
        chips=tuple(_chips(context, policy, groups)), contents=tuple(contents_entry(heading) for heading in rendered.contents),
        text_html=rendered.html, paper=_paper(policy, names, permalink), relations=groups,
        elements=tuple(_elements(context, policy, status)), attachments=attachments(policy),
        changes=tuple(_changes(context, policy, status)), ask=ask, correction=context.file_href(policy.path),
        permalink=permalink, citation=citation(names, policy),
        bar=tuple(views.Link(service.text, service.href) for service in services[:1])
        or ((views.Link(ask.action, ask.href),) if ask else ()),
    )


def contents_entry(heading: Heading) -> views.ContentsEntry:
    return views.ContentsEntry(heading.text, heading.id, heading.span, tuple((child.id, child.text) for child in heading.children))


def citation(issuers: tuple[str, ...], policy: Policy) -> str:
    """云海市交通委员会：《…》（云交规〔2024〕3号，2024年5月16日发布）。"""
    issued = [f"{format_zh(policy.issued)}发布"] if policy.issued else []
    inside = "，".join([*([policy.number] if policy.number else []), *issued])
    number = f"（{inside}）" if inside else ""
    return text("present.policy.citation", issuers="、".join(issuers), title=quoted(policy.title), number=number)


def attachments(document: Document) -> tuple[views.Link, ...]:
    """Beside the document's page, under the file's own name."""
    held = getattr(document, "attachments", ())
    return tuple(
        views.Link(f"{one.title}（{one.file.rpartition('.')[2].upper()}）", f"{document.address}{file_href(one.file.rpartition('/')[2])}")
        for one in held
    )


# ── Status ────────────────────────────────────────────────────────────────────


def banner(context: Context, policy: Policy, status: Status) -> views.StatusBanner:
    say = lambda key, **values: text(f"present.banner.{key}", **values)  # noqa: E731
    term = status.term
    dates: tuple[str, ...]
    match status.word:
        case "repealed" if status.ends:
            dates = (say("repealed", day=format_zh(status.ends)), say("repealed_end"))
        case "repealed":
            dates = (say("repealed_plain"),)
        case "expired" if term.expires and term.expires < status.day:
            dates = (say("expired", day=format_zh(term.expires)), say("expired_end"))
        case "expired":
            dates = (say("expired_plain"),)
        case "not-yet" if term.effective:
            dates = (say("not_yet", day=format_zh(term.effective)), say("not_yet_end"))
        case "in-force" if term.effective:
            end = (say("expires", day=format_zh(term.expires)),) if term.expires else (say("endless"),) if term.endless else ()
            dates = (say("effective", day=format_zh(term.effective)), *end) if end else (say("effective_end", day=format_zh(term.effective)),)
        case _:
            dates = (say("unknown"), say("unknown_end"))
    more = tuple(_more(context, policy, status))
    successor = None
    if status.ended_by and status.word == "repealed":
        other = context.document(status.ended_by)
        successor = views.Link(say("successor_button" if status.replaced else "ended_button"), other.address)
    flags = tuple(text(f"terms.flag.{flag}") for flag in status.flags)
    return views.StatusBanner(
        status=status_tag(status), word=text(f"terms.status.{status.word}"), flags=flags, dates=dates, more=more, successor=successor,
    )


def _more(context: Context, policy: Policy, status: Status) -> Iterator[views.Link]:
    """替代《…》（文号）。已由《…》修改。"""
    stop = views.Link(text("present.banner.stop"))
    if status.ends and status.ends > status.day:
        yield views.Link(text("present.banner.will_end", day=format_zh(status.ends)))
    if status.ended_by and (status.word == "repealed" or (status.ends and status.ends > status.day)):
        yield views.Link(text("present.banner.successor" if status.replaced else "present.banner.ended_by"))
        yield from _named(context.document(status.ended_by), number=True)
        yield stop
    if status.conflict and status.declared:
        yield views.Link(text("present.banner.declared", status=text(f"terms.declared.{status.declared}")))
    graph = context.edition.graph
    for relation in graph.forward(policy.key):
        if relation.relation in ENDING and not relation.articles:
            yield views.Link(text(f"present.banner.{relation.relation}"))
            if relation.other:
                yield from _named(context.document(relation.other), number=True)
            else:
                yield views.Link(relation.shown)
            yield stop
    for relation in graph.backward(policy.key):
        if relation.relation in ("amends", "extends") and relation.other:
            flag = {"amends": "amended", "extends": "extended"}[relation.relation]
            if flag in status.flags:
                yield views.Link(text(f"present.banner.{flag}_by"))
                yield from _named(context.document(relation.other))
                yield views.Link(text(f"present.banner.{flag}_by_end"))


def _named(document: Document, *, number: bool = False) -> Iterator[views.Link]:
    yield views.Link(quoted(document.title), document.address)
    if number and isinstance(document, Policy) and document.number:
        yield views.Link(f"（{document.number}）")


# ── Relations ─────────────────────────────────────────────────────────────────


def relation_groups(context: Context, policy: Policy) -> tuple[views.RelationGroup, ...]:
    """Basis first; then what explains it, then the rest, forward before backward; empty ones are left out but basis."""
    graph = context.edition.graph
    forward: dict[str, list[Relation]] = {}
    for relation in graph.forward(policy.key):
        if relation.other or relation.url or relation.relation != "cites":
            forward.setdefault(relation.relation, []).append(relation)
    backward: dict[str, list[Relation]] = {}
    for relation in graph.backward(policy.key):
        backward.setdefault(relation.relation, []).append(relation)

    explained = [*_interpretation_groups(context, policy), *_question_group(context, policy)]
    groups: list[views.RelationGroup] = []
    for name in ORDER:
        if name in forward:
            groups.append(_group(context, policy, name, forward[name], backward=False))
        if name == "basis":
            groups += explained
        if name in backward and name not in ("interprets", "answers"):
            groups.append(_group(context, policy, name, backward[name], backward=True))
    return tuple(groups)


def group_key(name: str, *, backward: bool) -> str:
    return name + BACK if backward else name


def _group(context: Context, policy: Policy, name: str, links: list[Relation], *, backward: bool) -> views.RelationGroup:
    key = group_key(name, backward=backward)
    shown = text(f"terms.relation.{name}.{'backward' if backward else 'forward'}")
    count = text("present.count.documents", n=len(links))
    more = _all(policy, name, count, backward=backward) if len(links) > SHOWN_AT_MOST else None
    items = tuple(relation_item(context, policy, link, backward=backward) for link in links[:SHOWN_AT_MOST])
    return views.RelationGroup(key=key, name=shown, count=count, items=items, more=more)


def _all(policy: Policy, name: str, count: str, *, backward: bool) -> views.Link:
    """To the page of the whole relation."""
    return views.Link(text("present.policy.more_all", count=count), f"{policy.address}{group_key(name, backward=backward)}/")


def _interpretation_groups(context: Context, policy: Policy) -> Iterator[views.RelationGroup]:
    """One group a stage."""
    found = interpretations_of(context, policy.key)
    for stage in ("draft", "release", "follow-up"):
        of_stage = [(document, link) for document, link in found if document.stage == stage]
        if not of_stage:
            continue
        items = tuple(
            views.RelationItem(
                title=document.title, href=document.address,
                meta=text("present.interpretation.form", form=text(f"terms.form.{document.form}")),
                articles=context.article_links(policy, link.articles, same_page=True),
            )
            for document, link in of_stage
        )
        name = text("present.group.interpretations", stage=text(f"terms.stage.{stage}"))
        count = text("present.count.readings", n=len(items))
        yield views.RelationGroup(
            key=f"interpretations-{stage}", name=name, count=count, items=items[:SHOWN_AT_MOST],
            more=_all(policy, "interprets", text("present.count.readings", n=len(found)), backward=True) if len(items) > SHOWN_AT_MOST else None,
        )


def _question_group(context: Context, policy: Policy) -> Iterator[views.RelationGroup]:
    """The most asked first."""
    asked = context.asked.get(policy.key, ())
    if not asked:
        return
    items = tuple(
        views.RelationItem(
            title=one.question.title, href=one.href, articles=context.article_links(policy, one.articles, same_page=True),
        )
        for one in asked[:5]
    )
    count = text("present.count.questions", n=len(asked))
    more = views.Link(text("present.policy.more_all", count=count), asked[0].faq.address) if len(asked) > 5 else None
    yield views.RelationGroup(key="questions", name=text("present.group.questions"), count=count, items=items, more=more)


def overflowing(context: Context, policy: Policy) -> Iterator[tuple[str, list[Relation], bool]]:
    """The relations with more documents than the page shows: (key, links, backward)."""
    graph = context.edition.graph
    for backward in (False, True):
        if len((graph.backward_edges if backward else graph.forward_edges).get(policy.key, ())) <= SHOWN_AT_MOST:
            continue
        links = graph.backward(policy.key) if backward else graph.forward(policy.key)
        for name in ORDER:
            of_name = [link for link in links if link.relation == name and (link.other or link.url or name != "cites")]
            if len(of_name) > SHOWN_AT_MOST and name != "answers":
                yield group_key(name, backward=backward), of_name, backward


def relations_view(
    context: Context, policy: Policy, key: str, links: list[Relation], backward: bool, page: int
) -> views.RelationsView:
    name = key.removesuffix(BACK)
    shown = text(f"terms.relation.{name}.{'backward' if backward else 'forward'}")
    pages = chunks(links, PER_PAGE)
    items = tuple(relation_item(context, policy, link, backward=backward, same_page=False) for link in pages[page - 1])
    address = f"{policy.address}{key}/"
    status = context.edition.statuses[policy.key]
    return views.RelationsView(
        head=context.head(
            f"{policy.title}：{shown}", section="library", noindex=page > 1,
            canonical=context.canonical(address if page == 1 else f"{address}{page}/"),
            breadcrumb=context.crumbs(views.Link(text("present.nav.library"), "library/"), views.Link(policy.title, policy.address), views.Link(shown)),
        ),
        title=shown,
        document=views.RelationItem(title=policy.title, href=policy.address, number=policy.number, status=status_tag(status)),
        group=views.RelationGroup(key=key, name=shown, count=text("present.count.documents", n=len(links)), items=items),
        pager=pager(address, page, len(pages)),
    )


def _chips(context: Context, policy: Policy, groups: tuple[views.RelationGroup, ...]) -> Iterator[views.Chip]:
    """What a reader looks for first; zero is told, too, but not of a kind that the whole library does not have."""
    marks = context.marks[policy.key]
    by_key = {group.key: group for group in groups}
    nowhere = "#关系" if groups else "#原文"
    first_reading = next((group.key for group in groups if group.key.startswith("interpretations-")), None)
    chip = lambda name, key, n: views.Chip(text(f"present.chip.{name}"), f"#关系-{key}" if key in by_key else nowhere, n)  # noqa: E731
    if context.edition.library.interpretations:
        yield chip("interpretations", first_reading, marks.interpretations)
    if context.edition.library.faqs:
        yield chip("questions", "questions", marks.questions)
    yield chip("basis", "basis", _count(context, policy, "basis", backward=False))
    if (supporting := _count(context, policy, "supporting", backward=False)) > 0:
        yield chip("supporting", "supporting", supporting)
    for name in ("replaces", "repeals"):
        if count := sum(link.relation == name and not link.articles for link in context.edition.graph.backward(policy.key)):
            yield chip({"replaces": "replaced", "repeals": "repealed"}[name], name + BACK, count)
            return
    cited = sum(link.relation not in ("interprets", "answers", "consults", "related") for link in context.edition.graph.backward(policy.key))
    key = next((group.key for group in groups if group.key == "cites" + BACK), None) or next(
        (group.key for group in groups if group.key.endswith(BACK)), None)
    yield chip("cited", key, cited)


def _count(context: Context, policy: Policy, name: str, *, backward: bool) -> int:
    links = context.edition.graph.backward(policy.key) if backward else context.edition.graph.forward(policy.key)
    return sum(link.relation == name for link in links)


# ── Services and notes ────────────────────────────────────────────────────────


def _services(context: Context, policy: Policy) -> Iterator[views.Service]:
    for link in policy.services:
        service = context.edition.library.vocabularies.service(link.service)
        yield views.Service(service.name, service.url or None)


def article_notes(context: Context, policy: Policy) -> dict[str, views.ArticleNotes]:
    """By anchor: what interpretations, questions and services say they are about; all of it stands among the relations."""
    notes: dict[str, list[views.ArticleNote]] = {}
    for interpretation, link in interpretations_of(context, policy.key):
        for article in link.articles:
            notes.setdefault(article, []).append(views.ArticleNote(
                text("terms.relation.interprets.forward"), interpretation.title, interpretation.address,
                summary_of(interpretation), text("present.policy.note_read"),
            ))
    for asked in context.asked.get(policy.key, ()):
        for article in asked.articles:
            notes.setdefault(article, []).append(views.ArticleNote(
                text("present.chip.questions"), asked.question.title, asked.href, "", text("present.policy.note_ask"),
            ))
    notes = {article: held[:SHOWN_AT_MOST] for article, held in notes.items()}
    ended = context.edition.statuses[policy.key].word in ("repealed", "expired")
    for link in policy.services if not ended else ():
        service = context.edition.library.vocabularies.service(link.service)
        for article in link.articles:
            notes.setdefault(article, []).append(views.ArticleNote(
                text("terms.relation.serves.forward"), service.name, service.url, "", text("present.policy.note_do"),
            ))
    return {article: views.ArticleNotes(article, tuple(held)) for article, held in notes.items()}


# ── Elements, changes, paper ──────────────────────────────────────────────────


def tag_names(context: Context, document: Document) -> tuple[str, ...]:
    return tuple(context.edition.library.vocabularies.tag(id).name for id in document.tags)


def _elements(context: Context, policy: Policy, status: Status) -> Iterator[views.Element]:
    name = lambda key: text(f"present.element.{key}")  # noqa: E731
    plain = lambda value: (views.Link(value),)  # noqa: E731
    vocabularies = context.edition.library.vocabularies
    yield views.Element(name("title"), plain(policy.title), wide=True)
    yield views.Element(name("number"), plain(policy.number or name("number_none")))
    if policy.index_number:
        yield views.Element(name("index_number"), plain(policy.index_number))
    yield views.Element(name("issuers"), joined(views.Link(context.agency(id), f"agencies/{id}/") for id in policy.issuers))
    yield views.Element(name("kind"), plain(text(f"terms.kind.{policy.kind}")))
    if policy.disclosure:
        yield views.Element(name("disclosure"), plain(text(f"terms.disclosure.{policy.disclosure}")))
    yield views.Element(name("written"), plain(day_text(status.term.written)))
    yield views.Element(name("issued"), plain(day_text(policy.issued)))
    yield views.Element(name("effective"), plain(day_text(status.term.effective)))
    yield views.Element(name("expires"), plain(name("endless") if status.term.endless else day_text(status.term.expires)))
    if policy.addressees:
        yield views.Element(name("addressees"), plain("，".join(policy.addressees)))
    if policy.audiences:
        links = (views.Link(vocabularies.audience(id).name, f"audiences/{id}/") for id in policy.audiences)
        yield views.Element(name("audiences"), joined(links))
    if policy.tags:
        yield views.Element(name("tags"), joined(views.Link(vocabularies.tag(id).name, f"tags/{id}/") for id in policy.tags))
    if topics := context.topics_of.get(policy.key):
        yield views.Element(name("topics"), joined(views.Link(topic.title, topic.address) for topic in topics))
    if policy.approval:
        yield views.Element(name("approval"), plain(policy.approval), wide=True)
    if policy.hotline:
        yield views.Element(name("hotline"), (views.Link(policy.hotline, f"tel:{policy.hotline.replace(' ', '')}"),))
    if policy.source:
        href = policy.source if policy.source.startswith(("http://", "https://")) else None
        yield views.Element(name("source"), (views.Link(policy.source, href),), wide=True)


def joined(links: Iterator[views.Link]) -> views.Text:
    """Links with 、 between them."""
    pieces: list[views.Link] = []
    for link in links:
        pieces += [views.Link("、"), link] if pieces else [link]
    return tuple(pieces)


def _changes(context: Context, policy: Policy, status: Status) -> Iterator[views.Change]:
    """Newest first: what the editors wrote and what follows from dates and relations."""
    say = lambda key, **values: views.Link(text(f"present.policy.{key}", **values))  # noqa: E731
    events: list[tuple[date, tuple[views.Link, ...]]] = []
    if policy.issued:
        events.append((policy.issued, (say("published_event"),)))
    events += [(one.on, (views.Link(one.text),)) for one in policy.changes]
    events += [(one.on, (say("assessed_event", result=text(f"terms.assessment.{one.result}")),)) for one in policy.assessed if one.on <= status.day]
    if status.term.effective and status.term.effective <= status.day:
        events.append((status.term.effective, (say("effective_event"),)))
    if status.word == "expired" and status.term.expires and status.term.expires < status.day:
        events.append((status.term.expires, (say("expires_event"),)))
    names = {"repeals": "repealed_event", "replaces": "replaced_event", "amends": "amended_event"}
    for relation in context.edition.graph.backward(policy.key):
        other = context.document(relation.other) if relation.other else None
        if isinstance(other, Consultation) and relation.relation == "consults":
            events.append((other.opens, (say("consulted_event"), *_named(other), views.Link("。"))))
        if not isinstance(other, Policy):
            continue
        on = context.edition.terms[other.key].effective or other.issued or other.written
        if relation.relation in names and on and on <= status.day:
            articles = "、".join(relation.articles)
            what = say(f"{relation.relation}_articles_event", articles=articles) if articles else say(names[relation.relation])
            events.append((on, (what, *_named(other), views.Link("。"))))
        until = next((edge.until for edge in relation.edges if edge.relation == "extends" and edge.until), None)
        if until and on:
            events.append((on, (say("extended_event", day=format_zh(until)), *_named(other), views.Link("。"))))
    in_order = sorted(enumerate(events), key=lambda event: (event[1][0], event[0]), reverse=True)
    for _, (on, said) in in_order:
        yield views.Change(on, said)


def _paper(policy: Policy, names: tuple[str, ...], permalink: str) -> views.Print:
    address = permalink.removeprefix("https://").removeprefix("http://")
    return views.Print(agencies=names, number=policy.number or "", address=address)
