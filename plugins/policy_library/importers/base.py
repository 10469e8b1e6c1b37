"""What every source becomes before anything is understood: a page, which is a text and the fields that came with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

MAX_BYTES = 20_000_000
MAX_CHARACTERS = 5_000_000


class Refused(Exception):
    """A source that is not read; `reason` is a key of locale/zh/intake.yml under `refused`."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.reason, self.values = reason, values


@dataclass(frozen=True)
class Note:
    """What a source holds besides its text, or what was not taken from it; `kind` is a key of locale/zh/importing.yml under `note`."""

    kind: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    text: str
    """Lines end in \\n. Markdown as far as the source has headings and tables, else plain."""
    fields: Mapping[str, object] = field(default_factory=dict)
    """Field of documents → words, from a front matter or from a page's meta tags."""
    encoding: str | None = None
    """What it was converted from; None where it was UTF-8."""
    plain: bool = False
    """The text is no Markdown: its marks are its own."""
    notes: tuple[Note, ...] = ()


class Source(Protocol):
    """One kind of file, one module."""

    ENDINGS: tuple[str, ...]

    def read(self, data: bytes) -> Page: ...
