"""Word documents: whether the package may be read at all, and its parts. What the parts say is read in docx_blocks.py."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from .base import MAX_CHARACTERS, Page, Refused
from .decoding import check_size
from .docx_blocks import Parts, read_blocks
from .docx_styles import local, value

ENDINGS = (".docx", ".docm")
OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MOST_MEMBERS = 2_000
_MOST_BYTES = 100_000_000
_MOST_RATIO = 200
_SMALL = 1_000_000
"""Bytes unpacked that are no bomb, whatever their ratio: a short text repeats itself."""
_LARGEST_PART = 30_000_000
_MACROS = ("vbaproject", "vbadata", "macroenabled")
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""What the format allows; of these alone Python unpacks no more at a time than is asked for."""


def read(data: bytes) -> Page:
    check_size(len(data))
    if data.startswith(OLE):
        raise Refused("encrypted" if _ENCRYPTED in data else "old_word")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check(archive, len(data))
            blocks, notes = read_blocks(_parts(_Package(archive)))
    except (zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, EOFError, NotImplementedError, OSError, ValueError) as problem:
        raise Refused("broken") from problem
    text = "\n\n".join(blocks)
    if len(text) > MAX_CHARACTERS:
        raise Refused("too_large", size=len(text) // 1_000_000, limit=MAX_CHARACTERS // 1_000_000)
    return Page(text + "\n" if text else "", notes=notes)


def _check(archive: zipfile.ZipFile, size: int) -> None:
    """By what the directory of the package says; that it may lie is met where a part is read."""
    members = archive.infolist()
    if any(mark in member.filename.lower() for member in members for mark in _MACROS):
        raise Refused("macros")
    if any(member.flag_bits & 1 for member in members):
        raise Refused("encrypted")
    unpacked = sum(member.file_size for member in members)
    if len(members) > _MOST_MEMBERS or unpacked > _MOST_BYTES or unpacked > max(_SMALL, _MOST_RATIO * size):
        raise Refused("bomb")
    if any(member.compress_type not in _PACKED for member in members):
        raise Refused("broken")


class _Package:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = {member.filename for member in archive.infolist()}

    def part(self, name: str) -> etree._Element | None:
        """None where the package has none of that name. No entities, no other files, no hosts."""
        if name not in self.names:
            return None
        with self.archive.open(name) as member:
            data = member.read(_LARGEST_PART + 1)
        if len(data) > _LARGEST_PART:
            raise Refused("too_large", size=len(data) // 1_000_000, limit=_LARGEST_PART // 1_000_000)
        root = etree.fromstring(data, _parser())
        if root.getroottree().docinfo.doctype:
            raise Refused("broken")
        return root

    def related(self, name: str) -> Iterator[tuple[str, str]]:
        """Kind and name of the parts to which a part points; "" is the package itself."""
        folder, own = posixpath.split(name)
        root = self.part(posixpath.join(folder, "_rels", f"{own}.rels"))
        for relation in root if root is not None else ():
            if value(relation, "TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, value(relation, "Target") or ""))
                yield posixpath.basename(value(relation, "Type") or ""), target.lstrip("/")


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )  # fmt: skip


def _parts(package: _Package) -> Parts:
    types = package.part("[Content_Types].xml")
    for one in types if types is not None else ():
        if any(mark in (value(one, "ContentType") or "").lower() for mark in _MACROS):
            raise Refused("macros")
    main = dict(package.related("")).get("officeDocument", "word/document.xml")
    document = package.part(main)
    body = next((one for one in document if local(one) == "body"), None) if document is not None else None
    if body is None:
        raise Refused("broken")
    held = dict(package.related(main))
    return Parts(body, **{kind: package.part(held[kind]) for kind in Parts.BESIDES if kind in held})
