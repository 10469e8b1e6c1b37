"""Paragraphs of a source text, each with its span."""

from __future__ import annotations

import re
from typing import NamedTuple

from . import page_heads
from .numerals import CHARACTERS
from .signatures import is_sign_date, is_signature


class Paragraph(NamedTuple):
    start: int
    end: int
    text: str  # body[start:end]


_N = rf"[0-9０-９{CHARACTERS}]{{1,7}}"
_NUMBER_LINE = r"[（(]?[㐀-鿿]{2,10}[^\S\n]*[〔\[（(﹝][^\S\n]*(?:19|20)\d{2}[^\S\n]*[〕\])）﹞][^\S\n]*\d{1,6}[^\S\n]*号[）)]?[^\S\n]*$"
_BEGINS = re.compile(
    rf"""[^\S\n]*(?:{_NUMBER_LINE} | \#{{1,6}}\s|[-*+]\s|>|\||<!--|[*_]{{2}}第|第{_N}[条章节编](?![第的规]) |[一二三四五六七八九十]{{1,3}}、
    |[（(][一二三四五六七八九十]{{1,3}}[）)]|\d{{1,2}}[.．、](?:\D|\d{{4}}年)|附\s*件\s*(?:{_N})?\s*(?:[：:]|$))""",
    re.VERBOSE | re.MULTILINE,
)
_ENDS = re.compile(r"(?:[。：:；;！!？?…|][”’」』）)》]*|^[^\S\n]*(?:#{1,6}\s.*|<!--.*-->|" + _NUMBER_LINE + r"))[^\S\n]*$")


def paragraphs(body: str) -> tuple[Paragraph, ...]:
    """Blocks between empty lines, and inside a block the lines that are paragraphs of their own.

    A line ends a paragraph when it ends a sentence, or when the next one begins with a number, or is a signature
    or a date; a line broken in the middle of a sentence or a date stays within its paragraph.
    """
    found: list[Paragraph] = []
    lines = [*body.split("\n"), "", ""]
    start, at = None, 0
    for i, line in enumerate(lines[:-2]):
        end = at + len(line)
        if line and not line.isspace():
            start = at if start is None else start
            following = lines[i + 1]
            if not following or following.isspace() or parted(line, lines[i + 1 : i + 3]):
                found.append(_paragraph(body, start, end))
                start = None
        at = end + 1
    return tuple(found)


def parted(line: str, following: list[str]) -> bool:
    """Whether a paragraph ends with the line; ``following`` are the next two."""
    if _ENDS.search(line) or _BEGINS.match(following[0]) or not line.startswith("|") and page_heads.fields(line):
        return True
    signature, dated = [text.strip() for text in [*following, ""][:2]]
    if is_sign_date(signature):
        return True
    return is_signature(signature) and (is_sign_date(dated) or is_signature(line))


def _paragraph(body: str, start: int, end: int) -> Paragraph:
    text = body[start:end]
    lead = len(text) - len(text.lstrip())
    stripped = text.strip()
    return Paragraph(start + lead, start + lead + len(stripped), stripped)
