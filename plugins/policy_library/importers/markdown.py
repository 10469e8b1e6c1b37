"""Markdown with a front matter, in this library's words or in those of the place that it was collected from."""

from __future__ import annotations

from policy_library.model.names import field_names
from policy_library.model.documents import Policy
from policy_library.model.source import SourceFile, split
from policy_library.text.page_heads import LABELS

from .base import Refused, Taken
from .decoding import decode

ENDINGS = (".md", ".markdown")
NOTHING = ("-", "—", "无", "")


def take(data: bytes) -> Taken:
    text, notes = decode(data)
    return read(text, notes)


def read(text: str, notes: tuple[str, ...] = ()) -> Taken:
    if not text.startswith("---\n"):
        return Taken(text, notes=notes)
    front = split(SourceFile("", text), absent=("-",))
    if isinstance(front, tuple):
        raise Refused("front_matter", problem=front[0].message, line=front[0].line)
    known = {**LABELS, **field_names(Policy.type)}
    fields: dict[str, object] = {}
    foreign = False
    for key, value in front.data.items():
        name = known.get(key, key if key in Policy.model_fields else None)
        foreign |= key in LABELS and key not in field_names(Policy.type)
        if name and name not in fields and value not in NOTHING and value is not None:
            fields[name] = value
    ours = not foreign and not front.findings and all(key in field_names(Policy.type) or key in Policy.model_fields for key in front.data)
    return Taken(front.body, fields, ours=ours, notes=notes)


