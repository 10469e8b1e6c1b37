"""Source files in, a library and findings out: all findings of all files in one run, never a traceback."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator

from pydantic import ValidationError

from policy_library.text.normalize import title_key
from policy_library.work.memory import Memory, digest

from .documents import TYPES, Document, Page
from .files import VOCABULARY_FOLDER, keep
from .findings import Finding, Place, finding, ordered
from .joining import Joining, rename, without_places
from .library import Library
from .mistakes import mistakes, proposed_id
from .names import field_names
from .scaffold import unfilled
from .source import NO_BODY, Body, SourceFile, body_of, split
from .values import DEVICE, ID, standard_number
from .vocabulary import NAMES, Vocabularies
from .vocabulary_files import read_vocabularies

UNFIT = re.compile(r"[\s\x00-\x1f#?%\\<>\"|*:]")
"""Of a written page's path: it becomes the address as it stands."""
KIND = "documents"
"""Of what is kept between runs."""


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
    problems += without_places(data, source.path, marks)
    place = {
        "id": stem if model is not Page else source.path, "path": source.path, "words": body_of(front.body, source), "body_line": front.body_line,
        "lines": {sys.intern(".".join(map(str, path))): mark.line for path, mark in marks.items()}, "assumed": assumed,
        "read_as": read_as,
    }
    try:
        document = model.model_validate({**data, **place}, context={"vocabularies": vocabularies})
    except ValidationError as error:
        return (*problems, *mistakes(error, model, source.path, marks))
    return tuple(problems) if problems else document


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


