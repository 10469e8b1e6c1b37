"""Figures as tables in a terminal, where a Chinese character takes two columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from policy_library.locale import text
from policy_library.model.vocabulary import Vocabularies
from policy_library.text.widths import width

from .figures import APART, Row, Statistics
from .panels import every
from .words import count, kinds, year

COLUMNS = ("documents", "valid", "interpreted", "same_day", "in_time", "linked", "questions")


def rendered(held: Statistics, vocabularies: Vocabularies) -> str:
    brief = lambda row: vocabularies.agency(row.agency or "").brief  # noqa: E731
    total = (text("stats.all"), held.total)
    lines = [
        text("stats.text.head", day=held.day.isoformat()),
        "", text("stats.text.years"), *_table("year", [*((year(row), row) for row in held.years), total]),
        "", text("stats.text.agencies"), *_table("agency", [*((brief(row), row) for row in held.agencies), total]),
        "", text("stats.text.cells"), *_table("agency_year", [(f"{brief(row)} {year(row)}", row) for row in held.cells]),
    ]
    if held.total.apart is not None:
        lines += ["", text("stats.text.apart"), *aligned([[text(f"stats.apart.{reason}"), count(n)] for reason, n in zip(APART, held.total.apart, strict=True)])]
    return "\n".join([*lines, "", text("stats.text.formulas", kinds=kinds(held), days=held.days)])


def _table(first: str, rows: Iterable[tuple[str, Row]]) -> Iterator[str]:
    head = [text(f"stats.column.{name}") for name in (first, *COLUMNS)]
    return aligned([head, *([name, *every(row.figures)] for name, row in rows)])


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The first column to the left, the others to the right."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for first, *others in rows:
        cells = [first + " " * (widths[0] - width(first)), *(" " * (wide - width(cell)) + cell for wide, cell in zip(widths[1:], others, strict=True))]
        yield "  " + "  ".join(cells).rstrip()
