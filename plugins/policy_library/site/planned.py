"""Planned pages as values that can be compared with those of another edition."""

from __future__ import annotations

from collections.abc import Mapping

from policy_library.changes.compare import Kind, Page
from policy_library.work.memory import digest

from .pages import Pages

KINDS: Mapping[str, Kind] = {"tombstone.html": "withdrawn", "redirect.html": "moved"}


def planned(pages: Pages) -> tuple[Page, ...]:
    """Without further pages of lists. Makes every view, since what a reader sees of a page comes from many documents."""
    found = []
    for plan in pages.plans:
        if not plan.continues:
            view = plan.view()
            key = plan.document.key if plan.document else None
            found.append(Page(plan.address, view.head.title, digest(repr(view), plan.notes()), key, KINDS.get(plan.template, "page")))
    return tuple(found)
