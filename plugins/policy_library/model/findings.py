"""What a check reports: where, what is wrong, and the mend, in words for a clerk."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter, eq
from typing import Literal

from policy_library.locale import text

Severity = Literal["error", "warning", "note"]
LONGEST = 300
ORDER = attrgetter("path", "line", "column", "code", "message")
RANK: dict[Severity, int] = {"error": 0, "warning": 1, "note": 2}


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a source file; lines and columns count from 1."""

    path: str
    line: int = 1
    column: int = 1


def place_in_text(path: str, first_line: int, text: str, offset: int) -> Place:
    """``text`` begins on that line of the file."""
    line, column = line_and_column(text, offset)
    return Place(path, first_line + line, column)


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Lines count from 0, columns from 1."""
    return text.count("\n", 0, offset), offset - text.rfind("\n", 0, offset)


@dataclass(frozen=True, slots=True)
class Edit:
    """A mend that a machine may make: ``old``, which stands at the place of the finding's line and ``column``, becomes ``new``."""

    column: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Finding:
    code: str
    severity: Severity
    path: str
    line: int
    column: int
    message: str
    mend: str
    source: str | None = None
    """The article of law or standard that the rule rests on."""
    about: str | None = None
    """The words that it is about, as an exception may name them."""
    edit: Edit | None = None
    private: bool = False
    """Its line is not repeated in a report: it holds what must not be told further."""


def finding(
    code: str, severity: Severity, place: Place, *, source: str | None = None, about: str | None = None, edit: Edit | None = None,
    private: bool = False, **values: object
) -> Finding:
    """A finding whose message and mend are the texts of ``code`` in locale/zh/findings.yml, filled with ``values``."""
    shown = {name: _one_line(value) if isinstance(value, str) else value for name, value in values.items()}
    message, mend = (text(f"findings.{code}.{words}").format(**shown) for words in ("message", "mend"))
    # Most mends are those of every other finding of the rule.
    return Finding(code, severity, place.path, place.line, place.column, message, sys.intern(mend), source, about, edit, private)


def _one_line(value: str) -> str:
    """Short and without line breaks and control characters: to a terminal or to CI, an author's words are no commands."""
    plain = printable(value[: 2 * LONGEST])
    return plain if len(plain) <= LONGEST else f"{plain[:LONGEST]}…"


def printable(value: str) -> str:
    """With a blank for every line break and control character."""
    return value if value.isprintable() else "".join(character if character.isprintable() else " " for character in value)


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """By file, line, column, code; each told once."""
    found = sorted(findings, key=ORDER)
    keys = [*map(ORDER, found)]
    alike = any(map(eq, keys, keys[1:]))
    return tuple(sorted(set(found), key=ORDER) if alike else found)
