"""All rules over a library; rules are found by looking into the folder. What an exception names is not told."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import replace

from policy_library.model.findings import Finding, Place, finding
from policy_library.model.library import Library
from policy_library.model.vocabulary import Allowed
from policy_library.work.memory import Memory, digest

from . import rules as folder
from .base import Rule, Subject

KIND = "checks"


@functools.cache
def rules() -> tuple[Rule, ...]:
    """By code."""
    found = (importlib.import_module(f"{folder.__name__}.{module.name}").RULE for module in pkgutil.iter_modules(folder.__path__))
    return tuple(sorted(found, key=lambda rule: rule.code))


def run(subject: Subject, memory: Memory | None = None) -> list[Finding]:
    alone = _alone(subject, memory or Memory())
    subject = replace(subject, found_alone=alone)
    found = [*alone, *(one for rule in rules() if not rule.alone for one in rule.check(subject, rule))]
    allowed = subject.whole.vocabularies.exceptions.values()
    if not allowed:
        return found
    used = {entry.id for entry in allowed if any(_covers(entry, one, subject.whole) for one in found)}
    living = [entry for entry in allowed if entry.until >= subject.day]
    told = [one for one in found if not any(_covers(entry, one, subject.whole) for entry in living)]
    return [*told, *_of_exceptions(subject, used)]


def _alone(subject: Subject, memory: Memory) -> list[Finding]:
    """What rules find that look at one document alone; known from an earlier run where that looked at the very same."""
    limits = digest("", subject.limits)
    names = {
        document.path: digest(document.read_as, limits, subject.terms.get(document.key))
        for document in subject.public.documents if document.read_as
    }
    known = memory.known(KIND, [*names.values()])
    fresh = {document.path for document in subject.whole.documents if names.get(document.path) not in known}
    narrowed = subject.only(fresh)
    made: dict[str, list[Finding]] = {path: [] for path in fresh}
    for rule in rules():
        for one in rule.check(narrowed, rule) if rule.alone else ():
            made[one.path].append(one)
    for path in names.keys() & fresh:
        memory.keep(KIND, names[path], tuple(made[path]))
    kept = (one for path, name in names.items() if path not in fresh for one in known[name])
    return [*kept, *(one for found in made.values() for one in found)]


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
