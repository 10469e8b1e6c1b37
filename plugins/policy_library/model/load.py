"""Source files in, a library and findings out: all findings of all files in one run, never a traceback."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from policy_library.locale import catalogue

from .documents import PLACE_FIELDS, TYPES, Document, Page
from .findings import Finding, Place, finding, ordered
from .library import Library
from .source import FrontMatter, Mark, Parsed, Path, SourceFile, decode, parse, split
from .values import nearest
from .vocabulary import VOCABULARIES, Vocabularies

ID = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
VOCABULARY_FOLDER = "vocabulary/"


@dataclass(frozen=True)
class Joining:
    """How an agency's existing files are read without being changed. ``reason`` is printed by every build."""

    reason: str = ""
    folders: Mapping[str, str] = field(default_factory=dict)
    """Folder ('.' is the root) → type."""
    fields: Mapping[str, str | None] = field(default_factory=dict)
    """Key in the files → field; None leaves the key out."""
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Field → value in the files → value."""
    absent: Sequence[str] = ()
    """Values that mean nothing is there, such as '-'."""
    assume: Mapping[str, str] = field(default_factory=dict)
    """Field → value where the files say nothing."""


def read_folder(root: FilePath) -> list[SourceFile | Finding]:
    """Every Markdown and vocabulary file below ``root``; symbolic links and dot files are not content."""
    found: list[SourceFile | Finding] = []
    for folder, names, files in os.walk(root):
        names[:] = sorted(name for name in names if not name.startswith(".") and not os.path.islink(os.path.join(folder, name)))
        for name in sorted(files):
            path = os.path.join(folder, name)
            if name.startswith(".") or os.path.islink(path) or not name.endswith((".md", ".yml", ".yaml")):
                continue
            relative = os.path.relpath(path, root).replace(os.sep, "/")
            if name.endswith(".md") or relative.startswith(VOCABULARY_FOLDER):
                with open(path, "rb") as file:
                    found.append(decode(relative, file.read()))
    return found


def load(
    sources: Iterable[SourceFile | Finding], *, joining: Joining = Joining(), open_vocabularies: Iterable[str] = ()
) -> tuple[Library, tuple[Finding, ...]]:
    """The library of all that could be read, in the order of paths, and what could not."""
    findings: list[Finding] = []
    texts: list[SourceFile] = []
    for source in sources:
        (texts if isinstance(source, SourceFile) else findings).append(source)  # type: ignore[arg-type]
    texts.sort(key=lambda source: source.path)

    vocabulary_files = [source for source in texts if source.path.startswith(VOCABULARY_FOLDER)]
    vocabularies, problems = read_vocabularies(vocabulary_files, frozenset(open_vocabularies))
    findings += problems

    documents: list[Document] = []
    for source in texts:
        if source.path.startswith(VOCABULARY_FOLDER):
            continue
        read = read_document(source, vocabularies, joining)
        if isinstance(read, Document):
            documents.append(read)
        else:
            findings += read
    unique, clashes = _unique(documents)
    return Library(tuple(unique), vocabularies), ordered([*findings, *clashes])


def document_type(path: str, joining: Joining = Joining()) -> type[Document]:
    """By the first folder of the path; what lies in none of ours is a written page."""
    folder = path.partition("/")[0] if "/" in path else "."
    return TYPES.get(joining.folders.get(folder, folder), Page)


def read_document(source: SourceFile, vocabularies: Vocabularies, joining: Joining = Joining()) -> Document | tuple[Finding, ...]:
    front = split(source, joining.absent)
    model = document_type(source.path, joining)
    if isinstance(front, Finding):
        if model is Page and front.code == "C005":
            return Page(id=source.path, path=source.path, body=source.text)
        return (front,)
    if isinstance(front, tuple):
        return front
    data, marks, problems = rename(model.type, source.path, front, joining)
    assumed = tuple(name for name in joining.assume if model is not Page and data.get(name) is None)
    for name in assumed:
        if name in model.model_fields and name != "review":
            data[name] = joining.assume[name]
    stem = source.path.rpartition("/")[2].removesuffix(".md")
    if model is not Page and not ID.fullmatch(stem):
        problems.append(finding("U001", "error", Place(source.path), stem=stem, proposal=_proposal(stem)))
    for name in PLACE_FIELDS:
        if name in data:
            mark = marks[(name,)]
            problems.append(finding("E002", "error", Place(source.path, mark.line, mark.column), field=name, hint=""))
            del data[name]
    place = {
        "id": stem if model is not Page else source.path, "path": source.path, "body": front.body, "body_line": front.body_line,
        "lines": {".".join(map(str, path)): mark.line for path, mark in marks.items()}, "assumed": assumed,
    }
    try:
        document = model.model_validate({**data, **place}, context={"vocabularies": vocabularies})
    except ValidationError as error:
        problems += [_finding(problem, model.type, source.path, marks) for problem in error.errors()]
        return tuple(problems)
    return tuple(problems) if problems else document


def rename(
    type: str, path: str, front: FrontMatter | Parsed, joining: Joining
) -> tuple[dict[str, Any], dict[Path, Mark], list[Finding]]:
    """Chinese and joined keys become field names; marks follow; a field written under two names is a finding."""
    names = field_names(type)
    marks: dict[Path, Mark] = {}
    problems: list[Finding] = []

    def name_of(key: str, depth: int) -> str | None:
        if depth == 0 and key in joining.fields:
            return joining.fields[key]
        return names.get(key, key)

    def walk(value: object, old: Path, new: Path) -> object:
        if old in front.marks:
            marks[new] = front.marks[old]
        if isinstance(value, Mapping):
            renamed: dict[str, object] = {}
            for key, item in value.items():
                name = name_of(key, len(old))
                if name is None:
                    continue
                mark = front.marks[*old, key]
                if name in renamed:
                    place = Place(path, mark.line, mark.column)
                    problems.append(finding("C009", "error", place, key=key, first=marks[*new, name].line))
                    continue
                renamed[name] = walk(item, (*old, key), (*new, name))
                if len(old) == 0:
                    renamed[name] = _joined(renamed[name], name, joining)
            return renamed
        if isinstance(value, list):
            return [walk(item, (*old, index), (*new, index)) for index, item in enumerate(value)]
        return value

    data = walk(front.data, (), ())
    assert isinstance(data, dict)
    return {name: value for name, value in data.items() if value is not None}, marks, problems


def _joined(value: object, name: str, joining: Joining) -> object:
    if isinstance(value, list):
        kept = [_joined(item, name, joining) for item in value]
        return [item for item in kept if item is not None]
    if not isinstance(value, str):
        return value
    if value.strip() in joining.absent:
        return None
    return joining.values.get(name, {}).get(value.strip(), value)


@functools.cache
def field_names(type: str) -> Mapping[str, str]:
    """Chinese name → field name, for one type."""
    fields = catalogue("fields")
    common: Any = fields["common"]
    own: Any = fields["types"].get(type, {})  # type: ignore[attr-defined]
    return {entry["name"]: name for name, entry in {**common, **own}.items()}


@functools.cache
def shown_name(type: str, name: str) -> str:
    """The Chinese name of a field."""
    fields: Any = catalogue("fields")
    entry = fields["types"].get(type, {}).get(name) or fields["common"].get(name)
    return entry["name"] if entry else name


def read_vocabularies(sources: Sequence[SourceFile], opened: frozenset[str]) -> tuple[Vocabularies, list[Finding]]:
    """Agencies first, since the others name them."""
    by_name = {source.path.removeprefix(VOCABULARY_FOLDER).rpartition(".")[0]: source for source in sources}
    findings: list[Finding] = []
    read: dict[str, dict[str, Any]] = {}
    for name, model in VOCABULARIES.items():
        source = by_name.get(name)
        if source is None:
            continue
        parsed = parse(source.path, source.text)
        if isinstance(parsed, tuple):
            findings += parsed
            continue
        context = {"vocabularies": Vocabularies(**read, open=opened)}
        entries: dict[str, Any] = {}
        for id, entry in parsed.data.items():
            mark = parsed.marks[(id,)]
            if not isinstance(entry, dict):
                findings.append(finding("C008", "error", Place(source.path, mark.line), found="一段文字"))
                continue
            front = Parsed(entry, {path[1:]: mark for path, mark in parsed.marks.items() if path[0] == id and len(path) > 1})
            data, marks, problems = rename(name, source.path, front, Joining())
            findings += problems
            marks[()] = mark
            try:
                entries[id] = model.model_validate({**data, "id": id, "line": mark.line}, context=context)
            except ValidationError as error:
                findings += [_finding(problem, name, source.path, marks) for problem in error.errors()]
        read[name] = entries
    synonyms: tuple[tuple[str, ...], ...] = ()
    if source := by_name.get("synonyms"):
        synonyms, problems = _synonyms(source)
        findings += problems
    return Vocabularies(**read, synonyms=synonyms, open=opened), findings


def _synonyms(source: SourceFile) -> tuple[tuple[tuple[str, ...], ...], list[Finding]]:
    """A list of groups, each a list of two or more words."""
    try:
        node = yaml.compose(source.text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return (), [finding("C202", "error", Place(source.path, mark.line + 1 if mark else 1))]
    if node is None:
        return (), []
    groups = []
    findings = []
    for one in node.value if isinstance(node, yaml.SequenceNode) else [node]:
        words = [word for word in one.value if isinstance(word, yaml.ScalarNode)] if isinstance(one, yaml.SequenceNode) else []
        if len(words) < 2 or len(words) != len(one.value):
            findings.append(finding("C202", "error", Place(source.path, one.start_mark.line + 1, one.start_mark.column + 1)))
        else:
            groups.append(tuple(word.value.strip() for word in words))
    return tuple(groups), findings


def _unique(documents: list[Document]) -> tuple[list[Document], list[Finding]]:
    """Ids alike up to case name both files; the first in the order of paths stays."""
    first: dict[str, Document] = {}
    findings = []
    for document in documents:
        key = document.key.lower()
        if key in first:
            findings.append(
                finding("U002", "error", Place(document.path), id=document.id, other=first[key].path)
            )
        else:
            first[key] = document
    return list(first.values()), findings


def _proposal(stem: str) -> str:
    """A legal id near the stem, where it has anything to build on."""
    plain = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:60].strip("-")
    return plain or "parking-rules-2024"


def _finding(problem: ErrorDetails, type: str, path: str, marks: Mapping[Path, Mark]) -> Finding:
    """A pydantic error in a clerk's words, at the line where the mend is made."""
    location: Path = tuple(step for step in problem["loc"] if not (isinstance(step, str) and step.startswith("function-")))
    context: dict[str, Any] = problem.get("ctx") or {}
    known = next((location[:end] for end in range(len(location), -1, -1) if location[:end] in marks), ())
    mark = marks.get(known, Mark(1, 1, ""))
    place = Place(path, mark.line, mark.column)
    name = next((step for step in reversed(location) if isinstance(step, str)), "")
    shown = mark.word if known == location and mark.word else _both_names(type, name)
    match problem["type"]:
        case "missing":
            return finding("E001", "error", place, field=_both_names(type, name))
        case "extra_forbidden":
            close = nearest(name, [*_fields_of(type), *field_names(type)])
            hint = f"是不是要写“{close}”？" if close else ""
            return finding("E002", "error", place, field=mark.word or name, hint=hint)
        case "unknown_choice":
            hint = f"是不是要写“{context['nearest']}”？" if context["nearest"] else ""
            return finding("E003", "error", place, field=shown, value=context["value"], accepted=context["accepted"], hint=hint)
        case "unknown_word":
            hint = f"是不是要写“{context['nearest']}”？" if context["nearest"] else ""
            return finding("E004", "error", place, field=shown, value=context["value"], vocabulary=context["vocabulary"], hint=hint)
        case "bad_date":
            return finding("D001", "error", place, field=shown, value=context["value"])
        case "too_short" | "string_too_short":
            return finding("E001", "error", place, field=_both_names(type, name))
        case "redirect":
            return finding("U007", "error", place)
        case kind:
            return finding("E005", "error", place, field=shown, value=_short(problem["input"]), expected=_expected(kind))


def _fields_of(type: str) -> list[str]:
    model = TYPES.get(type) or VOCABULARIES.get(type) or Page
    return [name for name in model.model_fields if name not in PLACE_FIELDS]


def _both_names(type: str, name: str) -> str:
    shown = shown_name(type, name)
    return shown if shown == name else f"{shown}（{name}）"


def _short(value: object) -> str:
    written = "空" if value is None else str(value)
    return written if len(written) <= 40 else written[:40] + "…"


def _expected(kind: str) -> str:
    kinds: Any = catalogue("findings")["expected"]
    return kinds.get(kind, kinds["other"])
