"""Documents of Word and WPS: paragraphs with the numbers that the program writes, tables, and what does not show in print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from policy_library.locale import text as words

from .base import Note, Page
from .docx_numbering import Numbering
from .docx_package import Element, Parts, W, figure, has, parts, value
from .marking import Cell, is_merged, plain, table

ENDINGS = (".docx", ".docm", ".doc", ".wps")
_SHOWN = 60
_MOST_SPANS = 100
_BREAKS = {"br": "\n", "cr": "\n", "tab": " ", "noBreakHyphen": "-", "ptab": " "}
_THROUGH = frozenset("hyperlink smartTag sdt sdtContent fldSimple ins moveTo dir bdo customXml rubyBase ruby".split())
"""Elements of which the text goes on."""
_NUMBER_ENDS = re.compile(r"[章节条编款项]$")


def read(data: bytes) -> Page:
    found = parts(data)
    reader = _Reader(found, Numbering.of(found))
    body = found["document"].find(f"{W}body")
    blocks = list(reader.blocks(body)) if body is not None else []
    return Page("\n\n".join([*blocks, *reader.footnotes()]), notes=tuple(reader.told()))


@dataclass
class _Paragraph:
    """What a paragraph holds while it is read."""

    pieces: list[str] = field(default_factory=list)
    """Markdown."""
    raw: str = ""
    """Text that has not become Markdown yet: runs are cut anywhere."""
    inserted: str = ""
    deleted: str = ""
    boxes: list[Element] = field(default_factory=list)

    def mark(self, piece: str) -> None:
        self.pieces += [plain(self.raw), piece]
        self.raw = ""


@dataclass
class _Reader:
    parts: Parts
    numbering: Numbering
    notes: list[Note] = field(default_factory=list)
    changes: int = 0
    hidden: int = 0
    noted: list[str] = field(default_factory=list)
    """Ids of the footnotes in the text, in order."""

    def blocks(self, within: Element, depth: int = 0) -> Iterator[str]:
        for element in within:
            tag = _tag(element)
            if tag == "p":
                yield from self.paragraph(element, depth)
            elif tag == "tbl":
                yield from self.table(element, depth)
            elif tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
                yield from self.blocks(element, depth)

    def paragraph(self, element: Element, depth: int) -> Iterator[str]:
        held = _Paragraph()
        self.run_through(element, held)
        held.mark("")
        text = "\n".join(line.strip(" \u3000\t\xa0") for line in "".join(held.pieces).split("\n")).strip()
        if held.inserted or held.deleted:
            self.changes += 1
            shown = {name: value[:_SHOWN].replace("〔", "").replace("〕", "") for name, value in (("deleted", held.deleted), ("inserted", held.inserted))}
            text += words("importing.hold.change", **shown)
        if text:
            yield self.labelled(element, text)
        for box in held.boxes if depth < 2 else ():
            inside = list(self.blocks(box, depth + 1))
            if inside:
                self.notes.append(Note("textbox", {"words": " ".join(inside)[:_SHOWN]}))
                yield from inside

    def labelled(self, element: Element, text: str) -> str:
        label = self.numbering.label(element) or ""
        level = self.numbering.heading(element)
        if _NUMBER_ENDS.search(label):
            label += "\u3000"
        return f"{'#' * level} {label.lstrip()}{text}" if level and "\n" not in text else f"{label}{text}"

    def run_through(self, element: Element, held: _Paragraph) -> None:
        for child in element:
            tag = _tag(child)
            if tag == "r":
                self.run(child, held, inserted=_tag(element) in ("ins", "moveTo"))
            elif tag in ("del", "moveFrom"):
                held.deleted += "".join(one.text or "" for one in child.iter(f"{W}delText", f"{W}t"))
            elif tag in _THROUGH:
                self.run_through(child, held)
            elif tag in ("oMath", "oMathPara"):
                held.raw += "".join(one.text or "" for one in child.iter() if _tag(one) == "t")

    def run(self, run: Element, held: _Paragraph, *, inserted: bool) -> None:
        if has(run, "rPr/vanish"):
            self.hidden += 1
            return
        lift = {"superscript": "sup", "subscript": "sub"}.get(value(run, "rPr/vertAlign") or "")
        for child in run:
            tag = _tag(child)
            if tag == "t":
                text = child.text or ""
                held.inserted += text if inserted else ""
                if lift and text.strip():
                    held.mark(f"<{lift}>{plain(text)}</{lift}>")
                else:
                    held.raw += text
            elif tag in _BREAKS:
                held.raw += "" if child.get(f"{W}type") in ("page", "column") else _BREAKS[tag]
            elif tag == "sym":
                code = child.get(f"{W}char", "")
                held.raw += chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{4}", code) else ""
            elif tag in ("footnoteReference", "endnoteReference"):
                self.noted.append(f"{tag[:-9]}s {child.get(f'{W}id')}")
                held.mark(f"[^{len(self.noted)}]")
            elif tag == "ruby":
                for base in child.iter(f"{W}rubyBase"):
                    self.run_through(base, held)
            elif tag in ("drawing", "pict", "object", "AlternateContent"):
                self.drawn(child, held)

    def drawn(self, element: Element, held: _Paragraph) -> None:
        """A drawing may say the same twice, for newer and for older programs: the first counts."""
        choice = next((one for one in element if _tag(one) == "Choice"), element)
        boxes = list(choice.iter(f"{W}txbxContent"))
        held.boxes += [box for box in boxes if not any(parent in boxes for parent in box.iterancestors())]
        inside = {_tag(one) for one in choice.iter()}
        if "OLEObject" in inside:
            held.mark(words("importing.hold.object"))
        elif not boxes and inside & {"blip", "imagedata"}:
            name = next((one.get("descr") or one.get("name") or "" for one in choice.iter() if _tag(one) == "docPr"), "")
            held.mark(words("importing.hold.picture", name=plain(re.sub(r"[〔〕\s]+", " ", name)[:_SHOWN].strip())))

    # tables

    def table(self, element: Element, depth: int) -> Iterator[str]:
        rows = [list(self.cells(row, depth)) for row in element.iter(f"{W}tr") if row.getparent() is element and not self.is_deleted(row)]
        rows = [row for row in rows if row]
        if not any(cell.lines for row in rows for cell, _ in row):
            return
        if depth or all(len(row) == 1 for row in rows):  # a frame, or a table in a table: its words count
            if depth:
                self.notes.append(Note("nested"))
            yield from (line for row in rows for cell, _ in row for line in cell.lines)
            return
        merged = _merged(rows)
        if is_merged(merged):
            self.notes.append(Note("merged"))
        yield table(merged)

    def cells(self, row: Element, depth: int) -> Iterator[tuple[Cell, str | None]]:
        """Each with what it says of its merging downwards."""
        for cell in row.iter(f"{W}tc"):
            if _row_of(cell) is not row:
                continue
            span = min(_MOST_SPANS, max(1, figure(value(cell, "tcPr/gridSpan"), 1)))
            down = cell.find(f"{W}tcPr/{W}vMerge")
            lines = tuple(line for block in self.blocks(cell, depth + 1) for line in block.split("\n"))
            yield Cell(lines, span), None if down is None else down.get(f"{W}val", "continue")

    def is_deleted(self, row: Element) -> bool:
        deleted = row.find(f"{W}trPr/{W}del") is not None
        self.changes += deleted
        return deleted

    # what does not stand in the text

    def footnotes(self) -> Iterator[str]:
        for number, noted in enumerate(self.noted, 1):
            kind, _, id = noted.partition(" ")
            note = next((one for one in self.parts[kind] if one.get(f"{W}id") == id), None) if kind in self.parts else None
            yield f"[^{number}]: {' '.join(self.blocks(note, 2)) if note is not None else ''}".rstrip()

    def told(self) -> Iterator[Note]:
        yield from self.notes
        comments = sum(1 for _ in self.parts["comments"].iter(f"{W}comment")) if "comments" in self.parts else 0
        for kind, n in (("comments", comments), ("changes", self.changes), ("invisible", self.hidden)):
            if n:
                yield Note(kind, {"n": n})
        yield from (Note("numbering", {"format": one}) for one in self.numbering.unknown)


def _merged(rows: list[list[tuple[Cell, str | None]]]) -> list[list[Cell]]:
    """A cell that goes on upwards is part of the one above it."""
    found: list[list[Cell]] = []
    above: dict[int, tuple[int, int]] = {}  # column → where the cell stands that goes on
    for row in rows:
        written: list[Cell] = []
        column = 0
        for cell, down in row:
            if down == "continue" and column in above:
                r, c = above[column]
                begun = written if r == len(found) else found[r]
                old = begun[c]
                begun[c] = Cell((*old.lines, *cell.lines), old.columns, old.rows + 1, old.head)
            else:
                above.pop(column, None)
                if down == "restart":
                    above[column] = len(found), len(written)
                written.append(cell)
            column += cell.columns
        found.append(written)
    return found


def _row_of(cell: Element) -> Element | None:
    return next((one for one in cell.iterancestors() if _tag(one) == "tr"), None)


def _tag(element: Element | None) -> str:
    return "" if element is None or not isinstance(element.tag, str) else element.tag.rpartition("}")[2]
