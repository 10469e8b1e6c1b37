"""What the words of a source become in Markdown: text stays text, a table stays a table."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

_MARKS = re.compile(r"[\\`*]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|\[(?=\^|[^\[\]\n]*\][(\[:])")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_LINE = re.compile(r"^(?=#{1,6}\s|>|[-+]\s|~~~|[-=]{2,}\s*$|\|)", re.MULTILINE)


_ITEM = re.compile(r"^([^\S\n]*\d{1,3})\.[ \t]+(?=[^\s\d])", re.MULTILINE)
_FIGURES = re.compile(r"^([^\S\n]*\d{1,3})(?=\.[ \t]+\d)", re.MULTILINE)
"""1. 甲 is no list of Markdown, which would count anew, but a number of the text: 1.甲."""


def plain(words: str) -> str:
    """`words` as text that Markdown shows as it stands."""
    escaped = _ENTITY.sub("&amp;", _MARKS.sub(r"\\\g<0>", words))
    escaped = _LINE.sub(r"\\", _TAG.sub("&lt;", escaped))
    return _FIGURES.sub(r"\1\\", _ITEM.sub(r"\1.", escaped))


@dataclass(frozen=True)
class Cell:
    lines: tuple[str, ...]
    """Markdown, one paragraph each."""
    columns: int = 1
    rows: int = 1
    head: bool = False


Rows = Sequence[Sequence[Cell]]


def is_merged(rows: Rows) -> bool:
    return any(cell.columns > 1 or cell.rows > 1 for row in rows for cell in row)


def table(rows: Rows) -> str:
    """Markdown, its first row the head; with merged cells, which Markdown does not have, the same in HTML: nothing is said twice or lost."""
    filled = [row for row in rows if row]
    if is_merged(filled):
        return "\n".join(["<table>", *(f"<tr>{''.join(map(_html_cell, row))}</tr>" for row in filled), "</table>"])
    width = max(map(len, filled))
    lines = [[_one_line(cell) for cell in row] + [""] * (width - len(row)) for row in filled]
    return "\n".join(f"| {' | '.join(line)} |" for line in [lines[0], ["---"] * width, *lines[1:]])


def _one_line(cell: Cell) -> str:
    return "<br>".join(cell.lines).replace("|", "\\|")


def _html_cell(cell: Cell) -> str:
    tag = "th" if cell.head else "td"
    spans = [f' {name}="{count}"' for name, count in (("colspan", cell.columns), ("rowspan", cell.rows)) if count > 1]
    return f"<{tag}{''.join(spans)}>{'<br>'.join(map(_shown, cell.lines))}</{tag}>"


def _shown(markdown: str) -> str:
    """Within HTML no Markdown is read: what was escaped for it is not."""
    words = html.unescape(re.sub(r"\\([\\`*_\[])", r"\1", markdown))
    return re.sub(r"&lt;(/?su[bp])&gt;", r"<\1>", html.escape(words, quote=False))
