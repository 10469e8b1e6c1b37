"""The parts of a page of figures: tiles, charts, and the table that says the same as each chart. For staff's page and the site's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from policy_library.locale import text
from policy_library.model.vocabulary import Vocabularies

from . import charts
from .charts import ABOVE, BESIDE, BETWEEN, Bar, Layout, Part, Series
from .figures import APART, STATUSES, Figures, Rate, Row, Statistics
from .words import count, kinds, percent, spoken, written, year

STATUS_SERIES = (
    Series("in-force", "--in-force-ink", "#0B5D33", "solid"),
    Series("not-yet", "--not-yet-ink", "#124C9C", "slanted"),
    Series("unknown", "--unknown-ink", "#4A5260", "dotted"),
    Series("expired", "--repealed-ink", "#8C1D18", "lined"),
    Series("repealed", "--repealed-ink", "#8C1D18", "crossed"),
)
DONE, LEFT = Series("done", "--brand", "#124C9C", "solid"), Series("left", "--line-control", "#6A7482", "faint")
RATES = ("interpreted", "in_time", "linked")
FORMULAS = ("documents", "interpreted", "in_time", "same_day", "linked", "questions", "valid")


@dataclass(frozen=True)
class Tile:
    name: str
    number: str
    note: str


@dataclass(frozen=True)
class Swatch:
    name: str
    svg_html: str


@dataclass(frozen=True)
class Drawing:
    svg_html: str
    title: str


@dataclass(frozen=True)
class TableRow:
    name: str
    cells: tuple[str, ...]
    total: bool = False


@dataclass(frozen=True)
class Table:
    caption: str
    columns: tuple[str, ...]
    """The first names the rows."""
    rows: tuple[TableRow, ...]


@dataclass(frozen=True)
class Panel:
    id: str
    title: str
    note: str
    table: Table
    legend: tuple[Swatch, ...] = ()
    drawings: tuple[Drawing, ...] = ()


@dataclass(frozen=True)
class Formula:
    name: str
    text: str


def tiles(held: Statistics) -> tuple[Tile, ...]:
    figures = held.total.figures
    rates = ((name, getattr(figures, name)) for name in ("interpreted", "in_time", "linked", "valid"))
    unit = text("stats.unit")
    return (
        Tile(text("stats.column.documents"), f"{count(figures.documents)}{unit}", ""),
        *(Tile(text(f"stats.column.{name}"), f"{percent(rate)}%" if rate.whole else text("stats.none"), _told(rate)) for name, rate in rates),
        Tile(text("stats.column.questions"), text("present.count.questions", n=count(figures.questions)), ""),
    )


def _told(rate: Rate) -> str:
    return text("stats.tile", part=count(rate.part), whole=count(rate.whole)) if rate.whole else text("stats.spoken_none")


def panels(held: Statistics, vocabularies: Vocabularies) -> tuple[Panel, ...]:
    by_year = [(year(row), row) for row in held.years]
    by_agency = [(vocabularies.agency(row.agency or "").brief, row) for row in held.agencies]
    total = (text("stats.all"), held.total)
    return (
        _statuses("years", by_year, total, "year", BESIDE), _rates("rates", by_year, total, "year", BETWEEN),
        _statuses("agencies", by_agency, total, "agency", ABOVE), _rates("agency_rates", by_agency, total, "agency", ABOVE),
    )


def staff_panels(held: Statistics, vocabularies: Vocabularies) -> tuple[Panel, ...]:
    named = [(f"{vocabularies.agency(row.agency or '').brief} {year(row)}", row) for row in held.cells]
    columns = tuple(text(f"stats.column.{name}") for name in ("documents", "valid", "interpreted", "same_day", "in_time", "linked", "questions", "unseen"))
    cells = tuple(TableRow(name, (*every(row.figures), count(sum(row.apart or ())))) for name, row in named)
    apart = tuple(TableRow(text(f"stats.apart.{reason}"), (count(n),)) for reason, n in zip(APART, held.total.apart or (), strict=False))
    return (
        _panel("cells", Table(text("stats.panel.cells.title"), (text("stats.column.agency_year"), *columns), cells)),
        _panel("apart", Table(text("stats.panel.apart.title"), (text("stats.column.apart"), text("stats.column.count")), apart)),
    )


def every(figures: Figures) -> tuple[str, ...]:
    """In the order of the columns of the table by agency and year."""
    rates = (figures.valid, figures.interpreted, figures.same_day, figures.in_time, figures.linked)
    return count(figures.documents), *map(written, rates), count(figures.questions)


def formulas(held: Statistics) -> tuple[Formula, ...]:
    given = {"interpreted": {"kinds": kinds(held)}, "in_time": {"days": held.days}}
    return tuple(Formula(text(f"stats.formulas.{name}.name"), text(f"stats.formulas.{name}.text", **given.get(name, {}))) for name in FORMULAS)


Named = tuple[str, Row]


def _statuses(id: str, rows: Sequence[Named], total: Named, first: str, layout: Layout) -> Panel:
    words = [text(f"terms.status.{word}") for word in STATUSES]
    bars = [
        Bar(name, f"{count(row.figures.documents)}{text('stats.unit')}", tuple(
            Part(series, n, text("stats.segment", row=name, name=word, n=count(n)))
            for series, word, n in zip(STATUS_SERIES, words, row.figures.statuses, strict=True)
        ))
        for name, row in rows
    ]
    most = max(rows, key=lambda named: named[1].figures.documents, default=total)
    described = text(
        "stats.described.statuses", rows=count(len(rows)), n=count(total[1].figures.documents), most=most[0], of=count(most[1].figures.documents),
    )
    title = text(f"stats.panel.{id}.title")
    shown = [(series, word) for series, word, n in zip(STATUS_SERIES, words, total[1].figures.statuses, strict=True) if n]
    table = Table(
        title, (text(f"stats.column.{first}"), text("stats.column.documents"), *words, text("stats.column.valid")),
        _table(rows, total, lambda figures: (count(figures.documents), *map(count, figures.statuses), written(figures.valid))),
    )
    drawing = Drawing(charts.bars(f"chart-{id}", title, described, bars, layout, alike=False), "")
    legend = tuple(Swatch(word, charts.swatch(f"chart-{id}", series)) for series, word in shown)
    return _panel(id, table, legend, (drawing,))


def _rates(id: str, rows: Sequence[Named], total: Named, first: str, layout: Layout) -> Panel:
    def drawn(rate: str) -> Drawing:
        name = text(f"stats.column.{rate}")
        bars = [Bar(row_name, written(getattr(row.figures, rate)), _done(row_name, getattr(row.figures, rate))) for row_name, row in rows]
        described = text("stats.described.rates", rows=count(len(rows)), told=spoken(getattr(total[1].figures, rate)))
        return Drawing(charts.bars(f"chart-{id}-{rate}", name, described, bars, layout, alike=True), name)

    columns = ("interpreted", "same_day", "in_time", "linked", "questions")
    table = Table(
        text(f"stats.panel.{id}.title"), tuple(text(f"stats.column.{name}") for name in (first, *columns)),
        _table(rows, total, lambda figures: (*map(written, (figures.interpreted, figures.same_day, figures.in_time, figures.linked)), count(figures.questions))),
    )
    legend = tuple(
        Swatch(text(f"stats.{series.key}"), charts.swatch(f"chart-{id}-{RATES[0]}", series)) for series in (DONE, LEFT)
    )
    return _panel(id, table, legend, tuple(map(drawn, RATES)))


def _done(name: str, rate: Rate) -> tuple[Part, ...]:
    left = rate.whole - rate.part
    return tuple(
        Part(series, n, text("stats.segment", row=name, name=text(f"stats.{series.key}"), n=count(n))) for series, n in ((DONE, rate.part), (LEFT, left))
    )


def _table(rows: Iterable[Named], total: Named, cells: Callable[[Figures], tuple[str, ...]]) -> tuple[TableRow, ...]:
    return (*(TableRow(name, cells(row.figures)) for name, row in rows), TableRow(total[0], cells(total[1].figures), total=True))


def _panel(id: str, table: Table, legend: tuple[Swatch, ...] = (), drawings: tuple[Drawing, ...] = ()) -> Panel:
    return Panel(f"panel-{id}", text(f"stats.panel.{id}.title"), text(f"stats.panel.{id}.note"), table, legend, drawings)
