"""Text that was damaged on its way: lost marks, lost characters, characters that no font has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from .paragraphs import Paragraph
from .signatures import is_damaged_date

Kind = Literal["mark", "character", "date", "citation"]

_MARKS = re.compile(r"[《》“”（）()〔〕【】]")
_OPENS = {"《": "》", "“": "”", "（": "）", "(": ")", "〔": "〕", "【": "】"}
_WIDTH = {"(": "（", ")": "）"}
_ITEM = re.compile(r"^\s*(?:[-*+>|]\s*)*[0-9０-９一二三四五六七八九十a-zA-Z]{1,4}[）)]|[；，。、：\s][0-9０-９一二三四五六七八九十a-zA-Z]{1,3}[）)]")
_CHARACTER = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd\ufffd]+|锟斤拷|烫烫烫|[ÃÂ][\x80-\xbf]|â€[\x80-\x9f™œ]?")
_CITATION = re.compile(r"[〔\[（(【](?:19|20)\d{2}\d{1,4}号|(?<=[一-鿿])(?:19|20)\d{2}[〕】]\s*\d{1,4}\s*号|[〔【](?:19|20)\d{2}号")


@dataclass(frozen=True)
class Found:
    start: int
    end: int
    kind: Kind
    text: str


def find(body: str, paragraphs: tuple[Paragraph, ...]) -> Iterator[Found]:
    for m in _CHARACTER.finditer(body):
        yield Found(m.start(), m.end(), "character", " ".join(f"U+{ord(c):04X}" for c in m[0][:3]))
    for m in _CITATION.finditer(body):
        yield Found(m.start(), m.end(), "citation", m[0])
    previous = ""
    for paragraph in paragraphs:
        text = paragraph.text
        if is_damaged_date(text) and "年" not in text and previous[-1:] not in "。；：0123456789|":
            yield Found(paragraph.start, paragraph.end, "date", text)
        previous = text


def half_marks(body: str) -> Iterator[Found]:
    """Marks without their other half, told once for each run of text between empty lines that has one too many.

    A bracket that numbers an item (1）) has no other half; a quotation may go on over paragraphs.
    """
    for m in re.finditer(r"(?:[^\n]+\n?)+", body):
        block = _ITEM.sub(lambda item: item[0][:-1] + " ", m[0])
        stack: list[tuple[str, int]] = []
        loose: list[tuple[str, int]] = []
        for mark in _MARKS.finditer(block):
            sign = _WIDTH.get(mark[0], mark[0])
            if sign in _OPENS:
                stack.append((sign, mark.start()))
            elif stack and _OPENS[stack[-1][0]] == sign:
                stack.pop()
            else:
                loose.append((sign, mark.start()))
        for sign, at in [*loose, *stack]:
            if sign in "《》〔〕":
                yield Found(m.start() + at, m.start() + at + 1, "mark", sign)
                break
