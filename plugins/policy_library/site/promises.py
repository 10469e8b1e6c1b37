"""What the pages of an edition promise to last, and what of addresses.lock they do not keep."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from policy_library.model.findings import Finding, Place, finding

from .pages import Pages
from .publish import dropped, line_numbers


def promised(pages: Pages) -> dict[str, tuple[str, ...]]:
    """Address → anchors: every page but the continuations of lists, which come and go with what is listed."""
    addresses = {f"/{plan.address}": plan.anchors for plan in pages.plans if not plan.continues}
    return {**addresses, **{f"/{short}": () for short, _ in pages.permalinks}}


def broken(locked: Mapping[str, tuple[str, ...]], pages: Pages, content: Path, lock: Path) -> Iterator[Finding]:
    """Told at its line of the lock, by its path seen from the content folder."""
    path = os.path.relpath(lock, content).replace(os.sep, "/")
    lost = [(address, anchor) for address, anchor in dropped(locked, promised(pages)) if not pages.let_go(address, anchor)]
    lines = line_numbers(lock) if lost else {}
    for address, anchor in lost:
        shown = address if anchor is None else f"{address}#{anchor}"
        yield finding("U004" if anchor is None else "U005", "error", Place(path, lines.get(address, 1)), address=shown)
