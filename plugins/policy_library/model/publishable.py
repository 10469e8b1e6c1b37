"""The gate: the one place that decides what is public."""

from __future__ import annotations

from datetime import date, timedelta

from .documents import Document


def publishable(document: Document, day: date) -> bool:
    """True only for what its author declared public, whose day of publication has come, and nobody withdrew; silence is
    never consent.

    A withdrawn document keeps its address as a tombstone (reason, date, successor) without its text.
    """
    return _released(document, day) and (document.withdrawn is None or document.withdrawn.on > day)


def embargoed(document: Document, day: date) -> bool:
    """Will be public, and is not yet."""
    return document.disclosure == "public" and not _released(document, day)


def tombstone(document: Document, day: date) -> bool:
    """A once public document whose address now says why it is gone."""
    withdrawn = document.withdrawn
    return _released(document, day) and withdrawn is not None and withdrawn.on <= day and _released(document, withdrawn.on - timedelta(days=1))


def _released(document: Document, day: date) -> bool:
    return document.disclosure == "public" and (document.publish_at is None or document.publish_at <= day)
