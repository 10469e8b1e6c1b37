"""Bytes to text. UTF-8 first; what is not is detected, converted and told."""

from __future__ import annotations

import codecs

from charset_normalizer import from_bytes

from .base import MAX_BYTES, MAX_CHARACTERS, Refused

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_MAGIC = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"\x7fELF", b"MZ", b"Rar!", b"7z\xbc\xaf")
_SAMPLE = 200_000


def decode(data: bytes, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The text, its lines ending in \\n, and a note where it was converted. `declared`: what the source says of itself."""
    if len(data) > MAX_BYTES:
        raise Refused("too_large", size=len(data) // 1_000_000, limit=MAX_BYTES // 1_000_000)
    if data.startswith(_MAGIC):
        raise Refused("binary")
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    for candidate in dict.fromkeys([encoding or "utf-8", declared]):
        if candidate and (text := _try(data, candidate)) is not None:
            return _lines(text), () if candidate in ("utf-8", "utf-8-sig") else (candidate.upper().removesuffix("-SIG"),)
    for candidate in ("utf-16-le", "utf-16-be"):
        if data[:400].count(b"\0") > 20 and (text := _try(data, candidate)) and _is_chinese(text):
            return _lines(text), (candidate.upper(),)
    text = _try(data, "gb18030")
    if text is not None and _is_chinese(text):
        return _lines(text), ("GB18030",)
    best = from_bytes(data[:_SAMPLE]).best() if b"\0" not in data[:_SAMPLE] else None
    text = _try(data, best.encoding) if best else None
    if best and text is not None and _is_chinese(text):
        return _lines(text), (best.encoding.upper(),)
    raise Refused("binary")


def _try(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None
    return None if "\0" in text else text


def _is_chinese(text: str) -> bool:
    """Nearly all bytes are characters of some encoding; it is believed where most of the wide ones are common Chinese."""
    wide = [character for character in text[:50_000] if character > "\x7f"]
    common = sum("\u4e00" <= c <= "\u9fff" and bool(c.encode("gb2312", "ignore")) or c in "，。、；：“”（）《》〔〕　·—〇" for c in wide)
    return bool(wide) and common > 0.8 * len(wide)


def _lines(text: str) -> str:
    if len(text) > MAX_CHARACTERS:
        raise Refused("too_large", size=len(text) // 1_000_000, limit=MAX_CHARACTERS // 1_000_000)
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
