"""Applies edits that damages propose: the safe ones, or those to which somebody consented."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from .damage import Damage

Edit = tuple[int, int, str]
"""start, end, what stands there instead."""


def safe(text: str, damages: Iterable[Damage]) -> str:
    """Nothing that could change meaning."""
    return apply(text, edits(damages, lambda damage: damage.safe))


def edits(damages: Iterable[Damage], consented: Callable[[Damage], bool]) -> list[Edit]:
    return [(d.start, d.end, d.proposed) for d in damages if d.proposed is not None and consented(d)]


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Of edits that overlap, what deletes more wins: a mark inside a line that goes is not mended besides."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda e: (e[0], -e[1], e[2])):
        if kept and edit[0] < kept[-1][1]:
            if edit[2] == "" and edit[1] - edit[0] > kept[-1][1] - kept[-1][0]:
                kept[-1] = edit
            continue
        kept.append(edit)
    pieces, at = [], 0
    for start, end, proposed in kept:
        pieces += [text[at:start], proposed]
        at = end
    return "".join([*pieces, text[at:]])
