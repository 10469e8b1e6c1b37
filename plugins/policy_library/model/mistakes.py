"""What pydantic says of a front matter, in a clerk's words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from policy_library.locale import catalogue, text

from . import shape
from .documents import Document, Policy
from .findings import Finding, Place, finding
from .names import field_names, meant_by, shown_name
from .source import Mark, Path
from .values import nearest
from .vocabulary import VOCABULARIES


def mistakes(error: ValidationError, model: type[BaseModel], path: str, marks: Mapping[Path, Mark]) -> list[Finding]:
    """A list none of whose items could be read counts as empty: that is not told besides."""
    problems = error.errors()
    told = {problem["loc"][:end] for problem in problems for end in range(len(problem["loc"]))}
    return [
        _finding(problem, model, path, marks) for problem in problems
        if not (problem["type"] == "too_short" and problem["loc"] in told)
    ]


def _finding(problem: ErrorDetails, model: type[BaseModel], path: str, marks: Mapping[Path, Mark]) -> Finding:
    """A pydantic error in a clerk's words, at the line where the mend is made."""
    type = _type_name(model)
    location: Path = tuple(step for step in problem["loc"] if not (isinstance(step, str) and step.startswith("function-")))
    context: dict[str, Any] = problem.get("ctx") or {}
    known = next((location[:end] for end in range(len(location), -1, -1) if location[:end] in marks), ())
    mark = marks.get(known, Mark(1, 1, ""))
    place = Place(path, mark.line, mark.column)
    value = _short(problem["input"])
    name = next((step for step in reversed(location) if isinstance(step, str)), "")
    shown = mark.word if known == location and mark.word else both_names(type, name)
    match problem["type"]:
        case "missing":
            return finding("E001", "error", place, field=both_names(type, name))
        case "extra_forbidden":
            known_names = shape.fields(shape.at(model, location[:-1]) or model)
            shown_names = [shown_name(type, one) for one in known_names]
            meant = meant_by(type, name)
            close = meant if meant in shown_names else nearest(name, [*known_names, *shown_names])
            hint = text("hints.of_a_policy") if not type and _is_of_a_policy(name) else near(close)
            return finding("E002", "error", place, field=mark.word or name, hint=hint)
        case "unknown_choice":
            return finding("E003", "error", place, field=shown, value=value, accepted=context["accepted"], hint=near(context["nearest"]))
        case "unknown_word":
            vocabulary, hint = context["vocabulary"], near(context["nearest"])
            return finding("E004", "error", place, field=shown, value=value, vocabulary=vocabulary, hint=hint)
        case "joined_words":
            return finding("E012", "error", place, field=shown, value=value, parts=context["parts"])
        case "nameless":
            return finding("E006", "error", place, field=shown)
        case "bad_id":
            return finding("U008", "error", place, id=value, proposal=proposed_id(str(problem["input"])))
        case "bad_date":
            return finding("D001", "error", place, field=shown, value=value, accepted=context["accepted"])
        case "too_short" | "string_too_short":
            return finding("E001", "error", place, field=both_names(type, name))
        case "redirect":
            return finding("U007", "error", place)
        case "exception":
            return finding("K004", "error", place)
        case kind:
            return finding("E005", "error", place, field=shown, value=value, expected=_expected(kind) + _pattern(kind, model, type, location))


def _type_name(model: type[BaseModel]) -> str:
    """As locale/zh/fields.yml knows it."""
    return model.type if issubclass(model, Document) else next(name for name, one in VOCABULARIES.items() if one is model)


def _is_of_a_policy(name: str) -> bool:
    """Of a page outside the folders of documents, such a field tells that it is in the wrong place."""
    return name in Policy.model_fields or name in field_names(Policy.type)


def near(word: str | None) -> str:
    return text("hints.near", word=word) if word else ""


def both_names(type: str, name: str) -> str:
    shown = shown_name(type, name)
    return shown if shown == name else f"{shown}（{name}）"


def _short(value: object) -> str:
    """As an author would write it."""
    if isinstance(value, list):
        written = f"[{'、'.join(_short(item) for item in value[:5])}]"
    elif isinstance(value, dict):
        written = f"{{{'、'.join(f'{key}: {_short(item)}' for key, item in list(value.items())[:5])}}}"
    else:
        written = "空" if value is None else str(value)
    return written if len(written) <= 40 else written[:40] + "…"


def _pattern(kind: str, model: type[BaseModel], type_name: str, location: Path) -> str:
    """Of a mapping, how one is written."""
    within = shape.at(model, location) if kind in ("model_type", "dict_type") else None
    names = [shown_name(type_name, name) for name in shape.fields(within)[:3]] if within else []
    return text("hints.pattern", pairs=", ".join(f"{name}: …" for name in names)) if names else ""


def _expected(kind: str) -> str:
    kinds: Any = catalogue("findings")["expected"]
    return kinds.get(kind, kinds["other"])


def proposed_id(stem: str) -> str:
    """A legal id near the stem, where it has anything to build on."""
    plain = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:60].strip("-")
    return plain or "parking-rules-2024"
