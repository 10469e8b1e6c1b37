"""The files of the folder vocabulary/: entries and synonyms out, and all that is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from policy_library.text.normalize import squeeze

from .files import VOCABULARY_FOLDER
from .findings import Finding, Place, finding
from .joining import Joining, rename, without_places
from .mistakes import both_names, mistakes, near, proposed_id
from .source import Mark, Parsed, Path, SourceFile, kind_of, parse, parse_anything
from .values import DEVICE, ID, nearest
from .vocabulary import FILES, INNER, NAMES, VOCABULARIES, Vocabularies


def read_vocabularies(sources: Sequence[SourceFile], opened: frozenset[str]) -> tuple[Vocabularies, list[Finding]]:
    """Agencies first, since the others name them.

    A vocabulary that could not be read whole is taken as open: its own mistakes are told, not one more for each use.
    """
    by_name, findings = _vocabulary_files(sources)
    read: dict[str, dict[str, Any]] = {}
    for name in VOCABULARIES:
        if (source := by_name.get(name)) is None:
            continue
        read[name], problems = _vocabulary(name, source, Vocabularies(**read, open=opened))
        findings += problems
        if problems and name in NAMES:
            opened |= {name}
    vocabularies = Vocabularies(**read, open=opened)
    for name in NAMES:
        if name in by_name:
            findings += _among_themselves(name, by_name[name].path, vocabularies)
    if source := by_name.get("synonyms"):
        synonyms, problems = _synonyms(source)
        findings += problems
        vocabularies = replace(vocabularies, synonyms=synonyms)
    return vocabularies, findings


def _synonyms(source: SourceFile) -> tuple[tuple[tuple[str, ...], ...], list[Finding]]:
    """A list of groups, each a list of two or more words."""
    read = parse_anything(source.path, source.text)
    if isinstance(read, tuple):
        return (), list(read)
    if read.data is None:
        return (), list(read.findings)
    groups = []
    findings = list(read.findings)
    for number, one in enumerate(read.data if isinstance(read.data, list) else [read.data]):
        words = [word.strip() for word in one if isinstance(word, str) and squeeze(word)] if isinstance(one, list) else []
        if len(words) < 2 or len(words) != len(one):
            mark = read.marks.get((number,))
            findings.append(finding("C202", "error", Place(source.path, mark.line, mark.column) if mark else read.place))
        else:
            groups.append(tuple(words))
    return tuple(groups), findings


def _vocabulary_files(sources: Iterable[SourceFile]) -> tuple[dict[str, SourceFile], list[Finding]]:
    by_name: dict[str, SourceFile] = {}
    findings = []
    for source in sources:
        name, _, ending = source.path.removeprefix(VOCABULARY_FOLDER).rpartition(".")
        if ending == "md":
            continue
        if name not in FILES:
            findings.append(finding("E008", "warning", Place(source.path), name=name, hint=near(nearest(name, FILES))))
        elif name in by_name:
            findings.append(finding("U002", "error", Place(source.path), id=name, other=by_name[name].path))
        else:
            by_name[name] = source
    return by_name, findings


def _vocabulary(name: str, source: SourceFile, known: Vocabularies) -> tuple[dict[str, Any], list[Finding]]:
    parsed = parse(source.path, source.text)
    if isinstance(parsed, tuple):
        return {}, list(parsed)
    model = VOCABULARIES[name]
    within: dict[str | int, dict[Path, Mark]] = {}
    for path, mark in parsed.marks.items():
        within.setdefault(path[0], {})[path[1:]] = mark
    entries: dict[str, Any] = {}
    findings = list(parsed.findings)
    for id, entry in parsed.data.items():
        mark = within[id].pop(())
        place = Place(source.path, mark.line, mark.column)
        if name != "redirects" and not ID.fullmatch(id):
            findings.append(finding("U008", "error", place, id=id, proposal=proposed_id(id)))
        elif DEVICE.fullmatch(id):
            findings.append(finding("U011", "error", place, name=id))
        if not isinstance(entry, dict):
            findings.append(finding("C008", "error", place, found=kind_of(entry)))
            continue
        data, marks, problems = rename(name, source.path, Parsed(entry, within[id]), Joining())
        marks[()] = mark
        findings += [*problems, *without_places(data, source.path, marks)]
        try:
            entries[id] = model.model_validate({**data, "id": id, "line": mark.line}, context={"vocabularies": known})
        except ValidationError as error:
            findings += mistakes(error, model, source.path, marks)
    return entries, findings


def _among_themselves(name: str, path: str, vocabularies: Vocabularies) -> Iterator[Finding]:
    """What entries of a vocabulary say of one another."""
    entries = getattr(vocabularies, name)
    for word, ids in vocabularies.shared(name).items():
        yield finding("E007", "warning", Place(path, entries[ids[-1]].line), word=word, ids="、".join(ids))
    for entry in entries.values():
        other = getattr(entry, INNER[name]) if name in INNER else None
        if other and vocabularies.find(name, other) is None:
            hint = near(vocabularies.nearest(name, other))
            field = both_names(name, INNER[name])
            yield finding("E004", "error", Place(path, entry.line), field=field, value=other, vocabulary=name, hint=hint)
