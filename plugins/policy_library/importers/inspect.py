"""What the tool reads in a document, as plain data: for people, and for measuring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from policy_library.graph.reading import Reading, read
from policy_library.locale import text as words
from policy_library.model.documents import Policy
from policy_library.model.findings import printable
from policy_library.model.names import shown_name
from policy_library.text import outline

from . import damage, elements
from .damage import Damage
from .elements import Elements


@dataclass(frozen=True)
class Inspection:
    elements: Elements
    readings: tuple[Reading, ...]
    damage: tuple[Damage, ...]
    parts: tuple[outline.Part, ...]


def inspect(body: str, given: Mapping[str, Any] | None = None) -> Inspection:
    """`given`: field → words of a front matter; spans count the characters of `body`."""
    told = {name: _words(value) for name, value in (given or {}).items() if value is not None}
    title, _ = elements.title_of(body, told)
    parts = outline.parts(body, title=title)
    number = told.get("number")
    readings = read(body, title=title or "", number=number if isinstance(number, str) else None)
    found = elements.read(body, told, readings, parts)
    if found.number and not number:
        readings = read(body, title=title or "", number=found.number)
    return Inspection(found, readings, damage.find(body, title=title, parts=parts), parts)


def _words(value: object) -> str | tuple[str, ...]:
    if isinstance(value, list | tuple):
        return tuple(str(item) for item in value)
    return str(value)


def as_data(path: str, body: str, found: Inspection) -> dict[str, Any]:
    """The shape that `policy inspect --json` prints."""
    own = found.elements
    return {
        "path": path,
        "elements": {
            "title": own.title, "number": own.number, "index_number": own.index_number, "issuers": list(own.issuers),
            "written": _iso(own.written), "issued": _iso(own.issued), "effective": _iso(own.effective), "expires": _iso(own.expires),
            "addressees": list(own.addressees), "attachments": list(own.attachments), "approval": own.approval,
            "disclosure": own.disclosure,
        },
        "citations": [
            {"start": c.start, "end": c.end, "text": c.text, "title": c.title, "number": c.number, "articles": list(c.articles)}
            for c in (reading.citation for reading in found.readings)
        ],
        "relations": [_relation(reading, body) for reading in found.readings],
        "damage": [
            {"kind": d.kind, "start": d.start, "end": d.end, "found": d.found, "proposed": d.proposed, "safe": d.safe} for d in found.damage
        ],
    }


def _relation(reading: Reading, body: str) -> dict[str, Any]:
    start, end = reading.sentence
    data: dict[str, Any] = {
        "relation": reading.relation, "target": reading.citation.text, "start": reading.citation.start, "end": reading.citation.end,
        "sentence": " ".join(body[start:end].split()),
    }
    return data | ({"inverse": True} if reading.inverse else {}) | ({"until": reading.until.isoformat()} if reading.until else {})


def told(path: str, body: str, found: Inspection) -> list[str]:
    """For people: the lines of `policy inspect`."""
    lines = [words("intake.read.head", path=path)]
    for name, value in as_data(path, body, found)["elements"].items():
        shown = "；".join(value) if isinstance(value, list) else value
        lines.append(words("intake.read.element", name=shown_name(Policy.type, name), value=shown or words("intake.read.nothing")))
    related = [reading for reading in found.readings if reading.relation not in ("self", "cites")]
    lines.append(words("intake.read.relations", n=len(related)))
    lines += [
        words("intake.read.relation", relation=words(f"terms.relation.{reading.relation}.forward"), target=printable(reading.citation.text))
        for reading in related
    ]
    lines.append(words("intake.read.damage", n=len(found.damage), safe=sum(d.safe for d in found.damage)))
    return [*lines, *(damage_line("intake.read.one", body, d) for d in found.damage if not d.safe)]


def damage_line(key: str, body: str, d: Damage) -> str:
    proposed = words("intake.read.by_hand") if d.proposed is None else printable(d.proposed)[:60]
    line = body.count("\n", 0, d.start) + 1
    return words(key, line=line, kind=words(f"intake.kind.{d.kind}"), found=printable(d.found)[:60], proposed=proposed)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
