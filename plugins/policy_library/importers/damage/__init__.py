"""What scraping broke: each damage with its place, what was found, what to put instead, and whether that is safe.

Safe is what cannot change meaning: marks of another width, blanks, what the page put around the text. What would supply
a part of a title, a number or a date is only proposed, even where one reading alone is possible; a person decides.
"""

from __future__ import annotations

from policy_library.text import outline

from . import blanks, characters, dates, lines, marks, numbers, page, punctuation
from .base import Damage, Severity, Text

__all__ = ["Damage", "Severity", "find"]

_FINDERS = (blanks, characters, dates, lines, marks, numbers, page, punctuation)


def find(text: str, *, title: str | None = None, parts: tuple[outline.Part, ...] | None = None) -> tuple[Damage, ...]:
    """All damages in order of start. `title`: as the front matter or the page's head gives it."""
    whole = Text(text, title, outline.parts(text, title=title) if parts is None else parts)
    found = {damage for finder in _FINDERS for damage in finder.find(whole)}
    return tuple(sorted(found, key=lambda d: (d.start, d.end, d.kind)))
