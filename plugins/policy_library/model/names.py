"""The Chinese names of fields; both names are read, and shown ones are Chinese."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from policy_library.locale import catalogue


@functools.cache
def field_names(type: str) -> Mapping[str, str]:
    """Chinese name → field name, for one type of document or one vocabulary."""
    return {entry["name"]: name for name, entry in _entries(type).items()}


def shown_name(type: str, name: str) -> str:
    """The Chinese name of a field; the name itself where it has none."""
    entry = _entries(type).get(name)
    return entry["name"] if entry else name


def meant_by(type: str, word: str) -> str | None:
    """Our Chinese name of a field of which other systems use ``word``."""
    elsewhere: Any = catalogue("fields")["elsewhere"]
    return shown_name(type, elsewhere[word]) if word in elsewhere else None


def help_of(type: str, name: str, mapping: str) -> str:
    """What a field means, in a few words; ``mapping`` is the name of the model that it is a field of."""
    mappings: Any = catalogue("fields")["mappings"]
    return mappings.get(mapping, {}).get("help", {}).get(name) or _entries(type)[name]["help"]


@functools.cache
def _entries(type: str) -> Mapping[str, Mapping[str, str]]:
    fields: Any = catalogue("fields")
    return {**fields["common"], **fields["types"].get(type, {})}
