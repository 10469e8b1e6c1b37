"""What every source becomes before anything is understood: a text, and the fields that came with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

MAX_BYTES = 20_000_000
MAX_CHARACTERS = 5_000_000


class Refused(Exception):
    """A source that is not read; ``reason`` is a key of locale/zh/intake.yml under ``refused``."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.reason, self.values = reason, values


@dataclass(frozen=True)
class Taken:
    """A source as text. ``text`` is Markdown as far as the source has tables and pictures of structure, else plain."""

    text: str
    fields: Mapping[str, object] = field(default_factory=dict)
    """Field of documents → words, from a front matter or from a page's meta tags."""
    ours: bool = False
    """Whether ``fields`` are a front matter of this library: kept word by word."""
    notes: tuple[str, ...] = ()
    """What was dropped or converted, for the report."""


class Source(Protocol):
    """One kind of file."""

    ENDINGS: tuple[str, ...]

    def take(self, data: bytes) -> Taken: ...
