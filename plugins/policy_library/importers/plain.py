"""Plain text: a page saved or copied as text."""

from __future__ import annotations

from .base import Taken
from .decoding import decode

ENDINGS = (".txt", ".text")


def take(data: bytes) -> Taken:
    text, notes = decode(data)
    return Taken(text, notes=notes)
