"""The front matter of an imported policy, its fields in the order of the schema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from policy_library.locale import text as words
from policy_library.model import shape
from policy_library.model.documents import Policy
from policy_library.model.names import shown_name
from policy_library.model.scaffold import FENCE, written
from policy_library.model.values import choices
from policy_library.model.vocabulary import Vocabularies
from policy_library.text import kinds

from .elements import Elements

CHOICES = {"kind": "kind", "disclosure": "disclosure", "declared_status": "declared"}
"""Field → enumeration. A page has words of its own for some: what is none of ours is told, not written."""
WORDS_OR_DAY = {"effective": "start", "expires": "end"}
MUST = ("title", "kind", "issuers", "disclosure")
"""Without a value they are left to a person: 〔请填写〕. Whether a document is public is never concluded."""
REGISTERED = frozenset(["tags", "audiences"])
"""Fields of registered words. What a page calls its columns is none of them."""


@dataclass(frozen=True)
class Front:
    values: Mapping[str, object]
    """Field → value as it is written, in the order of the schema; what a person has to fill in as well."""
    dropped: tuple[tuple[str, str], ...] = ()
    """Field and words that were not written, because no value of the library is called so."""
    missing: tuple[str, ...] = ()

    @property
    def given(self) -> Mapping[str, object]:
        """As a reader of the file gets them."""
        return {name: value for name, value in self.values.items() if name not in self.missing}

    def __str__(self) -> str:
        lines = (f"{shown_name(Policy.type, name)}: {_line(value)}\n" for name, value in self.values.items())
        return FENCE + "".join(lines) + FENCE


def front(
    found: Elements, given: Mapping[str, object], vocabularies: Vocabularies, assumed: Mapping[str, object] = {}
) -> Front:
    """`given`: what came with the page; `assumed`: values of fields that the page leaves out."""
    values: dict[str, object] = {}
    dropped: list[tuple[str, str]] = []
    for name in shape.fields(Policy):
        value = _value(name, found, given)
        if value and not _fits(name, value, vocabularies):
            dropped.append((name, str(value)))
            value = None
        if name == "kind" and not value:
            value = _kind(found)
        value = value or assumed.get(name)
        if value:
            values[name] = value
    missing = tuple(name for name in MUST if name not in values)
    filled = {**values, **{name: words("importing.hold.field") for name in missing}}
    return Front({name: filled[name] for name in shape.fields(Policy) if name in filled}, tuple(dropped), missing)


def _value(name: str, found: Elements, given: Mapping[str, object]) -> object:
    """What an author's list or mapping says stays as it is; else what was read, else the words that were given."""
    told = given.get(name)
    if isinstance(told, (list, dict)) or name in WORDS_OR_DAY and told in _choices(WORDS_OR_DAY[name]):
        return told
    read = getattr(found, name, None) if name != "attachments" else None
    if isinstance(read, tuple):
        read = list(read)
    return read or told


def _fits(name: str, value: object, vocabularies: Vocabularies) -> bool:
    if name in CHOICES:
        return value in _choices(CHOICES[name])
    return not (name in REGISTERED and isinstance(value, str)) or vocabularies.find(name, value) is not None


def _choices(name: str) -> frozenset[str]:
    named = choices(name)
    return frozenset([*named, *named.values()])


def _kind(found: Elements) -> str | None:
    told = kinds.of(found.title or "", found.number)
    return choices("kind")[told] if told else None


def _line(value: object) -> str:
    return str(value) if value == words("importing.hold.field") else written(value)
