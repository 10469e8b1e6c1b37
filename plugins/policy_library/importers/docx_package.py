"""The parts of a DOCX file, read with a limit: it is a ZIP archive from a stranger."""

from __future__ import annotations

import io
import re
import zipfile

from lxml import etree

from .base import Refused

OLE = b"\xd0\xcf\x11\xe0"
"""Files of Word before 2007, and newer ones under a password."""
LARGEST = 200_000_000
"""Bytes of all parts, unpacked."""
LARGEST_PART = 60_000_000
_DENSE, _RATIO = 5_000_000, 100
"""A part above so many bytes that shrank to less than a hundredth holds nothing that somebody wrote."""
_MACROS = re.compile(r"(?:^|/)vba(?:Project|Data)[^/]*$", re.IGNORECASE)

Element = etree._Element
Parts = dict[str, Element]
"""By the name of the part: document, styles …"""
_READ = re.compile(r"word/(document|styles|numbering|comments|footnotes|endnotes)\.xml")


def parts(data: bytes) -> Parts:
    if data.startswith(OLE):
        raise Refused("old_word")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _parts(archive)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, etree.XMLSyntaxError, RuntimeError) as problem:
        raise Refused("damaged") from problem


def _parts(archive: zipfile.ZipFile) -> Parts:
    found = archive.infolist()
    if any(_MACROS.search(one.filename) for one in found):
        raise Refused("macros")
    if sum(one.file_size for one in found) > LARGEST or any(_is_bomb(one) for one in found):
        raise Refused("zip_bomb")
    if any(one.flag_bits & 1 for one in found):
        raise Refused("old_word")
    names = {one.filename for one in found}
    if "[Content_Types].xml" in names and b"macroEnabled" in _bytes(archive, "[Content_Types].xml"):
        raise Refused("macros")
    if "word/document.xml" not in names:
        raise Refused("no_document")
    return {m[1]: _parsed(_bytes(archive, one)) for one in sorted(names) if (m := _READ.fullmatch(one))}


def _is_bomb(one: zipfile.ZipInfo) -> bool:
    return one.file_size > LARGEST_PART or one.file_size > _DENSE and one.file_size > _RATIO * max(1, one.compress_size)


def _bytes(archive: zipfile.ZipFile, name: str) -> bytes:
    """What the archive says of its sizes may be a lie."""
    with archive.open(name) as file:
        data = file.read(LARGEST_PART + 1)
    if len(data) > LARGEST_PART:
        raise Refused("zip_bomb")
    return data


def _parsed(data: bytes) -> Element:
    """Without entities, which can grow without end, and without files and hosts that they name."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True))


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def value(element: Element | None, path: str, default: str | None = None) -> str | None:
    """The w:val of what lies at `path`, steps without their prefix: pPr/numPr/ilvl."""
    found = element.find("/".join(W + step for step in path.split("/"))) if element is not None else None
    return default if found is None else found.get(f"{W}val", default)


def has(element: Element, path: str) -> bool:
    """Whether a property is switched on: it stands there, and not as false."""
    found = element.find("/".join(W + step for step in path.split("/")))
    return found is not None and found.get(f"{W}val", "1") not in ("0", "false", "off", "none")


def figure(written: str | None, default: int) -> int:
    """A whole number of the file, which may say anything."""
    return int(written) if written and written.isascii() and written.isdigit() and len(written) < 6 else default
