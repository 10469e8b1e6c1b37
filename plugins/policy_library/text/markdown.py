"""Markdown for the comments of hosts, with strangers' words in it: they are shown, and do nothing.

A host looks for @names, #numbers and addresses in what the Markdown became, where entities are characters again; only a blank of
no width parts them for it. Words never begin a line: there they could be a command to the host.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

APART = "\u200b"
_CALLS = re.compile(r"[@#!%~$^&:](?=\S)|(?<=\bGH)-(?=\d)|\.(?=[A-Za-z])(?!(?:md|ya?ml)\b)")
"""Characters that make a mention, a reference, an address, an emoji or a formula of what follows. Nothing is put into ``title: …`` and
``a.md``, which people copy."""
_ENTITIES = {ord(mark): f"&#{ord(mark)};" for mark in "\\`*_[]{}|~$"} | {ord("<"): "&lt;", ord(">"): "&gt;", ord("&"): "&amp;"}


def plain(words: str) -> str:
    """``words``, which have no line breaks, as text."""
    return _CALLS.sub(rf"\g<0>{APART}", words).translate(_ENTITIES)


def code(words: str) -> str:
    """``words``, which have no line breaks, as code, in which a host looks for nothing."""
    fence = "`" * (max(map(len, re.findall("`+", words)), default=0) + 1)
    edge = " " if fence != "`" else ""
    return f"{fence}{edge}{words}{edge}{fence}"


def link(words: str, url: str) -> str:
    return f"[{plain(words)}](<{quote(url, safe=':/?#@!$&()*+,;=%~')}>)"


@dataclass(frozen=True)
class Block:
    """Items, as many as there is room for, between what opens and closes them."""

    opening: str
    items: tuple[str, ...] = ()
    closing: str = ""


def folded(summary: str, items: Iterable[str]) -> Block:
    """Shown when a reader asks for it."""
    return Block(f"\n<details><summary>{plain(summary)}</summary>\n", tuple(items), "\n</details>")


def fitted(blocks: Iterable[Block], room: int) -> tuple[str, int]:
    """The blocks in at most ``room`` characters, and how many items were left out: all from the first that found no room."""
    lines: list[str] = []
    left_out = 0
    for block in blocks:
        frame = [block.opening, *([block.closing] if block.closing else [])]
        held: list[str] = []
        free = room - sum(len(line) + 1 for line in frame)
        for item in block.items:
            free -= len(item) + 1
            if left_out or free < 0:
                left_out += 1
            else:
                held.append(item)
        if held or not block.items and free >= 0:
            written = [block.opening, *held, *frame[1:]]
            lines += written
            room -= sum(len(line) + 1 for line in written)
    return "\n".join(lines), left_out
