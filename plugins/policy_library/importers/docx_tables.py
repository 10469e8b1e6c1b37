"""Where the cells of a Word table stand: Word cuts a merged cell into one for each of its rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from .docx_styles import Element, child, is_on, value, whole
from .docx_words import outermost

_MOST_SPANS = 100
_CELLS = frozenset(["tc"])


@dataclass
class Place:
    element: Element
    columns: int
    head: bool
    rows: int = 1


def table_cells(rows: Iterable[Element]) -> list[list[Place]]:
    """The cells that begin in each row; a row whose cells all go on from above is none."""
    found: list[list[Place]] = []
    above: dict[tuple[int, int], Place] = {}
    for row in rows:
        at = whole(child(row, "trPr", "gridBefore"), 0, _MOST_SPANS)
        head = is_on(child(row, "trPr", "tblHeader"))
        here: dict[tuple[int, int], Place] = {}
        begin = [Place(etree.Element("tc"), at, head)] if at else []
        for cell in outermost(row, _CELLS):
            columns = max(1, whole(child(cell, "tcPr", "gridSpan"), 1, _MOST_SPANS))
            merge = child(cell, "tcPr", "vMerge")
            place = above.get((at, columns)) if merge is not None and value(merge) != "restart" else None
            if place:
                place.rows += 1
            else:
                place = Place(cell, columns, head)
                begin.append(place)
            if merge is not None:
                here[at, columns] = place
            at += columns
        if begin:
            found.append(begin)
        else:
            for place in here.values():
                place.rows -= 1
        above = here
    return found
