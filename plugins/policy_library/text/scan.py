"""What the checks of a text look for, found in one go, so that it can be kept with the text."""

from __future__ import annotations

import re
from typing import NamedTuple

from . import applying, damage, outline, personal, secrecy

FULL_WIDTH = re.compile("[０-９][０-９]*")  # + would find the same, three times as slowly


class Scan(NamedTuple):
    personal: tuple[personal.Found, ...]
    damaged: tuple[damage.Found, ...]
    half_marks: tuple[damage.Found, ...]
    secrecy: tuple[secrecy.Found, ...]
    full_width: tuple[tuple[int, str], ...]
    """(start, digits)."""
    application: tuple[int, str] | None


def scan(body: str, *, title: str) -> Scan:
    paragraphs = tuple(part.paragraph for part in outline.parts(body, title=title))
    return Scan(
        personal.find(body), tuple(damage.find(body, paragraphs)), tuple(damage.half_marks(body)), secrecy.find(body),
        tuple((m.start(), m[0]) for m in FULL_WIDTH.finditer(body)), applying.find(body),
    )
