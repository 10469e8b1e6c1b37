"""How much room characters take in a terminal."""

from __future__ import annotations

import unicodedata


def width(words: str) -> int:
    """In columns of a terminal: Chinese takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in words)
