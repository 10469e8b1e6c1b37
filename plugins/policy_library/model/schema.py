"""The published JSON Schemas: what an author may write, every field under both its names.

pydantic says what each field holds; here that becomes what stands in a file: empty values, single values for lists,
numbers where words are meant.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import Any

from policy_library.locale import text

from . import shape
from .documents import TYPES, Page
from .names import help_of, shown_name
from .values import Reference, Short
from .vocabulary import VOCABULARIES

DIALECT = "https://json-schema.org/draft/2020-12/schema"
WORDS = {"$ref": "#/$defs/text"}
"""Whatever YAML makes of 2024 or true: the reader takes it as it is written."""

NULL = {"type": "null"}

Schema = dict[str, Any]


@functools.cache
def schemas() -> Mapping[str, Schema]:
    """By the name of the type, of ``pages`` and of ``vocabulary/<name>``."""
    documents = {name: _document(name, model) for name, model in [*TYPES.items(), ("pages", Page)]}
    vocabularies = {f"vocabulary/{name}": _vocabulary(name, model) for name, model in VOCABULARIES.items()}
    return {**documents, **vocabularies, "vocabulary/synonyms": _synonyms()}


def _document(name: str, model: shape.Model) -> Schema:
    entry = {"$ref": f"#/$defs/{model.__name__}"}
    return {"$schema": DIALECT, "title": text(f"fields.files.{name}"), **entry, "$defs": _mappings(name, model)}


def _vocabulary(name: str, model: shape.Model) -> Schema:
    """A file of entries by their ids."""
    entry = {"$ref": f"#/$defs/{model.__name__}"}
    file = {"$schema": DIALECT, "title": text(f"fields.files.{name}"), "type": "object", "additionalProperties": entry}
    return {**file, "$defs": _mappings(name, model)}


def _synonyms() -> Schema:
    """A list of groups of words; nothing in it has a name, so it has no definitions."""
    group = {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 2}
    title = {"title": text("fields.files.synonyms"), "description": text("fields.manual.synonyms")}
    return {"$schema": DIALECT, **title, "type": ["array", "null"], "items": group}


def _mappings(type: str, model: shape.Model) -> Schema:
    """What a mapping of ``model`` is made of, itself last, by name."""
    given = model.model_json_schema()
    within = dict.fromkeys(one for one, _ in shape.every(model) if one is not model)
    defs = {one.__name__: _mapping(type, one, given["$defs"][one.__name__]) for one in within}
    return {"text": {"type": ["string", "number", "boolean"]}, **defs, model.__name__: _mapping(type, model, given)}


def _mapping(type: str, model: shape.Model, given: Schema) -> Schema:
    properties: Schema = {}
    required, twice = [], {}
    for name in shape.fields(model):
        chinese = shown_name(type, name)
        needed = name in given.get("required", ())
        told = {"title": chinese, "description": help_of(type, name, model.__name__)}
        value = {**told, **_value(model, name, given["properties"][name], needed=needed)}
        properties |= {name: value, chinese: {"$ref": f"#/$defs/{model.__name__}/properties/{name}"}}
        twice[chinese] = {"properties": {name: False}}
        if needed:
            required.append(_one_of(type, name))
    if model is Reference:
        required.append(_one_of(type, *Reference.NAMING))
    return {
        "type": "object", "properties": properties, "additionalProperties": False, "dependentSchemas": twice,
        **({"allOf": required} if required else {}),
    }


def _one_of(type: str, *names: str) -> Schema:
    return {"anyOf": [{"required": [written]} for name in names for written in (name, shown_name(type, name))]}


def _value(model: shape.Model, name: str, given: Schema, *, needed: bool) -> Schema:
    """An empty value is none, so every field that is not required may have one."""
    ways = list(_ways(shape.inner(model, name), given))
    if not needed and NULL not in ways:
        ways.append(NULL)
    return ways[0] if len(ways) == 1 else {"anyOf": ways}


def _ways(inner: shape.Model | None, given: Schema) -> Iterator[Schema]:
    """The ways in which a value may be written; a list of one may be written as its item."""
    if "anyOf" in given:
        for one in given["anyOf"]:
            yield from _ways(inner, one)
    elif given.get("type") == "array":
        items = list(_ways(inner, given["items"]))
        yield from items
        yield {"type": "array", "items": items[0] if len(items) == 1 else {"anyOf": items}, **_kept(given, "minItems")}
    elif "$ref" in given or given.get("type") == "object":
        if inner and issubclass(inner, Short):
            yield WORDS
        yield {"$ref": f"#/$defs/{inner.__name__}"} if inner else given
    elif given.get("type") == "integer":
        yield {"type": "integer", **_kept(given, "minimum")}
        yield {"type": "string", "pattern": r"^\s*\d+\s*$"}
    elif given.get("type") == "string" and "pattern" not in given:
        yield {**WORDS, **_kept(given, "minLength")}
    else:
        yield {name: value for name, value in given.items() if name not in ("title", "default")}


def _kept(given: Schema, *names: str) -> Schema:
    return {name: given[name] for name in names if name in given}
