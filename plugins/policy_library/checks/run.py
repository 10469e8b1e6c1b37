"""All rules over a library; rules are found by looking into the folder. What an exception names is not told."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Iterator

from policy_library.model.findings import Finding, Place, finding
from policy_library.model.library import Library
from policy_library.model.vocabulary import Allowed

from . import rules as folder
from .base import Rule, Subject


@functools.cache
def rules() -> tuple[Rule, ...]:
    """By code."""
    found = (importlib.import_module(f"{folder.__name__}.{module.name}").RULE for module in pkgutil.iter_modules(folder.__path__))
    return tuple(sorted(found, key=lambda rule: rule.code))


def run(subject: Subject) -> list[Finding]:
    found = [one for rule in rules() for one in rule.check(subject, rule)]
    allowed = subject.whole.vocabularies.exceptions.values()
    if not allowed:
        return found
    used = {entry.id for entry in allowed if any(_covers(entry, one, subject.whole) for one in found)}
    living = [entry for entry in allowed if entry.until >= subject.day]
    told = [one for one in found if not any(_covers(entry, one, subject.whole) for entry in living)]
    return [*told, *_of_exceptions(subject, used)]


def _covers(entry: Allowed, found: Finding, library: Library) -> bool:
    document = library.by_path.get(found.path)
    return (
        found.code == entry.rule
        and (not entry.documents or bool(document and {document.id, document.key} & set(entry.documents)))
        and (entry.text is None or entry.text == found.about)
    )


def _of_exceptions(subject: Subject, used: set[str]) -> Iterator[Finding]:
    known = {rule.code for rule in rules()}
    for entry in subject.whole.vocabularies.exceptions.values():
        place = Place(entry.path, entry.line)
        if entry.rule not in known:
            yield finding("K003", "warning", place, rule=entry.rule)
        elif entry.until < subject.day:
            yield finding("K001", "warning", place, until=entry.until.isoformat(), office=entry.office)
        elif entry.id not in used:
            yield finding("K002", "note", place, rule=entry.rule)
