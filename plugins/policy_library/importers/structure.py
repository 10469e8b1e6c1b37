"""The paragraphs of a page as the Markdown that this library shows best: headings, articles, lists, tables, signatures.

What each paragraph is, `text.outline` has told; nothing is worded here. Numbers of official texts stay words of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from policy_library.text import dates, enumerators
from policy_library.text.outline import Part
from policy_library.text.patterns import HAN
from policy_library.text.signatures import is_signed_date

from .regions import Span, regions

RANKS = ("book", "chapter", "section", "heading1", "heading2", "item")
"""What may become headings, the highest first; `item` is 1. as the head of what stands under it."""
DEEPEST = 4
LONGEST_HEADING = 40
INDENT = "    "
LEADING = frozenset(["book", "chapter", "section", "heading1", "heading2", "heading3", "article"])

_MARKS = re.compile(r"^#{1,6}[ \t]+|[ \t]+#+$")
_ARTICLE = re.compile(r"((?:[*_]{2})?第[^\S\n]*[^条\s]{1,9}[^\S\n]*条(?:之[一二三四五六七八九十]{1,3})?(?:[*_]{2})?)[^\S\n]*")
_DIVISION = re.compile(r"(第[^\S\n]*[^\s章节编]{1,7}[^\S\n]*(?:分编|编|章|节))\s*(.*)", re.DOTALL)
_SPACED = re.compile(rf"(?<={HAN})\s+(?={HAN})")
_STANDS_ALONE = re.compile(r"[^，。；：,;:]{1,30}")
"""A heading above its text, where no empty line parts them: a sentence that was wrapped is longer, or has a mark by then."""
_NO_HEADING = "。；：，,;:"


@dataclass(frozen=True)
class Block:
    """A paragraph, or a region that stays as it is; `rank` where it may be a heading."""

    text: str
    role: str
    rank: str | None = None
    number: enumerators.Number | None = None
    kept: bool = False
    is_heading: bool = False

    @property
    def may_head(self) -> bool:
        return len(self.text) <= LONGEST_HEADING and self.text[-1] not in _NO_HEADING and "\n" not in self.text


def markdown(body: str, parts: Sequence[Part]) -> str:
    """`parts` are those of `body`."""
    blocks = _headed(list(_blocks(body, parts)))
    return "".join(f"{text}\n\n" for text in _written(blocks)).rstrip("\n") + "\n"


def _blocks(body: str, parts: Sequence[Part]) -> Iterator[Block]:
    kept = regions(body)
    ends = [end for _, end in kept]
    done = -1
    for part in parts:
        start = part.paragraph.start
        n = bisect_right(ends, start)
        if n < len(kept) and kept[n][0] <= start:
            if n != done:
                yield Block(_as_it_is(body, kept[n]), part.role, kept=True)
            done = n
        else:
            yield from _paragraph(part)


def _as_it_is(body: str, region: Span) -> str:
    lines = [line.rstrip() for line in body[slice(*region)].split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip("\n")


def _paragraph(part: Part) -> Iterator[Block]:
    text = "\n".join(line.strip() for line in part.paragraph.text.split("\n"))
    first, _, rest = text.partition("\n")
    if rest and part.role in LEADING and _STANDS_ALONE.fullmatch(first):
        yield from _block(first, part.role)
        yield Block(rest, "text")
    else:
        yield from _block(text, part.role)


def _block(text: str, role: str) -> Iterator[Block]:
    if text.startswith("# "):
        yield Block(text, role, kept=True)
        return
    words = _MARKS.sub("", text) if text.startswith("#") else text
    if role == "signature":
        yield from (Block(line, role) for line in _signed(words))
    elif role in ("book", "chapter", "section"):
        yield Block(_division(words), role, role)
    elif role == "article":
        yield Block(_ARTICLE.sub("\\1\u3000", words, count=1).rstrip("\u3000"), role)
    elif role in ("heading1", "heading2"):
        yield Block(words, role, role)
    elif role in ("text", "heading3") and (number := enumerators.number(words)):
        yield Block(_item(number), role, "item" if number.form == "dot" else None, number)
    elif words != text:
        yield Block(text, role, kept=True)  # a heading without a number: its author's
    elif words:
        yield Block(words, role)


def _signed(words: str) -> list[str]:
    """Agencies and date, each on a line of its own."""
    if is_signed_date(words):
        day = dates.find(words)[0].start
        words = f"{words[:day]}\n{words[day:]}"
    return [line.strip() for line in words.split("\n") if line.strip()]


def _division(words: str) -> str:
    """第一章  总　则 → 第一章　总则."""
    m = _DIVISION.fullmatch(words)
    return f"{_SPACED.sub('', m[1])}\u3000{_SPACED.sub('', m[2])}".rstrip("\u3000") if m else words


def _item(number: enumerators.Number) -> str:
    """1.坚持…; a blank stays only where the figures would run together: 1. 2024年."""
    apart = " " if number.form == "dot" and number.rest[:1].isdigit() else ""
    return f"{number.mark}{apart}{number.rest}"


# Headings: short, without a mark at their end, and most of their like have something under them.


def _headed(blocks: list[Block]) -> list[Block]:
    runs: dict[tuple[str, int], list[int]] = {}
    parents = dict.fromkeys(RANKS, 0)
    for at, block in enumerate(blocks):
        if block.role in ("attachment", "annex-title"):
            parents = {rank: at for rank in RANKS}
        elif block.rank:
            runs.setdefault((block.rank, parents[block.rank]), []).append(at)
            parents |= dict.fromkeys(RANKS[RANKS.index(block.rank) + 1 :], at)
    heads = {at for (rank, _), run in runs.items() if _are_heads(blocks, rank, run) for at in run if blocks[at].may_head}
    return [replace(block, is_heading=at in heads) for at, block in enumerate(blocks)]


def _are_heads(blocks: list[Block], rank: str, run: list[int]) -> bool:
    if rank in ("book", "chapter", "section"):
        return True
    short = [at for at in run if blocks[at].may_head]
    if rank == "item" and len(short) < len(run):
        return False
    leading = [at for at in short if at + 1 < len(blocks) and _goes_under(blocks[at + 1], rank)]
    return bool(short) and 2 * len(leading) >= len(short)


def _goes_under(block: Block, rank: str) -> bool:
    if block.rank in RANKS:
        return RANKS.index(block.rank) > RANKS.index(rank)
    return block.role in ("text", "heading3", "article") and (rank != "item" or block.number is None)


# Lists: an item goes under the last one of another form, until a paragraph of a higher rank.


def _written(blocks: list[Block]) -> Iterator[str]:
    """Paragraphs; the items of a list that follow each other are one."""
    ranks = _ranks(blocks)
    level, forms, items = 1, [], []
    for block, following in pairwise([*blocks, Block(" ", "end")]):
        if block.number and not block.is_heading:
            forms = forms[: forms.index(block.number.form)] if block.number.form in forms else forms
            items.append(f"{INDENT * len(forms)}- {_apart(block.text)}")
            forms.append(block.number.form)
            continue
        if items:
            yield "\n".join(items)
            items = []
        if block.is_heading and block.rank:
            level, forms = min(ranks[block.rank], level + 1, DEEPEST), []
            yield f"{'#' * level} {block.text}"
        elif block.role == "text" and not block.kept and not block.rank and forms and following.number and following.number.form in forms:
            yield "\n".join(INDENT * len(forms) + line for line in block.text.split("\n"))
        else:
            forms = []
            yield block.text
    if items:
        yield "\n".join(items)


def _ranks(blocks: list[Block]) -> dict[str, int]:
    """Level of each rank that has headings: ## for the highest."""
    found = [rank for rank in RANKS if any(block.is_heading and block.rank == rank for block in blocks)]
    return {rank: level for level, rank in enumerate(found, 2)}


def _apart(item: str) -> str:
    """`1. 2024年` is the text of an item, and no list in it."""
    return re.sub(r"^(\d{1,2})\.(?=\s|$)", r"\1\\.", item)
