"""The forms in which changes can be had, by the name that ``policy changes --format`` takes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict

from policy_library.locale import text
from policy_library.text.markdown import Block, code, fitted, folded, plain

from .compare import Changes
from .telling import Line, sections

ROOM = 60_000
"""Characters; hosts take some 65,000 in a comment."""


def as_text(changes: Changes) -> str:
    out = [text("changes.head", day=changes.day.isoformat()), *_remarks(changes)]
    for section in sections(changes):
        out += ["", section.title, *(f"  {'  '.join(_parts(line))}" for line in section.lines)]
    return "\n".join(out)


def as_json(changes: Changes) -> str:
    return json.dumps(asdict(changes), ensure_ascii=False, indent=1, default=str)


def as_markdown(changes: Changes, room: int = ROOM) -> str:
    told, left_out = fitted(_blocks(changes), room - 200)
    return told + (f"\n\n{text('changes.left_out', n=left_out)}" if left_out else "")


def _blocks(changes: Changes) -> Iterator[Block]:
    yield Block(f"## {text('changes.head', day=changes.day.isoformat())}")
    yield from (Block(f"\n{remark}") for remark in _remarks(changes))
    for section in sections(changes):
        items = tuple(map(_item, section.lines))
        yield folded(section.title, items) if section.minor else Block(f"\n### {section.title}\n", items)


def _item(line: Line) -> str:
    """Words never begin it as they are: a title may look like an item of its own."""
    shown = Line(line.address and code(line.address), plain(line.words), line.to and code(line.to))
    return f"- {' '.join(_parts(shown))}"


def _parts(line: Line) -> Iterator[str]:
    yield from filter(None, (line.address, line.words))
    yield from (f"→ {to}" for to in [line.to] if to)


def _remarks(changes: Changes) -> Iterator[str]:
    if changes.incomplete:
        yield text("changes.incomplete")
    if not sections(changes):
        yield text("changes.nothing")


FORMS: Mapping[str, Callable[[Changes], str]] = {"text": as_text, "json": as_json, "markdown": as_markdown}
