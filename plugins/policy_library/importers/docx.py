"""DOCX: paragraphs, headings and tables of the main part. Macros and bombs are refused before anything is unpacked.

Read with zipfile and lxml: a document's text is one XML part, and what must be refused lies in the package around it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from .base import MAX_BYTES, Refused, Taken
from .html import table

ENDINGS = (".docx", ".docm")

MAX_UNPACKED = 60_000_000
MAX_PARTS = 5_000
MAIN = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OLE = b"\xd0\xcf\x11\xe0"


def take(data: bytes) -> Taken:
    if data.startswith(_OLE):
        raise Refused("docx_encrypted")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            xml = _main(package)
    except (zipfile.BadZipFile, KeyError, EOFError, ValueError, NotImplementedError, RuntimeError, OSError) as problem:
        raise Refused("docx_broken") from problem
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as problem:
        raise Refused("docx_broken") from problem
    if root.getroottree().docinfo.doctype:
        raise Refused("docx_broken")
    body = root.find(f"{_W}body")
    lines = [line for line in (_blocks(body) if body is not None else ()) if line.strip()]
    notes = []
    if next(root.iter(f"{_W}del", f"{_W}commentReference"), None) is not None:
        notes.append("comments")
    if next(root.iter(f"{_W}drawing", f"{_W}pict"), None) is not None:
        notes.append("pictures")
    return Taken("\n\n".join(lines) + "\n", notes=tuple(notes))


def _main(package: zipfile.ZipFile) -> bytes:
    parts = package.infolist()
    if any(part.filename.lower().endswith(("vbaproject.bin", "vbadata.xml")) for part in parts):
        raise Refused("docx_macros")
    size = sum(part.file_size for part in parts)
    if size > MAX_UNPACKED or len(parts) > MAX_PARTS:
        raise Refused("docx_bomb", size=size // 1_000_000, limit=MAX_UNPACKED // 1_000_000)
    part = package.getinfo(MAIN)
    if part.flag_bits & 1:
        raise Refused("docx_encrypted")
    if b"macroEnabled" in _read(package, "[Content_Types].xml", MAX_BYTES):
        raise Refused("docx_macros")
    return _read(package, MAIN, MAX_UNPACKED)


def _read(package: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """The sizes in a package are what its maker wrote: read no more than the limit, whatever they say."""
    with package.open(name) as part:
        data = part.read(limit + 1)
    if len(data) > limit:
        raise Refused("docx_bomb", size=len(data) // 1_000_000, limit=limit // 1_000_000)
    return data


def _blocks(body: etree._Element) -> Iterator[str]:
    for element in body:
        if element.tag == f"{_W}p":
            yield from _paragraph(element).split("\n")
        elif element.tag == f"{_W}tbl":
            rows = [[" ".join(_paragraph(p) for p in cell.iter(f"{_W}p")).strip().replace("|", "｜").replace("\n", " ") for cell in row.findall(f"{_W}tc")] for row in element.findall(f"{_W}tr")]
            rows = [row for row in rows if any(row)]
            if len(rows) > 1 and max(map(len, rows)) > 1:
                yield table(rows)
            else:
                yield from (cell for row in rows for cell in row if cell)
        elif element.tag == f"{_W}sdt":
            content = element.find(f"{_W}sdtContent")
            yield from _blocks(content) if content is not None else ()


_TEXT = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def _paragraph(element: etree._Element) -> str:
    """Its text as it stands after accepting changes: insertions are text, deletions are not."""
    pieces = []
    for one in element.iter():
        if one.tag == f"{_W}t" and one.text:
            pieces.append(one.text)
        elif one.tag in _TEXT and one.getparent().tag == f"{_W}r":
            pieces.append(_TEXT[one.tag])
    return "".join(pieces).strip()
