"""Planned pages as values that can be compared with those of another edition."""

from __future__ import annotations

import json
from collections.abc import Mapping

from policy_library.changes.compare import Kind, Page
from policy_library.work.memory import digest

from .keeping import told
from .pages import Pages
from .views import Html

KINDS: Mapping[str, Kind] = {"tombstone.html": "withdrawn", "redirect.html": "moved"}


def planned(pages: Pages) -> tuple[Page, ...]:
    """Without further pages of lists. Makes every view, since what a reader sees of a page comes from many documents."""
    found = []
    for plan in pages.plans:
        if not plan.continues:
            view = plan.view()
            key = plan.document.key if plan.document else None
            seen = json.dumps((view, plan.notes()), ensure_ascii=False, default=_seen)
            found.append(Page(plan.address, view.head.title, digest(seen), key, KINDS.get(plan.template, "page")))
    return tuple(found)


def _seen(value: object) -> object:
    """A long text by its words: by what it goes, tells where it stood as well."""
    return str(value) if isinstance(value, Html) else told(value)
