"""What a page says, as far as its first bytes tell: title, words that a reader sees, and whether it is filled in by a script."""

from __future__ import annotations

import codecs
import re
import zlib
from contextlib import suppress
from dataclasses import dataclass

import lxml.etree
import lxml.html

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "iso-8859-1": ""}
"""Names under which hosts send something wider, or anything at all."""
_ALIVE = "//script|//iframe|//frame|//img|//object|//embed|//meta[translate(@http-equiv, 'REFSH', 'refsh')='refresh']"


@dataclass(frozen=True)
class Page:
    title: str = ""
    words: str = ""
    alive: bool = False
    """Has scripts, frames, pictures or a refresh: few words do not mean that nothing is there."""


class Undecodable(Exception):
    """The body is not packed as its header says."""


def unpacked(body: bytes, encoding: str, limit: int) -> bytes | None:
    """At most ``limit`` bytes, however much is packed into them; None of a packing that was not asked for."""
    match encoding.strip().lower():
        case "" | "identity":
            return body[:limit]
        case "gzip" | "x-gzip" | "deflate":
            try:
                return zlib.decompressobj(wbits=47).decompress(body, limit)
            except zlib.error:
                return _raw_deflate(body, limit)
        case _:
            return None


def _raw_deflate(body: bytes, limit: int) -> bytes:
    try:
        return zlib.decompressobj(wbits=-15).decompress(body, limit)
    except zlib.error as error:
        raise Undecodable(str(error)) from error


def read_page(body: bytes, charset: str | None = None) -> Page:
    """``charset``: what the header says."""
    written = decoded(body, charset)
    if not written.strip():
        return Page()
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True)
    try:
        root = lxml.html.document_fromstring(written.encode("utf-8", "replace"), parser=parser)
    except lxml.etree.LxmlError:
        return Page()
    alive = bool(root.xpath(_ALIVE))
    title = " ".join("".join(one.itertext()) for one in root.xpath("//title")[:1])
    lxml.etree.strip_elements(root, "script", "style", "noscript", "title", "template", with_tail=False)
    return Page(_one_line(title), _one_line(" ".join(root.itertext())), alive)


def decoded(body: bytes, charset: str | None) -> str:
    stated = _CHARSET.search(body[:4096])
    for name in (charset, stated and stated[1].decode("ascii", "replace")):
        if name := _WIDER.get((name or "").lower(), name):
            with suppress(LookupError, UnicodeError):  # no such encoding, or none of texts
                return body.decode(name, "replace")
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(body)  # the last character may be cut
    except UnicodeDecodeError:
        return body.decode("gb18030", "replace")


def _one_line(words: str) -> str:
    return " ".join(words.split())
