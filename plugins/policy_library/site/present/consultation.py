"""The page of a consultation: open until a day, then what came of it."""

from __future__ import annotations

from collections.abc import Iterator

from policy_library.locale import text
from policy_library.model.documents import Consultation
from policy_library.site import views
from policy_library.text.dates import format_zh

from .common import Context, consultation_tag, day_text, interpretations_of, meta_day, relation_item, summary_of


def consultation_view(context: Context, consultation: Consultation) -> views.ConsultationView:
    rendered = context.rendered(consultation)
    tag = consultation_tag(consultation, context.day)
    agencies = [context.agency(id) for id in consultation.issuers]
    dates = text("present.banner.open", opens=format_zh(consultation.opens), closes=format_zh(consultation.closes))
    message = context.message(consultation)
    action = views.Link(text("present.consultation.action"), message) if tag.code == "open" and message else None
    return views.ConsultationView(
        head=context.head(
            consultation.title, consultation, description=summary_of(consultation), canonical=context.canonical(consultation.address),
            column=text("present.nav.consultations"), article=consultation.title, published=meta_day(consultation.dated),
            source=agencies[0] if agencies else "", section="consultations",
            breadcrumb=context.crumbs(views.Link(text("present.nav.consultations"), "consultations/"), views.Link(consultation.title)),
        ),
        title=consultation.title, facts=tuple(agencies),
        banner=views.StatusBanner(status=tag, word=tag.word, dates=(dates,)), action=action,
        contact=(views.Link(consultation.contact),) if consultation.contact else (),
        contents=tuple(views.ContentsEntry(heading.text, heading.id) for heading in rendered.contents), text_html=rendered.html,
        outcome=tuple(_outcome(context, consultation)), elements=tuple(_elements(consultation)),
        correction=context.file_href(consultation.path), permalink=context.permalink(consultation),
    )


def _outcome(context: Context, consultation: Consultation) -> Iterator[views.RelationGroup]:
    links = [link for link in context.edition.graph.forward(consultation.key) if link.relation == "consults"]
    if links:
        items = tuple(relation_item(context, consultation, link, backward=False) for link in links)
        name = text("terms.relation.consults.forward")
        yield views.RelationGroup(key="consults", name=name, count=text("present.count.documents", n=len(items)), items=items)
    readings = interpretations_of(context, consultation.key)
    if readings:
        items = tuple(
            views.RelationItem(title=one.title, href=one.address, meta=text("present.interpretation.stage", stage=text(f"terms.stage.{one.stage}")))
            for one, _ in readings
        )
        name = text("terms.relation.interprets.backward")
        yield views.RelationGroup(key="interpretations", name=name, count=text("present.count.readings", n=len(items)), items=items)


def _elements(consultation: Consultation) -> Iterator[views.Element]:
    row = lambda key, value, wide=False: views.Element(text(f"present.consultation.{key}"), (views.Link(value),), wide)  # noqa: E731
    count = lambda n: text("present.consultation.item", n=n)  # noqa: E731
    yield row("opens", day_text(consultation.opens))
    yield row("closes", day_text(consultation.closes))
    if consultation.received is not None:
        yield row("received", count(consultation.received))
    if consultation.adopted is not None:
        yield row("adopted", count(consultation.adopted))
    if consultation.short_reason:
        yield row("short_reason", consultation.short_reason, True)
    if consultation.result:
        yield row("result", consultation.result, True)
