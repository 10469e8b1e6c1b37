"""A round of the patrol as JSON; docs/patrol.md says what it holds. A part that was not asked for is absent."""

from __future__ import annotations

import json
import posixpath
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from policy_library.model.documents import Document
from policy_library.model.findings import Finding

from .links import Link
from .patrol import Patrol

LEFT_OUT: dict[type, tuple[str, ...]] = {Finding: ("severity", "about", "edit", "private")}
PATHS = ("path", "held")


def rendered(patrol: Patrol, content: str = "") -> str:
    """``content``: the folder of the documents, put before each path."""
    parts = {"errors": patrol.errors, "deadlines": patrol.deadlines, "drift": patrol.drifts, "gaps": patrol.gaps, "links": patrol.links}
    whole = {
        "day": patrol.day, "urgent": patrol.urgent, "documents": {"public": patrol.public, "unpublished": patrol.unpublished},
        **{name: held for name, held in parts.items() if held is not None},
    }
    return json.dumps(_plain(whole, content), ensure_ascii=False, indent=1)


def _plain(value: Any, content: str) -> Any:
    """Of a document, what names it: its text stays where it is."""
    if isinstance(value, Document):
        return {"title": value.title, "path": posixpath.join(content, value.path)}
    if isinstance(value, Link):
        places = [{"path": path, "line": line} for path, line in value.places]
        return _plain({"url": value.url, "kind": value.kind, "places": places}, content)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: posixpath.join(content, held) if name in PATHS and held else _plain(held, content) for name, held in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(one, content) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        left_out = LEFT_OUT.get(type(value), ())
        return _plain({field.name: getattr(value, field.name) for field in fields(value) if field.name not in left_out}, content)
    return value
