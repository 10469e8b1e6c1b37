"""Source files in, a library and findings out: all findings of all files in one run, never a traceback."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from policy_library.locale import catalogue, text
from policy_library.text.normalize import squeeze, title_key
from policy_library.work.memory import Memory, digest

from . import shape
from .documents import PLACE_FIELDS, TYPES, Document, Page
from .files import VOCABULARY_FOLDER, keep
from .findings import Finding, Place, finding, ordered
from .library import Library
from .names import field_names, meant_by, shown_name
from .scaffold import unfilled
from .source import NO_BODY, Body, FrontMatter, Mark, Parsed, Path, SourceFile, body_of, kind_of, parse, parse_anything, split
from .values import ID, nearest, standard_number
from .vocabulary import FILES, INNER, NAMES, VOCABULARIES, Vocabularies

UNFIT = re.compile(r"[\s\x00-\x1f#?%\\<>\"|*:]")
"""Of a written page's path: it becomes the address as it stands."""
KIND = "documents"
"""Of what is kept between runs."""
DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.I)
"""What Windows keeps for itself, with any ending: a repository or a site with such a file cannot be had there."""


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


class Reader:
    """Reads documents, each once: those of an earlier run are known by their files' words. One that reads a library again and again
    keeps them itself."""

    def __init__(self, memory: Memory | None = None) -> None:
        self._memory = memory or Memory()
        self._held: dict[str, Document | tuple[Finding, ...]] = {}
        self._fresh: set[str] = set()

    def read(self, sources: Iterable[SourceFile], vocabularies: Vocabularies, joining: Joining) -> list[Document | tuple[Finding, ...]]:
        by = digest("", *(getattr(vocabularies, name) for name in NAMES), sorted(vocabularies.open), joining)
        given = [(digest(source.digest, source.path, by), source) for source in sources]
        texts = dict(given)
        kept = self._memory.look_up(KIND, [name for name in texts if name not in self._held])
        held = {name: self._held.get(name) or _whole(kept.get(name), source) for name, source in texts.items()}
        self._held = {name: held[name] or read_document(source, vocabularies, joining, name) for name, source in texts.items()}
        self._fresh = {name for name, document in held.items() if document is None}
        return [self._held[name] for name, _ in given]

    def keep(self, documents: Iterable[Document]) -> None:
        """For later runs, and how their files are. Their texts stay there."""
        names = {document.read_as: document for document in documents}
        self._memory.still(KIND, names)
        keep((document.words.file for document in names.values() if document.words.file), self._memory)
        for name in self._fresh & names.keys():
            document = names[name]
            of = document.words
            self._memory.keep(KIND, name, (document.model_copy(update={"words": NO_BODY}), of.digest, of.length, of.start))


def _whole(kept: object, source: SourceFile) -> Document | None:
    match kept:
        case (Document() as document, str(digest), int(length), int(start)):
            return document.model_copy(update={"words": Body(digest, length, start, source)})
    return None


def load(
    sources: Iterable[SourceFile | Finding], *, joining: Joining = Joining(), open_vocabularies: Iterable[str] = (), reader: Reader | None = None,
) -> tuple[Library, tuple[Finding, ...]]:
    """The library of all that could be read, in the order of paths, and what could not."""
    findings: list[Finding] = []
    texts: list[SourceFile] = []
    for source in sources:
        (texts if isinstance(source, SourceFile) else findings).append(source)  # type: ignore[arg-type]
    texts.sort(key=lambda source: source.path)
    findings += [finding("U011", "error", Place(one.path), name=part) for one in texts for part in one.path.split("/") if DEVICE.fullmatch(part)]

    vocabulary_files = [source for source in texts if source.path.startswith(VOCABULARY_FOLDER)]
    vocabularies, problems = read_vocabularies(vocabulary_files, frozenset(open_vocabularies))
    findings += problems

    documents: list[Document] = []
    unread = {name for one in findings if not one.path.startswith(VOCABULARY_FOLDER) for name in _names_of_path(one.path, joining)}
    written = [source for source in texts if not source.path.startswith(VOCABULARY_FOLDER)]
    for source, read in zip(written, (reader or Reader()).read(written, vocabularies, joining), strict=True):
        if isinstance(read, Document):
            documents.append(read)
        else:
            findings += read
            unread |= {*_names_of_path(source.path, joining), *_names_of(source, joining)}
    later, clashes = _unique([source.path for source in texts], joining)
    unique = tuple(document for document in documents if document.path not in later)
    return Library(unique, vocabularies, frozenset(unread)), ordered([*findings, *clashes])


def document_type(path: str, joining: Joining = Joining()) -> type[Document]:
    """By the first folder of the path; what lies in none of ours is a written page."""
    folder = path.partition("/")[0] if "/" in path else "."
    return TYPES.get(joining.folders.get(folder, folder), Page)


def read_document(
    source: SourceFile, vocabularies: Vocabularies, joining: Joining = Joining(), read_as: str = "",
) -> Document | tuple[Finding, ...]:
    """What holds a place that is to be filled in is no document yet; what else is wrong with such a line is not told."""
    read, blank = _read(source, vocabularies, joining, read_as), unfilled(source)
    if not blank:
        return read
    lines = {one.line for one in blank}
    return (*blank, *(one for one in (read if isinstance(read, tuple) else ()) if one.line not in lines))


def _read(source: SourceFile, vocabularies: Vocabularies, joining: Joining, read_as: str) -> Document | tuple[Finding, ...]:
    front = split(source, joining.absent)
    model = document_type(source.path, joining)
    if model is Page and UNFIT.search(source.path):
        stem = _stem(source.path)
        return (finding("U001", "error", Place(source.path), stem=" ".join(stem.split()), proposal=proposed_id(stem)),)
    if isinstance(front, tuple):
        bare = model is Page and front[0].code == "C005"
        return Page(id=source.path, path=source.path, words=body_of(source.text, source), read_as=read_as) if bare else front
    data, marks, problems = rename(model.type, source.path, front, joining)
    problems += front.findings
    assumed = tuple(name for name in joining.assume if model is not Page and data.get(name) is None)
    for name in assumed:
        if name in model.model_fields and name != "review":
            data[name] = joining.assume[name]
    stem = _stem(source.path)
    if model is not Page and not ID.fullmatch(stem):
        problems.append(finding("U001", "error", Place(source.path), stem=stem, proposal=proposed_id(stem)))
    problems += _without_places(data, source.path, marks)
    place = {
        "id": stem if model is not Page else source.path, "path": source.path, "words": body_of(front.body, source), "body_line": front.body_line,
        "lines": {sys.intern(".".join(map(str, path))): mark.line for path, mark in marks.items()}, "assumed": assumed,
        "read_as": read_as,
    }
    try:
        document = model.model_validate({**data, **place}, context={"vocabularies": vocabularies})
    except ValidationError as error:
        return (*problems, *_findings(error, model, source.path, marks))
    return tuple(problems) if problems else document


def rename(
    type: str, path: str, front: FrontMatter | Parsed, joining: Joining
) -> tuple[dict[str, Any], dict[Path, Mark], list[Finding]]:
    """Chinese and joined keys become field names; marks follow; a field written under two names is a finding."""
    renaming = _Renaming(field_names(type), path, front.marks, joining)
    data = renaming.walk(front.data, (), ())
    assert isinstance(data, dict)
    return data, renaming.marks, renaming.problems


class _Renaming:
    """``old``: where something stands in the file; ``new``: by the names of fields."""

    def __init__(self, names: Mapping[str, str], path: str, written: Mapping[Path, Mark], joining: Joining) -> None:
        self.names, self.path, self.written, self.joining = names, path, written, joining
        self.marks: dict[Path, Mark] = {}
        self.problems: list[Finding] = []

    def name_of(self, key: str, depth: int) -> str | None:
        if depth == 0 and key in self.joining.fields:
            return self.joining.fields[key]
        return self.names.get(key, key)

    def walk(self, value: object, old: Path, new: Path) -> object:
        if old in self.written:
            self.marks[new] = self.written[old]
        if isinstance(value, Mapping):
            return self._fields(value, old, new)
        if isinstance(value, list):
            return self._items(value, old, new)
        return value

    def _fields(self, value: Mapping[str, object], old: Path, new: Path) -> dict[str, object]:
        renamed: dict[str, object] = {}
        for key, item in value.items():
            name = self.name_of(key, len(old))
            if name is None:
                continue
            mark = self.written[*old, key]
            if name in renamed:
                place = Place(self.path, mark.line, mark.column)
                self.problems.append(finding("C009", "error", place, key=key, first=self.marks[*new, name].line))
                continue
            renamed[name] = self.walk(item, (*old, key), (*new, name))
            if len(old) == 0:
                renamed[name] = _joined(renamed[name], name, self.joining)
        return {name: item for name, item in renamed.items() if item is not None}

    def _items(self, values: list[object], old: Path, new: Path) -> list[object]:
        """Empty items are none; those behind them keep their marks."""
        kept: list[object] = []
        for index, item in enumerate(values):
            read = self.walk(item, (*old, index), (*new, len(kept)))
            read = _joined(read, str(new[0]), self.joining) if len(new) == 1 else read
            if read is not None:
                kept.append(read)
        return kept


def _joined(value: object, name: str, joining: Joining) -> object:
    if not isinstance(value, str):
        return value
    if value.strip() in joining.absent:
        return None
    return joining.values.get(name, {}).get(value.strip(), value)


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
            findings.append(finding("E008", "warning", Place(source.path), name=name, hint=_hint(nearest(name, FILES))))
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
        findings += [*problems, *_without_places(data, source.path, marks)]
        try:
            entries[id] = model.model_validate({**data, "id": id, "line": mark.line}, context={"vocabularies": known})
        except ValidationError as error:
            findings += _findings(error, model, source.path, marks)
    return entries, findings


def _among_themselves(name: str, path: str, vocabularies: Vocabularies) -> Iterator[Finding]:
    """What entries of a vocabulary say of one another."""
    entries = getattr(vocabularies, name)
    for word, ids in vocabularies.shared(name).items():
        yield finding("E007", "warning", Place(path, entries[ids[-1]].line), word=word, ids="、".join(ids))
    for entry in entries.values():
        other = getattr(entry, INNER[name]) if name in INNER else None
        if other and vocabularies.find(name, other) is None:
            hint = _hint(vocabularies.nearest(name, other))
            field = _both_names(name, INNER[name])
            yield finding("E004", "error", Place(path, entry.line), field=field, value=other, vocabulary=name, hint=hint)


def _without_places(data: dict[str, Any], path: str, marks: Mapping[Path, Mark]) -> list[Finding]:
    """Takes out of ``data`` what only the reader may fill in."""
    written = [name for name in PLACE_FIELDS if data.pop(name, None) is not None]
    places = [(name, marks[(name,)]) for name in written]
    return [finding("E002", "error", Place(path, mark.line, mark.column), field=name, hint="") for name, mark in places]


def _unique(paths: Iterable[str], joining: Joining) -> tuple[set[str], list[Finding]]:
    """Files whose address another one has, up to case, whether they could be read or not: the first in order keeps it."""
    first: dict[tuple[str, str], str] = {}
    later: set[str] = set()
    findings = []
    for path in paths:
        type = document_type(path, joining).type
        if not type or path.startswith(VOCABULARY_FOLDER):
            continue
        stem = _stem(path)
        other = first.setdefault((type, stem.lower()), path)
        if other != path:
            later.add(path)
            findings.append(finding("U002", "error", Place(path), id=stem, other=other))
    return later, findings


def _names_of_path(path: str, joining: Joining) -> tuple[str, str]:
    return _stem(path), f"{document_type(path, joining).type}/{_stem(path)}"


def _names_of(source: SourceFile, joining: Joining) -> Iterator[str]:
    """Title and number as the lines of a file say that cannot be read as a whole."""
    names = {**field_names(document_type(source.path, joining).type), **joining.fields}
    keys = [key for key, name in names.items() if name in NAMING]
    for match in re.finditer(rf"^(?:{'|'.join(map(re.escape, [*NAMING, *keys]))})[ ]*[:：](.+)$", source.text, re.MULTILINE):
        yield title_key(standard_number(match[1].strip(" \t\"'")))


NAMING = ("title", "number")


def _stem(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".md")


def proposed_id(stem: str) -> str:
    """A legal id near the stem, where it has anything to build on."""
    plain = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:60].strip("-")
    return plain or "parking-rules-2024"


def _findings(error: ValidationError, model: type[BaseModel], path: str, marks: Mapping[Path, Mark]) -> list[Finding]:
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
    shown = mark.word if known == location and mark.word else _both_names(type, name)
    match problem["type"]:
        case "missing":
            return finding("E001", "error", place, field=_both_names(type, name))
        case "extra_forbidden":
            known_names = shape.fields(shape.at(model, location[:-1]) or model)
            shown_names = [shown_name(type, one) for one in known_names]
            meant = meant_by(type, name)
            close = meant if meant in shown_names else nearest(name, [*known_names, *shown_names])
            return finding("E002", "error", place, field=mark.word or name, hint=_hint(close))
        case "unknown_choice":
            return finding("E003", "error", place, field=shown, value=value, accepted=context["accepted"], hint=_hint(context["nearest"]))
        case "unknown_word":
            vocabulary, hint = context["vocabulary"], _hint(context["nearest"])
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
            return finding("E001", "error", place, field=_both_names(type, name))
        case "redirect":
            return finding("U007", "error", place)
        case "exception":
            return finding("K004", "error", place)
        case kind:
            return finding("E005", "error", place, field=shown, value=value, expected=_expected(kind) + _pattern(kind, model, type, location))


def _type_name(model: type[BaseModel]) -> str:
    """As locale/zh/fields.yml knows it."""
    return model.type if issubclass(model, Document) else next(name for name, one in VOCABULARIES.items() if one is model)


def _hint(word: str | None) -> str:
    return text("hints.near", word=word) if word else ""


def _both_names(type: str, name: str) -> str:
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
