"""Theme collections: 一件事 as a path in steps, 一类事 as sections, each document with its five parts side by side."""

from __future__ import annotations

from policy_library.locale import text
from policy_library.model.documents import Policy, Topic
from policy_library.site import views
from policy_library.text.dates import format_zh
from policy_library.topics.collections import Collection, CollectedSection

from .common import PER_PAGE, SHOWN_AT_MOST, Context, chunks, counted, pager, status_tag, summary_of, tag_of

PARTS = ("basis", "interpretations", "questions", "services")


def topic_view(context: Context, collection: Collection) -> views.TopicView:
    topic = collection.topic
    rendered = context.rendered(topic)
    whole = [(section, tuple(_row(context, member.key) for member in section.members)) for section in collection.sections]
    sections = tuple(_section(context, topic, section, rows) for section, rows in whole)
    facts = [text("present.topic.lead", agency=context.agency(topic.agency)), text("present.topic.count", n=len(collection.keys))]
    facts += [text("present.topic.reviewed", day=format_zh(topic.reviewed))] if topic.reviewed else []
    others = [one for one in context.edition.collections if one.topic.key != topic.key and one.topic.kind == topic.kind][:3]
    return views.TopicView(
        head=context.head(
            topic.title, topic, description=summary_of(topic), canonical=context.canonical(topic.address),
            column=text("present.nav.topics"), section="topics",
            breadcrumb=context.crumbs(views.Link(text("present.nav.topics"), "topics/"), views.Link(topic.title)),
        ),
        kind=topic.kind, kind_word=text(f"terms.topic_kind.{topic.kind}"), title=topic.title, lead=summary_of(topic), facts=tuple(facts),
        intro_html=rendered.html, sections=sections, columns=_columns(context), completeness=_completeness(whole),
        others=tuple(topic_card(context, one) for one in others), ask=context.ask(topic), correction=context.file_href(topic.path),
    )


def _columns(context: Context) -> tuple[str, ...]:
    """A type without documents has no column."""
    library = context.edition.library
    held = {"interpretations": library.interpretations, "questions": library.faqs, "services": library.vocabularies.services}
    return tuple(part for part in PARTS if held.get(part, True))


def _section(context: Context, topic: Topic, collected: CollectedSection, rows: tuple[views.TopicRow, ...]) -> views.TopicSection:
    section = collected.section
    vocabularies = context.edition.library.vocabularies
    actions = tuple(views.Service(vocabularies.service(id).name, vocabularies.service(id).url or None) for id in section.services)
    asked = tuple(
        views.Link(asked.question.title, f"{asked.faq.address}#{asked.question.anchor}") for asked in collected.questions
    )
    more = text("present.policy.more_all", count=text("present.topic.count", n=len(rows)))
    facts = tuple(filter(None, (part.strip() for part in (section.facts or "").replace(",", "，").split("，"))))
    return views.TopicSection(
        anchor=section.key, title=section.title, text=section.text or "", facts=facts, actions=actions, questions=asked,
        count=len(rows), rows=rows[:SHOWN_AT_MOST], more=views.Link(more, section_address(topic, collected)) if is_long(collected) else None,
    )


def is_long(collected: CollectedSection) -> bool:
    """Whether the section has pages of its own."""
    return len(collected.members) > SHOWN_AT_MOST


def section_address(topic: Topic, collected: CollectedSection) -> str:
    return f"{topic.address}{collected.section.key}/"


def section_view(context: Context, topic: Topic, collected: CollectedSection, page: int) -> views.TopicSectionView:
    address, title = section_address(topic, collected), f"{topic.title}：{collected.section.title}"
    pages = chunks(collected.members, PER_PAGE)
    return views.TopicSectionView(
        head=context.head(
            title, column=text("present.nav.topics"), section="topics", noindex=page > 1,
            canonical=context.canonical(address if page == 1 else f"{address}{page}/"),
            breadcrumb=context.crumbs(
                views.Link(text("present.nav.topics"), "topics/"), views.Link(topic.title, topic.address), views.Link(collected.section.title),
            ),
        ),
        title=title, count=counted("documents", len(collected.members), page, PER_PAGE),
        rows=tuple(_row(context, member.key) for member in pages[page - 1]), columns=_columns(context), pager=pager(address, page, len(pages)),
    )


def _row(context: Context, key: str) -> views.TopicRow:
    document = context.document(key)
    if not isinstance(document, Policy):
        tag = tag_of(context, document) or views.Status("unknown", "unknown", text(f"terms.type.{document.type}"))
        return views.TopicRow(title=document.title, href=document.address, status=tag)
    held = context.parts[key]
    return views.TopicRow(
        title=document.title, href=document.address, status=status_tag(context.edition.statuses[key]), meta=document.number or "",
        basis=_mark("basis", held.basis, f"{document.address}#关系-basis"),
        interpretations=_mark("interpretations", held.interpretations, _only_reading(context, key) or f"{document.address}#关系"),
        questions=_mark("questions", held.questions, f"{document.address}#关系-questions"),
        services=_mark("services", held.services, document.address),
    )


def _mark(name: str, count: int, href: str) -> views.Mark:
    return views.Mark(count, href if count else None, text(f"present.topic.{name}", n=count))


def _only_reading(context: Context, key: str) -> str | None:
    """Straight to the interpretation where there is just one."""
    links = [link.other for link in context.edition.graph.backward(key) if link.relation == "interprets" and link.other]
    return context.document(links[0]).address if len(links) == 1 else None


def _completeness(sections: list[tuple[CollectedSection, tuple[views.TopicRow, ...]]]) -> tuple[views.CompletenessRow, ...]:
    """How many documents of each section have each part; the last row counts every document of the topic once."""
    rows = [_counts(collected.section.title, f"#{collected.section.key}", held) for collected, held in sections]
    every = {row.href: row for _, held in sections for row in held}
    return (*rows, _counts(text("present.topic.total"), None, tuple(every.values())))


def _counts(name: str, href: str | None, rows: tuple[views.TopicRow, ...]) -> views.CompletenessRow:
    return views.CompletenessRow(
        name, href, len(rows), *(sum(getattr(row, part).count > 0 for row in rows) for part in PARTS),
    )


def topic_card(context: Context, collection: Collection) -> views.TopicCard:
    topic = collection.topic
    updated = topic.reviewed or topic.updated or topic.issued
    n = len(collection.keys)
    meta = text("present.topic.meta", n=n, day=format_zh(updated)) if updated else text("present.topic.meta_plain", n=n)
    return views.TopicCard(text(f"terms.topic_kind.{topic.kind}"), topic.title, topic.address, summary_of(topic), meta)


def topics_view(context: Context) -> views.TopicsView:
    groups = []
    for kind in ("one-thing", "one-class"):
        cards = tuple(topic_card(context, one) for one in in_order(context) if one.topic.kind == kind)
        if cards:
            lead = text(f"present.topic.{kind.replace('-', '_')}_lead")
            groups.append(views.TopicGroup(text(f"terms.topic_kind.{kind}"), lead, cards))
    title = text("present.topic.title")
    return views.TopicsView(
        head=context.head(
            title, description=text("present.topic.index_lead"), column=title, canonical=context.canonical("topics/"), section="topics", breadcrumb=context.crumbs(views.Link(title)),
        ),
        title=title, lead=text("present.topic.index_lead"), groups=tuple(groups),
    )


def in_order(context: Context) -> list[Collection]:
    """The latest reviewed first; then by id, so that the order never depends on the machine."""
    return sorted(context.edition.collections, key=lambda one: (-_ordinal(one.topic), one.topic.key))


def _ordinal(topic: Topic) -> int:
    day = topic.reviewed or topic.updated or topic.issued
    return day.toordinal() if day else 0
