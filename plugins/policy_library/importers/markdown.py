"""Markdown with a front matter, in this library's words or in those of the place that it was collected from."""

from __future__ import annotations

from policy_library.model.documents import Policy
from policy_library.model.names import field_names
from policy_library.model.scaffold import is_blank
from policy_library.model.source import in_memory, split
from policy_library.text.page_heads import LABELS

from .base import Page, Refused
from .decoding import decode

ENDINGS = (".md", ".markdown")
ABSENT = ("-", "—", "无")
"""Words that collected files write where a field has no value."""


def read(data: bytes) -> Page:
    text, encoding = decode(data)
    if not text.startswith("---\n"):
        return Page(text, encoding=encoding)
    front = split(in_memory("", text), absent=ABSENT)
    if isinstance(front, tuple):
        raise Refused("front_matter", problem=front[0].message, line=front[0].line)
    names = {**LABELS, **field_names(Policy.type), **{name: name for name in Policy.model_fields}}
    fields: dict[str, object] = {}
    for key, value in front.data.items():
        name = names.get(key)
        if name and name not in fields and value is not None and value not in ("", *ABSENT) and not is_blank(value):
            fields[name] = value
    return Page(front.body, fields, encoding)
