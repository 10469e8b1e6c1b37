"""The blocks of a Word document in the order in which they are read: paragraphs, headings, tables, text boxes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import ClassVar

from policy_library.locale import text as words_of

from .base import Note
from .docx_lines import change_told
from .docx_numbering import Numbering
from .docx_styles import Element, Styles, child, is_on, local, value
from .docx_tables import Place, table_cells
from .docx_words import Words, alternative, outermost, placeholder
from .marking import Cell, is_merged, table

_SHOWN = 60
_TEXTS = frozenset(["t", "delText"])
_ROWS = frozenset(["tr"])


@dataclass(frozen=True)
class Parts:
    """Of the package; None: it has none."""

    BESIDES: ClassVar[tuple[str, ...]] = ("styles", "numbering", "footnotes", "endnotes", "comments")
    body: Element
    styles: Element | None = None
    numbering: Element | None = None
    footnotes: Element | None = None
    endnotes: Element | None = None
    comments: Element | None = None


def read_blocks(parts: Parts) -> tuple[list[str], tuple[Note, ...]]:
    """Markdown, and what is told of the source."""
    source = _Source(parts)
    walk = _Walk(source)
    walk.run(parts.body)
    source.counts["comments"] = sum(1 for one in parts.comments if local(one) == "comment") if parts.comments is not None else 0
    counted = [Note(kind, {"n": source.counts[kind]}) for kind in ("changes", "comments", "invisible") if source.counts[kind]]
    told = [Note(kind) for kind in ("merged", "nested", "contents") if source.counts[kind]]
    unknown = [Note("numbering", {"format": name}) for name in source.numbering.unknown]
    return walk.blocks, (*source.notes, *told, *counted, *unknown)


@dataclass
class _Source:
    parts: Parts
    notes: list[Note] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.styles = Styles(self.parts.styles)
        self.numbering = Numbering(self.parts.numbering, self.styles)
        self.footnotes: dict[str | None, str] = {}
        for kind, root in (("footnote", self.parts.footnotes), ("endnote", self.parts.endnotes)):
            for one in root if root is not None else ():
                self.footnotes[f"{kind}Reference {value(one, 'id')}"] = " ".join(_words(one).split())


def _words(element: Element) -> str:
    return "".join(one.text or "" for one in outermost(element, _TEXTS))


class _Walk:
    """Over a body, a cell or a text box."""

    def __init__(self, source: _Source, *, in_cell: bool = False) -> None:
        self.source, self.in_cell = source, in_cell
        self.blocks: list[str] = []
        self._open: Words | None = None  # a paragraph whose mark was deleted: it goes on in the next one

    def run(self, element: Element) -> None:
        self._walk(element)
        if self._open:
            self._close(self._open, None)

    def _walk(self, element: Element) -> None:
        for part in element:
            kind = local(part)
            if kind == "p":
                self._paragraph(part)
            elif kind == "tbl":
                self._table(part)
            elif kind == "AlternateContent":
                self._walk(alternative(part))
            elif kind == "altChunk":
                self.blocks.append(words_of("importing.hold.object"))
            elif kind == "sdt" and placeholder(part):
                self.blocks.append(words_of("importing.hold.field"))
            elif not kind.endswith("Pr"):
                self._walk(part)

    def _paragraph(self, paragraph: Element) -> None:
        if self.source.styles.is_contents(paragraph):
            self.source.counts["contents"] += 1
            return
        words = self._open or Words(self.source.styles, self.source.footnotes)
        words.take(paragraph)
        if child(paragraph, "pPr", "rPr", "del") is not None:
            words.delete_break()
            self._open = words
        else:
            self._close(words, paragraph)

    def _close(self, words: Words, paragraph: Element | None) -> None:
        """`paragraph`: whose properties count."""
        self._open = None
        words.done()
        only_hidden = words.hidden and not any(words.lines)
        number = self.source.numbering.next(paragraph) if paragraph is not None and not only_hidden else None
        lines = words.markdown(number)
        level = self.source.styles.level(paragraph) if paragraph is not None and not self.in_cell else None
        self._write(lines, level)
        self.source.notes += words.notes
        self.source.counts["changes"] += words.changes
        self.source.counts["invisible"] += words.hidden
        for box in words.boxes:
            self._box(box)

    def _write(self, lines: list[str], level: int | None) -> None:
        """Sentences in the style of a heading are the text of an article that Word counts; a title may be set in several paragraphs."""
        heading = "".join(lines)
        if level is None or not heading or "。" in heading or heading[-1] in "；;":
            self.blocks += lines
        elif level == 0 and self.blocks and self.blocks[-1].startswith("# "):
            self.blocks[-1] += heading
        else:
            self.blocks.append(f"{'#' * min(4, level + 1)} {heading}")

    def _box(self, box: Element) -> None:
        walk = _Walk(self.source, in_cell=self.in_cell)
        walk.run(box)
        if walk.blocks:
            self.source.notes.append(Note("textbox", {"words": " ".join(walk.blocks)[:_SHOWN]}))
            self.blocks += walk.blocks

    def _table(self, element: Element) -> None:
        shown = [row for row in outermost(element, _ROWS) if not is_on(child(row, "trPr", "del")) and not is_on(child(row, "trPr", "hidden"))]
        rows = table_cells(shown)
        if self.in_cell:
            self.source.counts["nested"] += 1
            self.blocks += [line for row in rows if (line := " ".join(word for one in row for word in self._cell(one).lines))]
        elif len(rows) < 2 or max(map(len, rows)) < 2:
            for one in (one for row in rows for one in row):
                self.run(one.element)
        else:
            self._write_table([[self._cell(one) for one in row] for row in rows])
        self._left_rows(element)

    def _cell(self, place: Place) -> Cell:
        walk = _Walk(self.source, in_cell=True)
        walk.run(place.element)
        return Cell(tuple(walk.blocks), place.columns, place.rows, place.head)

    def _write_table(self, rows: list[list[Cell]]) -> None:
        if any(cell.lines for row in rows for cell in row):
            self.source.counts["merged"] += is_merged(rows)
            self.blocks.append(table(rows))

    def _left_rows(self, element: Element) -> None:
        for row in outermost(element, _ROWS):
            if is_on(child(row, "trPr", "del")):
                self.source.counts["changes"] += 1
                self.blocks.append(change_told(_words(row), ""))
            elif is_on(child(row, "trPr", "hidden")):
                self.source.counts["invisible"] += 1
