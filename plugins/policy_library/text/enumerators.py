"""The numbers below （一） that official texts put before their items: 1. 1、 （1） 1） ①."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FORMS = (
    ("dot", re.compile(r"(?P<n>[0-9０-９]{1,2})[^\S\n]*[.．、](?![0-9０-９](?![0-9０-９]{3}年))")),
    ("brackets", re.compile(r"[（(][^\S\n]*(?P<n>[0-9０-９]{1,2})[^\S\n]*[）)]")),
    ("bracket", re.compile(r"(?P<n>[0-9０-９]{1,2})[^\S\n]*[）)]")),
    ("circle", re.compile(r"[①-⑳]")),
)
_BULLET = re.compile(r"[-*+][ \t]+")


@dataclass(frozen=True)
class Number:
    form: str
    mark: str  # 1. （1） ①, as written
    rest: str  # what it numbers


def number(words: str) -> Number | None:
    """`words`: a paragraph, with or without the bullet that this library writes before such numbers."""
    words = _bare(words)
    for form, pattern in _FORMS:
        if m := pattern.match(words):
            return Number(form, m[0], words[m.end() :].strip(" \t\u3000"))
    return None


def is_numbered(words: str) -> bool:
    return number(words) is not None


def _bare(words: str) -> str:
    """Without our bullet, and without the stroke that keeps `1.` from being a list of Markdown."""
    bullet = _BULLET.match(words)
    return re.sub(r"^([0-9]{1,2})\\\.", r"\1.", words[bullet.end() :] if bullet else words)
