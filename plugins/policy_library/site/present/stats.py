"""The page of figures for everybody, and its data: of public documents alone."""

from __future__ import annotations

from policy_library.edition import Edition
from policy_library.locale import text
from policy_library.site import views
from policy_library.stats import data
from policy_library.stats.figures import statistics
from policy_library.stats.panels import formulas, panels, tiles
from policy_library.text.dates import format_zh

from .common import Context

STATS = "stats/"
DATA = "assets/data/stats.json"


def stats_view(context: Context) -> views.StatsView:
    held = statistics(context.edition, staff=False)
    title = text("stats.title")
    return views.StatsView(
        head=context.head(
            title, canonical=context.canonical(STATS), column=title, breadcrumb=context.crumbs(views.Link(title)),
            alternates=(("application/json", title, DATA),),
        ),
        title=title, lead=(text("stats.lead", day=format_zh(held.day)), text("stats.public.note")), tiles=tiles(held),
        panels=panels(held, context.edition.library.vocabularies), formulas_title=text("stats.formulas.title"), formulas=formulas(held),
        data=views.Link(text("stats.public.data"), DATA),
    )


def stats_data(edition: Edition) -> tuple[str, str]:
    """(address, content)."""
    return DATA, data.rendered(statistics(edition, staff=False), edition.library.vocabularies)
