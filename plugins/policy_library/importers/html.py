"""Saved pages of government sites: the text of the document, its tables, and the fields of its meta tags.

Scripts, styles, navigation and feet are dropped. What is the document is the smallest element that holds most of the
page's running text: sites name it differently, but no other part has paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import lxml.html
from lxml import etree

from policy_library.text.normalize import BLANKS

from .base import Refused, Taken
from .decoding import decode

ENDINGS = (".html", ".htm", ".xhtml")

_META: Mapping[str, str] = {
    "articletitle": "title", "pubdate": "issued", "contentsource": "issuers", "publishdate": "issued", "filenumber": "number",
    "indexnumber": "index_number",
}
"""Meta tags of 《政府网站发展指引》 and what they are called on sites."""
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{2,20})", re.IGNORECASE)
_DROPPED = ("script", "style", "noscript", "template", "svg", "iframe", "object", "embed", "form", "button", "select", "input", "textarea", "video", "audio", "canvas")
_PAGE = ("nav", "header", "footer", "aside")
_BLOCKS = frozenset([
    "address", "article", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure", "h1", "h2", "h3", "h4", "h5", "h6",
    "hr", "li", "main", "ol", "p", "pre", "section", "table", "tr", "ul",
])
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_SPACE = re.compile(r"[ \t\r\n\f]+")
_SENTENCE = re.compile("[，。；：、]")
MAX_DEPTH = 250


def take(data: bytes) -> Taken:
    declared = _CHARSET.search(data[:4000])
    text, converted = decode(data, declared[1].decode("ascii") if declared else None)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    try:
        # huge_tree stays off: what nests deeper than a browser would lay out is cut by the parser.
        root = lxml.html.document_fromstring(text, parser=lxml.html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True))
    except (etree.ParserError, ValueError) as problem:
        raise Refused("no_text") from problem
    fields = dict(_meta(root))
    notes = [*converted, *_drop(root, _DROPPED, "scripts"), *_drop(root, _PAGE, "page_parts")]
    body = root.find("body")
    lines = _Lines()
    lines.walk(_document(body if body is not None else root))
    return Taken(lines.text(), fields, notes=tuple(notes))


def _meta(root: lxml.html.HtmlElement) -> Iterator[tuple[str, str]]:
    for meta in root.iter("meta"):
        name = _META.get((meta.get("name") or "").lower().replace("_", "").replace("-", ""))
        content = (meta.get("content") or "").strip()
        if name and content:
            yield name, content.split(" ")[0] if name == "issued" else content


def _drop(root: lxml.html.HtmlElement, names: tuple[str, ...], what: str) -> list[str]:
    found = [element for element in root.iter(*names) if element.getparent() is not None]
    hidden = [e for e in root.iter() if isinstance(e.tag, str) and re.search(r"display\s*:\s*none", e.get("style") or "")] if what == "scripts" else []
    for element in [*found, *hidden]:
        if element.getparent() is not None:
            element.drop_tree()
    return [what] if found else []


def _document(body: lxml.html.HtmlElement) -> lxml.html.HtmlElement:
    """Goes down as long as one child holds nine tenths of the sentences; counts once, from the leaves up."""
    held: dict[lxml.html.HtmlElement, int] = {}
    for element in body.iter():
        if isinstance(element.tag, str):
            held[element] = 0
    for element in reversed(list(held)):
        own = len(_SENTENCE.findall(element.text or ""))
        held[element] += own
        parent = element.getparent()
        if parent in held:
            held[parent] += held[element] + len(_SENTENCE.findall(element.tail or ""))
    found, limit = body, 0.9 * held.get(body, 0)
    while True:
        within = next((child for child in found if held.get(child, 0) >= limit and child.tag in ("div", "main", "article", "section", "center", "td", "table", "tbody", "tr", "form")), None)
        # A head with title and number above the text belongs to it: stop where labelled fields would be left out.
        if within is None or limit == 0 or _leaves_out(found, within):
            return found
        found = within


def _leaves_out(outer: lxml.html.HtmlElement, inner: lxml.html.HtmlElement) -> bool:
    for child in outer:
        if child is not inner and isinstance(child.tag, str):
            text = "".join(child.itertext())
            if child.tag in _HEADINGS or re.search(r"文\s*号|索[取引]号|发布(?:时间|日期|机构)|〔\d{4}〕", text):
                return True
    return False


class _Lines:
    """The text of a tree, a line a block, a Markdown table a table."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.open: list[str] = []

    def text(self) -> str:
        self.close()
        return "\n\n".join(line for line in self.lines if line.strip(" \t\n")) + "\n"

    def close(self) -> None:
        line = _SPACE.sub(" ", "".join(self.open)).strip(" ")
        self.open = []
        if line:
            self.lines.append(line)

    def walk(self, root: lxml.html.HtmlElement) -> None:
        """Without recursion: a page may nest as deep as it likes."""
        stack: list[tuple[lxml.html.HtmlElement, bool]] = [(root, False)]
        while stack:
            element, leaving = stack.pop()
            if leaving:
                if element.tag in _BLOCKS:
                    self.close()
                if element is not root:
                    self.open.append(element.tail or "")
                continue
            if not isinstance(element.tag, str):
                self.open.append(element.tail or "")
                continue
            if element.tag in _BLOCKS:
                self.close()
            if element.tag == "br":
                self.close()
                self.open.append(element.tail or "")
                continue
            if element.tag == "table" and (table := _table(element)):
                self.lines.append(table)
                self.open.append(element.tail or "" if element is not root else "")
                continue
            self.open.append(element.text or "")
            stack.append((element, True))
            stack += [(child, False) for child in reversed(element)]


def _table(element: lxml.html.HtmlElement) -> str | None:
    """A table of cells; None where it only lays out a page."""
    if any(True for inner in element.iter("table") if inner is not element):
        return None
    rows = [[_cell(cell) for cell in row if cell.tag in ("td", "th")] for row in element.iter("tr")]
    rows = [row for row in rows if any(row)]
    if len(rows) < 2 or max(map(len, rows)) < 2 or any(len(cell) > 600 for row in rows for cell in row):
        return None
    return table(rows)


def table(rows: list[list[str]]) -> str:
    width = max(map(len, rows))
    written = ["| " + " | ".join([*row, *[""] * (width - len(row))]) + " |" for row in rows]
    return "\n".join([written[0], "|" + " --- |" * width, *written[1:]])


def _cell(element: lxml.html.HtmlElement) -> str:
    return re.sub(rf"[{BLANKS}]+", " ", "".join(element.itertext())).strip().replace("|", "｜")
