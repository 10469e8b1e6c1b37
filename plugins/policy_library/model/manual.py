"""docs/fields.md: every field of every type, for editors; made from the schemas, so that it cannot go stale."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from policy_library.locale import text

from .names import shown_name
from .schema import NULL, WORDS, Schema, schemas
from .values import DAY_SCHEMA


def files() -> Mapping[str, str]:
    """What scripts/schemas writes, by its path in the repository."""
    written = {f"schemas/{name}.json": json.dumps(schema, ensure_ascii=False, indent=1) + "\n" for name, schema in schemas().items()}
    return {**written, "docs/fields.md": manual()}


def manual() -> str:
    documents = [(name, schema) for name, schema in schemas().items() if "/" not in name]
    vocabularies = [(name.partition("/")[2], schema) for name, schema in schemas().items() if "/" in name]
    lines = [_say("head")]
    for name, schema in documents:
        lines += _table("##", text(f"fields.files.{name}"), name, _own(schema))
    lines += ["", f"## {_say('mapping')}"]
    for name, (type, mapping) in _within(documents).items():
        lines += _table("###", text(f"fields.mappings.{name}.name"), type, mapping)
    lines += ["", f"## {_say('vocabulary')}"]
    for name, schema in vocabularies:
        heading = f"{text(f'fields.files.{name}')} `vocabulary/{name}.yml`"
        lines += _table("###", heading, name, _own(schema)) if "$defs" in schema else ["", f"### {heading}", "", schema["description"]]
    return "\n".join(lines) + "\n"


def _say(key: str, **values: str) -> str:
    return text(f"fields.manual.{key}", **values)


def _own(schema: Schema) -> Schema:
    """The mapping of the document or of an entry: the last."""
    return list(schema["$defs"].values())[-1]


def _within(documents: list[tuple[str, Schema]]) -> dict[str, tuple[str, Schema]]:
    found: dict[str, tuple[str, Schema]] = {}
    for type, schema in documents:
        for name, mapping in list(schema["$defs"].items())[1:-1]:
            found.setdefault(name, (type, mapping))
    return found


def _table(level: str, title: str, type: str, mapping: Schema) -> list[str]:
    needed = {one["required"][0] for group in mapping.get("allOf", ()) if len(group["anyOf"]) == 2 for one in group["anyOf"]}
    rows = [
        f"| `{name}` | {shown_name(type, name)} | {_or(_ways(value))} | {_say('required') if name in needed else ''} | {value['description']} |"
        for name, value in mapping["properties"].items() if "description" in value
    ]
    return ["", f"{level} {title}", "", _say("columns"), "|---|---|---|---|---|", *rows]


def _or(ways: Iterator[str]) -> str:
    return f"，{_say('or')}".join(dict.fromkeys(ways))


def _ways(value: Schema) -> Iterator[str]:
    ways = value.get("anyOf", [value])
    lists = [one["items"] for one in ways if one.get("type") == "array"]
    if lists:
        yield _say("list", item=_or(_ways(lists[0])))
        return
    for one in ways:
        if one != NULL:
            yield _way(one)


def _way(value: Schema) -> str:
    if "enum" in value:
        ids = [word for word in value["enum"] if isinstance(word, str)]
        if True in value["enum"]:
            return _say("truth")
        return _say("words", words="、".join(f"{id} {shown}" for id, shown in zip(ids[::2], ids[1::2], strict=True)))
    if value.get("$ref") == WORDS["$ref"]:
        return _say("text")
    if "$ref" in value:
        return _say("within", name=text(f"fields.mappings.{value['$ref'].rpartition('/')[2]}.name"))
    if value.get("pattern") == DAY_SCHEMA["pattern"]:
        return _say("day")
    return _say("web" if "://" in value.get("pattern", "") else "number")
