"""Bytes to text. UTF-8 first; what is not is detected, converted and told."""

from __future__ import annotations

import codecs

from charset_normalizer import from_bytes

from .base import MAX_BYTES, MAX_CHARACTERS, Refused

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_MAGIC = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"\x7fELF", b"MZ", b"Rar!", b"7z\xbc\xaf")
_UTF8 = ("utf-8", "utf-8-sig")
_SAMPLE = 200_000
_COMMON_MARKS = "，。、；：“”（）《》〔〕　·—〇"
_MOST = 0.8


def decode(data: bytes, declared: str | None = None) -> tuple[str, str | None]:
    """The text, its lines ending in \\n, and the encoding where it is not UTF-8. `declared`: what the source says of itself."""
    check_size(len(data))
    if data.startswith(_MAGIC):
        raise Refused("binary")
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    for encoding in dict.fromkeys([marked, *([declared] if declared else [])]):
        if (text := _try(data, encoding)) is not None:
            return _lines(text), None if encoding in _UTF8 else encoding.upper()
    for encoding in _guesses(data):
        text = _try(data, encoding)
        if text is not None and _is_chinese(text):
            return _lines(text), encoding.upper()
    raise Refused("binary")


def check_size(size: int) -> None:
    if size > MAX_BYTES:
        raise Refused("too_large", size=size // 1_000_000, limit=MAX_BYTES // 1_000_000)


def _guesses(data: bytes) -> list[str]:
    sample = data[:_SAMPLE]
    if b"\0" in sample:
        return ["utf-16-le", "utf-16-be"]
    best = from_bytes(sample).best() if _try(data, "gb18030") is None else None
    return ["gb18030", *([best.encoding] if best else [])]


def _try(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None
    return None if "\0" in text else text


def _is_chinese(text: str) -> bool:
    """Nearly all bytes are characters of some encoding; it is believed where most of the wide ones are common Chinese."""
    wide = [character for character in text[:50_000] if character > "\x7f"]
    common = sum("\u4e00" <= c <= "\u9fff" and bool(c.encode("gb2312", "ignore")) or c in _COMMON_MARKS for c in wide)
    return bool(wide) and common > _MOST * len(wide)


def _lines(text: str) -> str:
    if len(text) > MAX_CHARACTERS:
        raise Refused("too_large", size=len(text) // 1_000_000, limit=MAX_CHARACTERS // 1_000_000)
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
