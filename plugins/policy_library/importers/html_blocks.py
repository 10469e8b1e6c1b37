"""The blocks of a page of HTML, in the order in which they are read; the walk knows nothing of what is a document and what is around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from policy_library.locale import text as words
from policy_library.text import page_heads
from policy_library.text.data import load
from policy_library.text.patterns import HAN

from .base import Note
from .marking import Cell, is_merged, plain, table

_SILENT = frozenset("script style noscript template iframe object embed select option button input textarea svg canvas audio video nav".split())
_INLINE = frozenset("a abbr b bdi bdo big cite code data del dfn em font i ins kbd label mark o:p q s samp small span st1 strike strong sub sup time tt u var wbr".split())
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_FILE = re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|wps|et|ofd|zip|rar)(?:[?#].*)?$", re.IGNORECASE)
_PICTURE = re.compile("|".join(f"(?:{entry['picture']})" for entry in load("furniture")["pictures"]), re.IGNORECASE)
_BLANK = re.compile(r"[ \t\r\n\f\xa0]+")
_WRAPPED = re.compile(rf"(?<=[{HAN[1:-1]}，、；：（《“])[ \t\r\f]*\n[ \t\r\n\f]*(?=[{HAN[1:-1]}，、；：）》”])")
_SMALL = 32  # pixels: of an icon
_MOST_SPANS = 100
_DEEPEST_LIST = 6
_LAYOUT = 800  # characters: a cell with more, and with nearly all that its table says, is a place on the page


@dataclass(frozen=True)
class Block:
    text: str
    """Markdown."""
    at: HtmlElement
    """The nearest element that is a block of the page."""
    notes: tuple[Note, ...] = ()
    is_table: bool = False
    linked: int = 0
    """Characters of `text` that are words of links."""


def blocks(root: HtmlElement, *, tables: bool = True) -> list[Block]:
    walk = _Walk(root, tables)
    walk.run()
    return walk.found


class _Walk:
    """Without recursion: pages nest as deep as they like."""

    def __init__(self, root: HtmlElement, tables: bool) -> None:
        self.root, self.tables = root, tables
        self.found: list[Block] = []
        self.line: list[str] = []
        self.notes: list[Note] = []
        self.linked = 0
        self.at = root
        self.lists: list[list[object]] = []  # of each open list: its tag, and the number of its next item
        self.marker = ""

    def run(self) -> None:
        walker = etree.iterwalk(self.root, events=("start", "end"))
        for event, element in walker:
            if event == "end":
                self.end(element)
            elif self.is_silent(element) or self.tables and self.is_table(element):
                walker.skip_subtree()
            else:
                self.start(element)
        self.flush()

    def is_silent(self, element: HtmlElement) -> bool:
        if element.tag in _SILENT:
            return True
        if element is not self.root and ("hidden" in element.attrib or _HIDDEN.search(element.get("style", ""))):
            if hidden := _words(element):
                self.notes.append(Note("hidden", {"words": hidden[:60]}))
            return True
        return False

    def is_table(self, element: HtmlElement) -> bool:
        """Writes a table that holds data; one that only holds places on the page is walked through."""
        if element.tag != "table" or not (rows := _rows(element)):
            return False
        self.flush()
        self.at = element
        for line in _fields(rows) or [table(rows)]:
            notes = (Note("merged"),) if is_merged(rows) else ()
            self.found.append(Block(line, element, notes, is_table=True))
        return True

    def start(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag not in _INLINE and tag != "img":
            self.flush()
            self.at = element
        if tag in ("ol", "ul"):
            self.lists.append([tag, int(element.get("start", "1")) if element.get("start", "1").isdigit() else 1])
        elif tag == "li":
            self.marker = self.marker_of_item()
        elif tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.marker = "#" * min(4, max(2, int(tag[1]))) + " " if tag != "h1" else "# "
        elif tag in ("sup", "sub"):
            self.line.append(f"<{tag}>")
        elif tag == "img":
            self.picture(element)
        elif tag == "a" and _FILE.search(element.get("href", "")):
            self.notes.append(Note("file", {"title": _words(element), "address": element.get("href")}))
        self.add(element.text, linked=tag == "a")

    def end(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag in ("sup", "sub"):
            self.line.append(f"</{tag}>")
        if tag not in _INLINE and tag not in ("img", *_SILENT):
            self.flush()
            self.marker = ""
            parent = element.getparent()
            self.at = parent if parent is not None and element is not self.root else self.at
        if tag in ("ol", "ul") and self.lists:
            self.lists.pop()
        if element is not self.root:
            self.add(element.tail, linked=False)

    def add(self, words: str | None, *, linked: bool) -> None:
        if words:
            self.line.append(plain(words))
            self.linked += len(words.strip()) if linked else 0

    def marker_of_item(self) -> str:
        if not self.lists:
            return ""
        held = self.lists[-1]
        indent = "    " * min(_DEEPEST_LIST, len(self.lists) - 1)
        if held[0] == "ul":
            return f"{indent}- "
        held[1] = int(held[1]) + 1  # type: ignore[call-overload]
        return f"{indent}{held[1] - 1}. "

    def picture(self, element: HtmlElement) -> None:
        source, size = element.get("src", ""), [element.get(side, "") for side in ("width", "height")]
        small = any(one.removesuffix("px").isdigit() and int(one.removesuffix("px")) <= _SMALL for one in size)
        if not small and not _PICTURE.search(source):
            name = plain(re.split(r"[/\\]", source.partition("?")[0])[-1][:60].replace("〔", "").replace("〕", ""))
            self.line.append(words("importing.hold.picture", name=name if not source.startswith("data:") else ""))

    def flush(self) -> None:
        joined = _BLANK.sub(" ", _WRAPPED.sub("", "".join(self.line)))
        text = re.sub(r"<(su[bp])>\s*</\1>", "", joined).strip(" \u3000")
        if text:
            numbered = self.marker and _NUMBERED.match(text)
            self.found.append(Block(text if numbered else self.marker + text, self.at, tuple(self.notes), linked=self.linked))
            self.marker = "    " * min(_DEEPEST_LIST, len(self.lists)) if self.marker.strip() and self.lists and not numbered else ""
            self.notes = []
        self.line, self.linked = [], 0


_NUMBERED = re.compile(r"第[一二三四五六七八九十百零〇\d]{1,5}[编章节条]|[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、]|[①-⑳]")


def _rows(element: HtmlElement) -> list[list[Cell]] | None:
    """None where it is a grid for the eye."""
    if element.find(".//table") is not None or element.get("role") == "presentation":
        return None
    cells = [[cell for cell in row if cell.tag in ("td", "th")] for row in element.iter("tr")]
    cells = [row for row in cells if any(_words(cell) for cell in row)]
    if not cells or max(map(len, cells)) < 2:
        return None
    sizes = [len(_words(cell)) for row in cells for cell in row]
    if max(sizes) > _LAYOUT and max(sizes) > 0.7 * sum(sizes):
        return None
    rows = [[_cell(cell) for cell in row] for row in cells]
    return rows if len(rows) > 1 or _fields(rows) else None


def _cell(element: HtmlElement) -> Cell:
    lines = tuple(block.text.strip() for block in blocks(element, tables=False))
    return Cell(lines, _span(element, "colspan"), _span(element, "rowspan"), element.tag == "th")


def _span(element: HtmlElement, name: str) -> int:
    written = element.get(name, "1").strip()
    return min(_MOST_SPANS, max(1, int(written))) if written.isascii() and written.isdigit() else 1


def _fields(rows: list[list[Cell]]) -> list[str]:
    """The labelled fields of a page's head, set in cells; none where a row is anything else."""
    found: list[str] = []
    for row in rows:
        line = f"| {' | '.join(' '.join(cell.lines) for cell in row)} |"
        fields = page_heads.fields(line)
        if not fields:
            return []
        found += [f"{field.label.rstrip('：:')}：{field.value}" for field in fields]
    return found


def _words(element: HtmlElement) -> str:
    return " ".join("".join(_texts(element)).split())


def _texts(element: HtmlElement) -> Iterator[str]:
    return element.itertext(etree.Element, with_tail=False)
