"""The gate: the one place that decides what is public."""

from __future__ import annotations

from datetime import date

from .documents import Document


def publishable(document: Document, day: date) -> bool:
    """True only for what its author declared public and nobody withdrew; silence is never consent.

    A withdrawn document keeps its address as a tombstone (reason, date, successor) without its text.
    """
    return document.disclosure == "public" and (document.withdrawn is None or document.withdrawn.on > day)


def tombstone(document: Document, day: date) -> bool:
    """A once public document whose address now says why it is gone."""
    return document.disclosure == "public" and not publishable(document, day)
