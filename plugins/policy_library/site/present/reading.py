"""Interpretations and FAQs, with their way back to what they are about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from policy_library.graph.edges import Link as Relation
from policy_library.graph.questions import grounds
from policy_library.locale import text
from policy_library.model.documents import Document, Faq, Interpretation
from policy_library.model.questions import Question
from policy_library.site import views
from policy_library.text.dates import format_zh
from policy_library.text.titles import quoted

from .common import PER_PAGE, SHOWN_AT_MOST, Context, chunks, counted, interpretations_of, meta_day, pager, relation_item, summary_of, tag_of

STAGES = ("draft", "release", "follow-up")


def interpretation_view(context: Context, interpretation: Interpretation) -> views.InterpretationView:
    rendered = context.rendered(interpretation)
    agencies = [context.agency(id) for id in interpretation.issuers]
    stage = text("present.interpretation.stage", stage=text(f"terms.stage.{interpretation.stage}"))
    form = text("present.interpretation.form", form=text(f"terms.form.{interpretation.form}"))
    facts = [stage, form, *agencies[:1], *([format_zh(interpretation.issued)] if interpretation.issued else [])]
    return views.InterpretationView(
        head=context.head(
            interpretation.title, interpretation, description=summary_of(interpretation),
            canonical=context.canonical(interpretation.address), column=text("present.nav.interpretations"),
            article=interpretation.title, published=meta_day(interpretation.issued), source=agencies[0] if agencies else "",
            section="interpretations",
            breadcrumb=context.crumbs(views.Link(text("present.nav.interpretations"), "interpretations/"), views.Link(interpretation.title)),
        ),
        title=interpretation.title, facts=tuple(facts), stages=_stages(context, interpretation),
        explains=explained(context, interpretation, "interprets"),
        contents=tuple(views.Link(heading.text, f"#{heading.id}") for heading in rendered.contents),
        text_html=rendered.html, related=_related(context, interpretation), ask=context.ask(interpretation),
        correction=context.file_href(interpretation.path), permalink=context.permalink(interpretation),
    )


def explained(context: Context, document: Document, relation: str) -> tuple[views.Explained, ...]:
    """What a document interprets or answers for."""
    found = []
    for link in context.edition.graph.forward(document.key):
        if link.relation != relation:
            continue
        if link.other is None:
            href = link.url if link.url and link.url.startswith(("http://", "https://")) else None
            found.append(views.Explained(title=link.shown, href=href))
            continue
        other = context.document(link.other)
        found.append(views.Explained(
            title=other.title, href=other.address, number=getattr(other, "number", None), status=tag_of(context, other),
            compare=f"{other.address}#原文" if other.type == "policies" else other.address,
            articles=context.article_links(other, link.articles),
        ))
    return tuple(found)


def _stages(context: Context, interpretation: Interpretation) -> tuple[views.Stage, ...]:
    """The explanations of the same documents, draft to follow-up; of very many, those beside this one."""
    keys = [link.other for link in context.edition.graph.forward(interpretation.key) if link.relation == "interprets" and link.other]
    together = {document.key: document for key in keys for document, _ in interpretations_of(context, key)}
    ordered = sorted(together.values(), key=lambda one: (STAGES.index(one.stage), one.issued or date.max, one.key))
    if len(ordered) < 2:
        return ()
    here = [one.key for one in ordered].index(interpretation.key)
    start = max(0, min(here - SHOWN_AT_MOST // 2, len(ordered) - SHOWN_AT_MOST))
    near = ordered[start : start + SHOWN_AT_MOST]
    return tuple(views.Stage(_stage_name(one), None if one.key == interpretation.key else one.address) for one in near)


def _stage_name(one: Interpretation) -> str:
    """草案解读　2024年3月; a form other than text is told, since a stage may have several."""
    stage = text(f"terms.stage.{one.stage}") if one.form == "text" else f"{text(f'terms.stage.{one.stage}')}{text(f'terms.form.{one.form}')}"
    month = f"{one.issued.year}年{one.issued.month}月" if one.issued else ""
    return text("present.interpretation.titled", stage=stage, month=month).strip()


def _related(context: Context, document: Document) -> tuple[views.RelationGroup, ...]:
    links = [link for link in context.edition.graph.forward(document.key) if link.relation == "related"]
    links += [link for link in context.edition.graph.backward(document.key) if link.relation == "related"]
    once: dict[str, Relation] = {link.other or link.shown: link for link in links}
    if not once:
        return ()
    items = tuple(relation_item(context, document, link, backward=False) for link in once.values())
    count = text("present.count.documents", n=len(items))
    return (views.RelationGroup(key="related", name=text("terms.relation.related.forward"), count=count, items=items),)


def interpretations_view(context: Context, page: int) -> views.InterpretationsView:
    everything = sorted(context.edition.library.interpretations, key=lambda one: (-(one.issued or date.min).toordinal(), one.key))
    pages = chunks(everything, PER_PAGE)
    shown = pages[page - 1]
    rows = tuple(
        views.ReadingRow(
            title=one.title, href=one.address, on=one.issued,
            facts=(
                text("present.interpretation.stage", stage=text(f"terms.stage.{one.stage}")),
                text(f"terms.form.{one.form}"), *([context.by(one)] if one.issuers else []),
            ),
            about=tuple(views.Link(what.title, what.href) for what in explained(context, one, "interprets")),
        )
        for one in shown
    )
    return views.InterpretationsView(
        head=_list_head(context, "interpretations", "readings", page), title=text("present.list.readings_title"),
        lead=text("present.list.readings_lead"), count=counted("readings", len(everything), page, PER_PAGE), rows=rows,
        pager=pager("interpretations/", page, len(pages)),
    )


def _list_head(context: Context, section: str, name: str, page: int) -> views.Head:
    title = text(f"present.list.{name}_title")
    address = f"{section}/" if page == 1 else f"{section}/{page}/"
    return context.head(
        title, description=text(f"present.list.{name}_lead"), column=title, canonical=context.canonical(address), section=section, breadcrumb=context.crumbs(views.Link(title)),
        noindex=page > 1,
    )


# ── FAQ ───────────────────────────────────────────────────────────────────────


def faq_view(context: Context, faq: Faq, answers: dict[str, str | views.Html]) -> views.FaqView:
    """``answers``: key of a question → its answer as HTML; under "" what stands before all."""
    questions = context.questions[faq.key]
    several = sum(link.relation == "answers" for link in context.edition.graph.forward(faq.key)) > 1
    groups: dict[str, list[views.Question]] = {}
    for number, question in enumerate(questions):
        basis = tuple(_basis(context, faq, question, several))
        groups.setdefault(question.group or "", []).append(views.Question(
            anchor=question.anchor, question=question.title, answer_html=answers.get(question.key, ""), basis=basis,
            updated=question.updated, asked=question.asked, source=question.source or "", open=number == 0,
        ))
    updated = max((question.updated for question in questions if question.updated), default=faq.updated or faq.issued)
    facts = [text("present.faq.count", n=len(questions)), *([context.agency(faq.issuers[0])] if faq.issuers else [])]
    facts += [text("present.faq.updated", day=format_zh(updated))] if updated else []
    return views.FaqView(
        head=context.head(
            faq.title, faq, description=summary_of(faq), canonical=context.canonical(faq.address), column=text("present.nav.faq"),
            article=faq.title, published=meta_day(faq.issued), source=context.agency(faq.issuers[0]) if faq.issuers else "", section="faq",
            breadcrumb=context.crumbs(views.Link(text("present.nav.faq"), "faq/"), views.Link(faq.title)),
        ),
        title=faq.title, facts=tuple(facts), answers=explained(context, faq, "answers"), intro_html=answers.get("", ""),
        groups=tuple(
            views.QuestionGroup(name=name, anchor=f"组-{number}", questions=tuple(held))
            for number, (name, held) in enumerate(groups.items(), 1)
        ),
        ask=context.ask(faq), correction=context.file_href(faq.path), permalink=context.permalink(faq),
    )


def _basis(context: Context, faq: Faq, question: Question, several: bool) -> Iterator[views.Link]:
    """第十四条, and of which document where the file answers for several."""
    for ground in grounds(faq, question, context.edition.graph) if question.basis else ():
        name = quoted(ground.shown) if ground.shown and (several or ground.key is None) else ""
        document = context.document(ground.key) if ground.key else None
        if not ground.articles and ground.shown:
            yield views.Link(quoted(ground.shown), document.address if document else None)
        for article in ground.articles:
            yield views.Link(name + article, context.article_href(document, article) if document else None)


def faqs_view(context: Context, page: int) -> views.FaqsView:
    """The questions that are asked most stand above the first page."""
    faqs = sorted(context.edition.library.faqs, key=lambda one: (-(one.updated or one.issued or date.min).toordinal(), one.key))
    hot = sorted(
        ((question, faq) for faq in faqs for question in context.questions[faq.key] if question.asked),
        key=lambda pair: (-(pair[0].asked or 0), pair[1].key, pair[0].key),
    )[:10]
    rows, pages = [], chunks(faqs, PER_PAGE)
    for faq in pages[page - 1]:
        updated = max((one.updated for one in context.questions[faq.key] if one.updated), default=faq.updated or faq.issued)
        facts = [text("present.faq.count", n=len(context.questions[faq.key])), *([context.by(faq)] if faq.issuers else [])]
        facts += [text("present.faq.updated", day=format_zh(updated))] if updated else []
        about = tuple(views.Link(what.title, what.href) for what in explained(context, faq, "answers"))
        rows.append(views.FaqRow(title=faq.title, href=faq.address, facts=tuple(facts), about=about))
    return views.FaqsView(
        head=_list_head(context, "faq", "faqs", page), title=text("present.list.faqs_title"), lead=text("present.list.faqs_lead"),
        hot=tuple(views.HotQuestion(one.title, f"{faq.address}#{one.anchor}", faq.title, one.asked) for one, faq in hot) if page == 1 else (),
        count=counted("faqs", len(faqs), page, PER_PAGE), rows=tuple(rows), pager=pager("faq/", page, len(pages)),
    )
