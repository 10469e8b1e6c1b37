"""Bars as SVG: read aloud by title and description, told apart by pattern as well as colour, so that they print in black.

Lengths along a bar are shares of the width and everything else is in em: a chart is as wide as its place while its words
keep the reader's size. Colours are the theme's tokens, with their light values where there is no theme.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

Pattern = Literal["solid", "slanted", "dotted", "lined", "crossed", "faint"]

GROUND = "var(--ground, #FFFFFF)"
INK = "var(--ink, #1B1F26)"
SIZE = 8
"""Of a pattern's tile, in pixels."""
LINES: dict[Pattern, tuple[str, ...]] = {
    "solid": (), "slanted": ("M0 0h8",), "dotted": (), "lined": ("M0 2h8M0 6h8",), "crossed": ("M0 0h8M0 0v8",), "faint": ("M0 0h8",),
}
TURNED = ("slanted", "crossed", "faint")


@dataclass(frozen=True)
class Series:
    key: str
    token: str
    """The name of a custom property."""
    light: str
    pattern: Pattern


@dataclass(frozen=True)
class Part:
    series: Series
    n: int
    told: str


@dataclass(frozen=True)
class Bar:
    name: str
    value: str
    parts: tuple[Part, ...]

    @property
    def length(self) -> int:
        return sum(part.n for part in self.parts)


@dataclass(frozen=True)
class Layout:
    """Percent along the bar, em across it."""

    first: float
    last: float
    pitch: float
    height: float
    top: float
    """Of the bar, from the row's own top."""
    baseline: float
    """Of name and value."""


BESIDE = Layout(first=17, last=85, pitch=1.9, height=1.1, top=.3, baseline=1.2)
"""For short names and values: they stand before and behind their bars."""
BETWEEN = replace(BESIDE, last=66)
"""For short names and long values."""
ABOVE = Layout(first=0, last=100, pitch=3.4, height=.9, top=1.7, baseline=1.2)
"""For long names: name and value stand over the bar."""


def bars(id: str, title: str, description: str, held: Sequence[Bar], layout: Layout, *, alike: bool) -> str:
    """``id`` is the chart's alone in its page. ``alike``: each bar is a whole of its own, and all are equally long."""
    svg = Element("svg", {
        "xmlns": "http://www.w3.org/2000/svg", "class": "chart", "role": "img", "width": "100%", "height": _em(len(held) * layout.pitch),
        "aria-labelledby": f"{id}-title {id}-described", "fill": INK,
    })
    SubElement(svg, "title", {"id": f"{id}-title"}).text = title
    SubElement(svg, "desc", {"id": f"{id}-described"}).text = description
    defs = SubElement(svg, "defs")
    for series in dict.fromkeys(part.series for bar in held for part in bar.parts):
        _pattern(defs, id, series)
    longest = max((bar.length for bar in held), default=0)
    for number, bar in enumerate(held):
        _bar(svg, id, bar, layout, number * layout.pitch, bar.length if alike else longest)
    return _written(svg)


def swatch(id: str, series: Series) -> str:
    """For a legend: the pattern of a chart of the same page."""
    svg = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "class": "chart-swatch", "aria-hidden": "true", "width": "1em", "height": "1em"})
    SubElement(svg, "rect", {"width": "100%", "height": "100%", "rx": "2", "fill": _fill(id, series)})
    return _written(svg)


def _bar(svg: Element, id: str, bar: Bar, layout: Layout, top: float, whole: int) -> None:
    SubElement(svg, "text", {"x": "0", "y": _em(top + layout.baseline)}).text = bar.name
    before = 0
    for part in bar.parts:
        if part.n:
            x = layout.first + (layout.last - layout.first) * before / whole
            width = (layout.last - layout.first) * part.n / whole
            rect = SubElement(svg, "rect", {
                "x": _percent(x), "y": _em(top + layout.top), "width": _percent(width), "height": _em(layout.height),
                "fill": _fill(id, part.series), "stroke": GROUND, "stroke-width": "1.5",
            })
            SubElement(rect, "title").text = part.told
            before += part.n
    SubElement(svg, "text", {"x": "100%", "y": _em(top + layout.baseline), "text-anchor": "end"}).text = bar.value


def _pattern(defs: Element, id: str, series: Series) -> None:
    colour, faint = f"var({series.token}, {series.light})", series.pattern == "faint"
    ground, lines = (GROUND, colour) if faint else (colour, GROUND)
    given = {"id": f"{id}-{series.key}", "width": f"{SIZE}", "height": f"{SIZE}", "patternUnits": "userSpaceOnUse"}
    if series.pattern in TURNED:
        given["patternTransform"] = "rotate(45)"
    tile = SubElement(defs, "pattern", given)
    SubElement(tile, "rect", {"width": f"{SIZE}", "height": f"{SIZE}", "fill": ground})
    for path in LINES[series.pattern]:
        SubElement(tile, "path", {"d": path, "stroke": lines, "stroke-width": "2"})
    if series.pattern == "dotted":
        SubElement(tile, "circle", {"cx": "4", "cy": "4", "r": "1.8", "fill": lines})


def _fill(id: str, series: Series) -> str:
    return f"url(#{id}-{series.key})"


def _em(n: float) -> str:
    return f"{n:.2f}".rstrip("0").rstrip(".") + "em"


def _percent(n: float) -> str:
    return f"{n:.3f}".rstrip("0").rstrip(".") + "%"


def _written(svg: Element) -> str:
    return ElementTree.tostring(svg, encoding="unicode")
