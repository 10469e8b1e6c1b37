"""The map of the site for search engines. The host's own would carry only the pages that it wrote in this build."""

from __future__ import annotations

import html
from collections.abc import Iterable
from datetime import date
from urllib.parse import quote, urljoin

from .pages import Plan

ADDRESS = "sitemap.xml"
UNLISTED = {"redirect.html", "tombstone.html"}


def sitemap(plans: Iterable[Plan], url: str, day: date) -> str:
    """``url``: of the site's root. A page of a document bears the day on which that changed last, any other one ``day``."""
    root = html.escape(urljoin(url, "."))
    entries = (
        f"  <url>\n    <loc>{root}{html.escape(quote(plan.address))}</loc>\n    <lastmod>{_changed(plan) or day}</lastmod>\n  </url>\n"
        for plan in plans if plan.template not in UNLISTED
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{''.join(entries)}</urlset>\n"
    )


def _changed(plan: Plan) -> date | None:
    return (plan.document.updated or plan.document.issued) if plan.document else None
