"""The home page: whose library it is, four doors, topics, audiences, the latest documents, three plain figures."""

from __future__ import annotations

import re

from policy_library.checks import in_step
from policy_library.locale import text
from policy_library.model.documents import Page
from policy_library.site import views
from policy_library.text.dates import format_zh

from .common import Context, doc_row
from .lists import Lists
from .stats import STATS
from .topic import in_order, topic_card

LATEST_ROWS = 8
TOPIC_CARDS = 6


def home_view(context: Context, lists: Lists, page: Page | None, *, search: bool) -> views.HomeView:
    lead = page.lead if page and page.lead else context.site_name
    collections = in_order(context)
    more = views.Link(text("present.home.topics_more", n=len(collections)), "topics/") if collections else None
    latest = tuple(doc_row(context, one) for one in lists.policies[:LATEST_ROWS])
    audiences = tuple(
        views.Counted(context.edition.library.vocabularies.audience(id).name, f"audiences/{id}/", text("present.count.documents", n=len(held)))
        for id, held in lists.audiences.items()
    )
    return views.HomeView(
        head=context.head(context.site_name, page, canonical=context.canonical(""), description=lead),
        title=tuple(piece for piece in re.split(r"(?<=[，、])|(?<=的)(?=[^，]{3,})", lead) if piece),
        examples=tuple(views.Link(example, f"search/?q={example}") for example in page.examples) if page and search else (),
        doors=tuple(_doors(context, lists)), topics=tuple(topic_card(context, one) for one in collections[:TOPIC_CARDS]), topics_more=more,
        audiences=audiences, latest=latest, latest_more=views.Link(text("present.home.latest_more"), "library/") if latest else None,
        latest_marks=any(marks != views.Marks() for marks in context.marks.values()),
        figures=_figures(context, lists) if latest else (),
        figures_more=views.Link(text("stats.public.more"), STATS) if context.site.stats else None, text_html=context.rendered(page).html if page else "",
    )


def _doors(context: Context, lists: Lists) -> list[views.Door]:
    say = lambda key, **values: text(f"present.list.{key}", **values)  # noqa: E731
    doors = [
        views.Door(say(name), f"library/{name}/", len(getattr(lists, name)), "件", say(f"{name}_note"))
        for name in (("latest", "upcoming", "expiring") if lists.policies else ())
    ]
    if consultations := context.edition.library.consultations:
        current = [one for one in consultations if one.opens <= context.day <= one.closes]
        nearest = min((one.closes for one in current), default=None)
        note = say("consulting_note", day=format_zh(nearest).partition("年")[2]) if nearest else say("consulting_none")
        doors.append(views.Door(say("consulting"), "consultations/", len(current), "件", note))
    return doors


def _figures(context: Context, lists: Lists) -> tuple[views.Figure, ...]:
    statuses = context.edition.statuses
    valid = [one for one in lists.policies if statuses[one.key].word == "in-force"]
    normative = [one for one in valid if in_step.asked_for(one, context.edition.limits)]
    explained = sum(in_step.interpreted(one, context.edition.graph) for one in normative)
    doable = sum(context.marks[one.key].services > 0 for one in valid)
    say = lambda key, **values: text(f"present.home.{key}", **values)  # noqa: E731
    count = lambda n: text("present.count.items", n=f"{n:,}")  # noqa: E731
    figures = [views.Figure(say("valid"), count(len(valid)), say("valid_note", all=f"{len(lists.policies):,}", other=f"{len(lists.policies) - len(valid):,}"))]
    if normative and context.edition.library.interpretations:
        rate = f"{explained * 100 / len(normative):.1f}".rstrip("0").rstrip(".") + "%"
        figures.append(views.Figure(say("rate"), rate, say("rate_note")))
    if context.edition.library.vocabularies.services:
        figures.append(views.Figure(say("doable"), count(doable), say("doable_note")))
    return tuple(figures)
