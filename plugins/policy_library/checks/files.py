"""What an attached file holds besides what it shows: names of persons, comments, tracked changes, hidden sheets, positions."""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from policy_library.model.documents import Attachment, Document
from policy_library.model.findings import Place

from .base import Subject

Kind = Literal["name", "comment", "change", "sheet", "position", "damaged"]
LARGEST_PART = 50_000_000
"""Bytes, unpacked: more is not read."""


@dataclass(frozen=True)
class Hidden:
    kind: Kind
    what: str


@dataclass(frozen=True)
class Attached:
    document: Document
    attachment: Attachment
    place: Place
    data: bytes


def attached(subject: Subject) -> Iterator[Attached]:
    """Every file that readers can download; one that does not exist is S001."""
    for document in subject.public.documents:
        for index, attachment in enumerate(getattr(document, "attachments", ())):
            path = posixpath.normpath(posixpath.join(posixpath.dirname(document.path), attachment.file))
            data = subject.file(path)
            if data is not None:
                yield Attached(document, attachment, document.place(f"attachments.{index}.file"), data)


def hidden(data: bytes) -> tuple[Hidden, ...]:
    if data.startswith(b"PK"):
        return tuple(_office(data))
    if data.startswith(b"%PDF"):
        return tuple(_pdf(data))
    if data.startswith(b"\xff\xd8"):
        return tuple(_photograph(data))
    return ()


def _office(data: bytes) -> Iterator[Hidden]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {one.filename: one for one in archive.infolist() if one.file_size <= LARGEST_PART}
            read = {name: archive.read(part).decode("utf8", "replace") for name, part in parts.items() if _PARTS.fullmatch(name)}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        yield Hidden("damaged", "")
        return
    for name, text in read.items():
        if name == "docProps/core.xml":
            names = [found.strip() for found in re.findall(r"<(?:dc:creator|cp:lastModifiedBy)>([^<]+)<", text)]
            yield from (Hidden("name", found) for found in dict.fromkeys(names) if found and not _NOBODY.fullmatch(found))
        elif "omment" in name:
            if count := len(re.findall(r"<(?:w:comment|comment|p:cm|threadedComment)\b", text)):
                yield Hidden("comment", str(count))
        elif name == "xl/workbook.xml":
            yield from (Hidden("sheet", found) for found in re.findall(r'<sheet\b[^>]*?name="([^"]*)"[^>]*?state="(?:veryH|h)idden"', text))
        elif count := len(re.findall(r"<w:(?:ins|del|moveFrom|moveTo) ", text)):
            yield Hidden("change", str(count))


_PARTS = re.compile(r"docProps/core\.xml|word/(?:document|header\d*|footer\d*|footnotes|comments)\.xml|xl/workbook\.xml|(?:xl|ppt)/(?:threadedC|c)omments/?[^/]*\.xml")
_NOBODY = re.compile(r"(?i)user|admin|administrator|microsoft.*|office.*|wps.*|python-.*|openpyxl|apache poi|un-?named|author|windows.*|lenovo|dell|hp")
"""Names that programs put in; they are nobody's."""


def _pdf(data: bytes) -> Iterator[Hidden]:
    """Only what stands open in the file: a packed or encrypted dictionary is not opened."""
    for found in re.finditer(rb"/Author\s*(?:\(((?:[^()\\]|\\.){1,200})\)|<([0-9A-Fa-f]{4,400})>)", data):
        name = _pdf_text(found[1]) if found[1] else _pdf_text(bytes.fromhex((found[2] + b"0" * (len(found[2]) % 2)).decode()))
        if name.strip() and not _NOBODY.fullmatch(name.strip()):
            yield Hidden("name", name.strip())
            return


def _pdf_text(raw: bytes) -> str:
    return raw[2:].decode("utf-16-be", "replace") if raw.startswith(b"\xfe\xff") else raw.decode("utf8", "replace")


def _photograph(data: bytes) -> Iterator[Hidden]:
    start = data.find(b"Exif\0\0", 0, 65_536)
    tiff = data[start + 6 : start + 65_536] if start >= 0 else b""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 10:
        return
    (at,) = struct.unpack_from(f"{order}I", tiff, 4)
    if at + 2 > len(tiff):
        return
    (count,) = struct.unpack_from(f"{order}H", tiff, at)
    for entry in range(at + 2, min(at + 2 + 12 * count, len(tiff) - 12), 12):
        if struct.unpack_from(f"{order}H", tiff, entry) == (0x8825,):
            yield Hidden("position", "GPS")
            return
