"""Saved pages of government sites: what is the document, and what the site put around it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from policy_library.text import dates, page_heads
from policy_library.text.normalize import title_key

from .base import Note, Page, Refused
from .decoding import decode
from .html_blocks import Block, blocks

ENDINGS = (".html", ".htm")
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{1,40})", re.IGNORECASE)
_TAGS = {"articletitle": "title", "pubdate": "issued"}
"""Names of the page tags that all sites of governments carry → fields of documents."""
_SITE = re.compile(r"[\s\xa0]*(?:_{1,2}|\||—{1,2}|--?|–)[\s\xa0]*")
_SENTENCE = re.compile("[。；：，]")
_NEARLY_ALL = 0.9
_SHOWN = 60


def read(data: bytes) -> Page:
    declared = _CHARSET.search(data[:4096])
    text, encoding = decode(data, declared[1].decode("ascii") if declared else None)
    root = _parsed(text)
    found = blocks(root)
    within = set(_main(root, found).iter())
    inside = [block for block in found if block.at in within]
    outside = [block for block in found if block.at not in within]
    fields = {**_tags(root), **_labelled(outside)}
    fields.setdefault("title", _title(root, inside, outside))
    notes = [note for block in inside for note in block.notes]
    body = "\n\n".join(block.text for block in inside)
    return Page(_joined_tables(body), {name: value for name, value in fields.items() if value}, encoding, notes=(*notes, *_left(outside)))


def _parsed(text: str) -> HtmlElement:
    """Bytes, because a page may say of itself in which encoding it was; now it is in this one. What nests deeper than the parser
    goes is lost without a word, so such a page is refused."""
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = document_fromstring(text.encode(), parser)
    except (etree.ParserError, etree.XMLSyntaxError) as problem:
        raise Refused("no_text") from problem
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise Refused("too_deep")
    return root


def _joined_tables(body: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", body)


def _score(block: Block) -> int:
    """How much of a document's running words it holds."""
    if page_heads.is_head(block.text) or block.linked > len(block.text) / 2:
        return 0
    return len(block.text) if block.is_table or _SENTENCE.search(block.text) else 0


def _main(root: HtmlElement, found: Sequence[Block]) -> HtmlElement:
    """The innermost element that holds nearly all sentences of the page and more than one block."""
    words: dict[HtmlElement, int] = {}
    count: dict[HtmlElement, int] = {}
    for block in found:
        words[block.at] = words.get(block.at, 0) + _score(block)
        count[block.at] = count.get(block.at, 0) + 1
    depth: dict[HtmlElement, int] = {}
    for event, element in etree.iterwalk(root, events=("start", "end")):
        parent = element.getparent() if element is not root else None
        if event == "start":
            depth[element] = depth.get(parent, -1) + 1
        elif parent is not None and element in words:
            words[parent] = words.get(parent, 0) + words[element]
            count[parent] = count.get(parent, 0) + count[element]
    total = words.get(root, 0)
    fits = [element for element in words if total and words[element] >= _NEARLY_ALL * total and count[element] > 1]
    return min(fits, key=lambda element: (count[element], -depth[element]), default=root)


def _tags(root: HtmlElement) -> dict[str, object]:
    found: dict[str, object] = {}
    for meta in root.iter("meta"):
        name = _TAGS.get(meta.get("name", "").strip().lower())
        value = meta.get("content", "").strip()
        if name and value and name not in found and (name != "issued" or dates.parse(value[:10])):
            found[name] = value[:10] if name == "issued" else value
    for link in root.iter("link"):
        if link.get("rel") == "canonical" and re.match(r"https?://", link.get("href", "")):
            found["source"] = link.get("href")
    return found


def _labelled(outside: Sequence[Block]) -> dict[str, object]:
    found: dict[str, object] = {}
    for block in outside:
        for field in page_heads.fields(block.text):
            if field.name and field.value:
                found.setdefault(field.name, field.value)
    return found


def _title(root: HtmlElement, inside: Sequence[Block], outside: Sequence[Block]) -> str | None:
    """A heading of the page, else what the window's title says before the names of columns and of the site."""
    window = root.findtext(".//title") or ""
    named = _SITE.split(" ".join(window.split()))[0]
    if any(block.text.startswith("# ") for block in inside):
        return None
    headings = [block.text.lstrip("# ") for block in outside if block.text.startswith("#")]
    told = next((heading for heading in headings if title_key(heading) == title_key(named)), None)
    return told or next((heading for heading in headings if len(heading) > 8), None) or (named if len(named) > 8 else None)


def _left(outside: Sequence[Block]) -> list[Note]:
    """Sentences that were not taken: a person looks whether they belong to the document."""
    left = [block.text for block in outside if _score(block) and not page_heads.is_furniture(block.text)]
    return [Note("outside", {"n": len(left), "words": "；".join(words[:_SHOWN] for words in left[:3])})] if left else []
