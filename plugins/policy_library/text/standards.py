"""Numbers of standards: GB/T 16739-2023, GB12268, DG/TJ 08-2455-2024. They are never document numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .data import load
from .normalize import squeeze
from .patterns import SPACE, any_of


@dataclass(frozen=True)
class Found:
    start: int
    end: int
    number: str  # GB/T 16739-2023, GB 12268


_STANDARDS = load("standards")
_PREFIX = any_of([*{entry["prefix"] for entry in _STANDARDS}])
_LETTER = re.compile(b"[A-Z]")
"""With which every prefix begins; most texts hold none, and what there is of Latin is looked through much faster than all."""
_BARE = frozenset(entry["prefix"] for entry in _STANDARDS if entry["bare"])
STANDARD = re.compile(
    rf"""(?P<prefix>{_PREFIX})(?P<place>(?<=DB)\d{{2}}(?:\d{{2}})?)?(?P<kind>{SPACE}?/{SPACE}?[A-Z]{{1,3}})?{SPACE}{{0,2}}
    (?P<number>[A-Z]?\d{{1,6}}(?:\.\d{{1,3}}){{0,3}})
    (?P<year>(?:{SPACE}?[-—–－‐−]{{1,2}}{SPACE}?\d{{1,6}}){{1,3}})?(?![0-9A-Za-z])""",
    re.VERBOSE,
)


def find(body: str) -> tuple[Found, ...]:
    """Numbers of standards. They are never document numbers."""
    found = []
    for m in STANDARD.finditer(body) if _LETTER.search(body.encode("ascii", "ignore")) else ():
        if m.start() and (
            body[m.start() - 1].isascii() and body[m.start() - 1].isalnum() or body[m.start() - 1] == "/"
        ):
            continue
        if not m["year"] and (m["prefix"] not in _BARE or len(m["number"]) < 3):
            continue
        head = m["prefix"] + (m["place"] or "") + squeeze(m["kind"] or "")
        tail = re.sub(r"[-—–－‐−]+", "-", squeeze(m["year"] or ""))
        found.append(Found(m.start(), m.end(), f"{head} {m['number']}{tail}"))
    return tuple(found)
