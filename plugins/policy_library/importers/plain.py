"""Plain text: a page saved or copied as text."""

from __future__ import annotations

from .base import Page
from .decoding import decode

ENDINGS = (".txt", ".text")


def read(data: bytes) -> Page:
    text, encoding = decode(data)
    return Page(text, encoding=encoding, plain=True)
