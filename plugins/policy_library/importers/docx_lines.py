"""Pieces of a line become Markdown."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from policy_library.locale import text as words_of

from .docx_numbering import Number
from .marking import plain

MARK = "mark"
_BLANK = re.compile(r"[ \t\r\n\f\xa0]+")
_LONGEST = 40  # characters: of what is told of a thing in its place


@dataclass(frozen=True)
class Piece:
    kind: str
    """`sup`, `sub`, `mark`: Markdown that is finished; "" is text."""
    words: str


def change_told(deleted: str, inserted: str) -> str:
    return words_of("importing.hold.change", deleted=within(deleted), inserted=within(inserted))


def within(words: str) -> str:
    """Words in the brackets of a hold, in short: no brackets of its kind stand there, and no line ends."""
    short = words if len(words) <= _LONGEST else words[:_LONGEST] + "……"
    return plain(_BLANK.sub(" ", short.replace("〔", "[").replace("〕", "]")).strip())


def markdown(pieces: list[Piece], number: Number | None) -> str:
    """Markdown; text is escaped when it is whole, since Word cuts it anywhere."""
    joined = [Piece(kind, _BLANK.sub(" ", "".join(one.words for one in group))) for kind, group in itertools.groupby(pieces, key=lambda one: one.kind)]
    while joined and not joined[0].words.strip():
        del joined[0]
    head = joined.pop(0).words.lstrip(" \u3000") if joined and not joined[0].kind else ""
    if number:
        head = number.before(head)
    line = plain(head) + "".join(map(_shown_piece, joined))
    bullet = "- " if number and number.bullet and line else ""
    return bullet + line.rstrip(" \u3000")


def _shown_piece(piece: Piece) -> str:
    if piece.kind == MARK:
        return piece.words
    words = plain(piece.words)
    return f"<{piece.kind}>{words}</{piece.kind}>" if piece.kind and words.strip() else words
