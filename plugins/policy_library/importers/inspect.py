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

from . import damage, elements, head
from .damage import Damage
from .elements import Elements

ELEMENTS = (
    "title", "number", "index_number", "issuers", "written", "issued", "effective", "expires", "addressees", "attachments", "approval",
)  # fmt: skip
_LONGEST = 60


@dataclass(frozen=True)
class Understood:
    elements: Elements
    readings: tuple[Reading, ...]
    parts: tuple[outline.Part, ...]


@dataclass(frozen=True)
class Inspection(Understood):
    damage: tuple[Damage, ...]


def understand(body: str, given: Mapping[str, object] | None = None) -> Understood:
    """`given`: field → words of a front matter; spans count the characters of `body`."""
    told = head.words_of(given or {})
    title = head.title_of(body, told).words
    parts = outline.parts(body, title=title)
    number = head.number_of(told, head.head_of(body), parts, title).words
    readings = read(body, title=title or "", number=number)
    return Understood(elements.read(body, told, readings), readings, parts)


def inspect(body: str, given: Mapping[str, object] | None = None) -> Inspection:
    """As `understand`, and what is damaged."""
    found = understand(body, given)
    return Inspection(found.elements, found.readings, found.parts, damage.find(body, title=found.elements.title, parts=found.parts))


def as_data(path: str, body: str, found: Inspection) -> dict[str, Any]:
    """The shape that `policy inspect --json` prints."""
    return {
        "path": path,
        "elements": {name: plain(getattr(found.elements, name)) for name in ELEMENTS},
        "citations": [_citation(reading) for reading in found.readings],
        "relations": [_relation(reading, body) for reading in found.readings],
        "damage": [
            {"kind": d.kind, "start": d.start, "end": d.end, "found": d.found, "proposed": d.proposed, "safe": d.safe} for d in found.damage
        ],
    }


def plain(value: object) -> object:
    """As JSON has it."""
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value


def _citation(reading: Reading) -> dict[str, Any]:
    c = reading.citation
    return {"start": c.start, "end": c.end, "text": c.text, "title": c.title, "number": c.number, "articles": list(c.articles)}


def _relation(reading: Reading, body: str) -> dict[str, Any]:
    citation = reading.citation
    sentence = " ".join(body[slice(*reading.sentence)].split())
    return {"relation": reading.relation, "target": citation.text, "start": citation.start, "end": citation.end, "sentence": sentence}


def told(path: str, body: str, found: Inspection) -> list[str]:
    """For people: the lines of `policy inspect`."""
    lines = [words("intake.read.head", path=path)]
    for name in ELEMENTS:
        value = plain(getattr(found.elements, name))
        shown = "；".join(value) if isinstance(value, list) else value
        lines.append(words("intake.read.element", name=shown_name(Policy.type, name), value=shown or words("intake.read.nothing")))
    related = [reading for reading in found.readings if reading.relation not in ("self", "cites")]
    lines.append(words("intake.read.relations", n=len(related)))
    lines += [
        words("intake.read.relation", relation=words(f"terms.relation.{reading.relation}.forward"), target=_short(reading.citation.text))
        for reading in related
    ]
    lines.append(words("intake.read.damage", n=len(found.damage), safe=sum(d.safe for d in found.damage)))
    for d in found.damage:
        if not d.safe:
            lines += [damage_line(body, d), words("intake.read.why", why=words(f"intake.why.{d.kind}"))]
    return lines


def damage_line(body: str, d: Damage) -> str:
    proposed = words("intake.read.by_hand") if d.proposed is None else _short(d.proposed)
    line = body.count("\n", 0, d.start) + 1
    return words("intake.read.one", line=line, kind=words(f"intake.kind.{d.kind}"), found=_short(d.found), proposed=proposed)


def _short(value: str) -> str:
    plain = printable(value)
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}…"
