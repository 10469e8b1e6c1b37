"""Where ``policy new`` works: the library as it is, and what it asks of a new file."""

from __future__ import annotations

import os.path
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

import click

from policy_library.graph.resolve import Resolver
from policy_library.locale import text
from policy_library.model.findings import Finding
from policy_library.model.heads import Head, heads
from policy_library.model.library import Library
from policy_library.model.files import content_files, is_source, read_folder
from policy_library.model.load import document_type, load, read_document
from policy_library.model.mistakes import proposed_id
from policy_library.model.scaffold import TEMPLATES, scaffold
from policy_library.model.source import SourceFile, in_memory
from policy_library.model.values import ID, choices
from policy_library.settings import Settings

from .common import place_in, shown

FIELDS: Mapping[str, Mapping[str, str]] = {
    "policy": {"title": "title", "kind": "kind", "agency": "issuers"},
    "interpretation": {"of": "interprets", "title": "title", "agency": "issuers"},
    "faq": {"of": "answers", "title": "title", "agency": "issuers"},
    "topic": {"title": "title", "kind": "kind", "agency": "agency"},
    "consultation": {"title": "title", "agency": "issuers"},
}
"""Type → option → the field that it fills, in the order in which they are asked for."""
EXPLAINED = ("policies", "consultations")


@dataclass(frozen=True)
class Desk:
    """Of one type of document. What does not do is a click.UsageError, after which a prompt asks again."""

    settings: Settings
    content: Path
    name: str
    into: Path | None

    @property
    def type(self) -> str:
        return TEMPLATES[self.template("")]

    @property
    def kinds(self) -> str:
        return "topic_kind" if self.name == "topic" else "kind"

    def template(self, kind: str) -> str:
        if self.name != "policy":
            return self.name
        return "policy-normative" if kind == text("terms.kind.normative") else "policy-notice"

    @cached_property
    def sources(self) -> list[SourceFile | Finding]:
        return read_folder(self.content)

    @cached_property
    def heads(self) -> tuple[Head, ...]:
        return tuple(heads(self.sources, self.settings.reading.joining))

    @cached_property
    def library(self) -> Library:
        reading = self.settings.reading
        return load(self.sources, joining=reading.joining, open_vocabularies=reading.open_vocabularies)[0]

    @cached_property
    def folder(self) -> str:
        """In the content folder."""
        joining = self.settings.reading.joining
        if self.into is None:
            return next((folder for folder, type in joining.folders.items() if type == self.type), self.type)
        place = place_in(self.into.resolve(), self.content)
        if place is None:
            raise click.UsageError(text("cli.path_outside", path=self.into, content=shown(self.content)))
        held = document_type(f"{place}/new.md" if place != "." else "new.md", joining).type
        if held != self.type:
            raise click.UsageError(text("new.other_folder", folder=self.into, type=called(self.type), proposal=self.type))
        return place

    def path(self, id: str) -> str:
        return PurePosixPath(self.folder, f"{id}.md").as_posix()

    def id(self, given: str) -> str:
        id = given.strip().removesuffix(".md")
        if not ID.fullmatch(id):
            raise click.UsageError(_told("U001", stem=id, proposal=proposed_id(id)))
        for path in content_files(self.content):
            same = PurePosixPath(path).stem.casefold() == id and is_source(path)
            if same and document_type(path, self.settings.reading.joining).type == self.type:
                raise click.UsageError(text("new.taken", path=shown(self.content / path)))
        if os.path.lexists(self.content / self.path(id)):
            raise click.UsageError(text("new.taken", path=shown(self.content / self.path(id))))
        return id

    def title(self, given: str) -> str:
        return self._read("title", given.strip())

    def kind(self, given: str) -> str:
        """By its Chinese name, as templates are written."""
        return self._read("kind", choices(self.kinds).get(given.strip(), given.strip()))

    def agency(self, given: str) -> str:
        return self.brief(self._read(FIELDS[self.name]["agency"], given.strip()))

    def brief(self, word: str) -> str:
        """The short name of an agency, unless another bears it, too."""
        registered = self.library.vocabularies
        entry = registered.agencies.get(registered.find("agencies", word) or "")
        if entry is None:
            return word
        return entry.brief if registered.find("agencies", entry.brief) == entry.id else entry.id

    def of(self, given: str) -> str:
        """The words, if the site knows what they mean; of what is not filled in yet, its id."""
        words = given.strip()
        fit = self.explained(words)
        if len(fit) != 1:
            candidates = "、".join(head.path for head in fit)
            raise click.UsageError(text("new.several" if fit else "new.unknown", given=words, candidates=candidates))
        return words if Resolver(self.library).named(words) else fit[0].reference

    def explained(self, words: str) -> list[Head]:
        paths = {document.path for document in Resolver(self.library).named(words)} or {head.path for head in self.heads if head.is_called(words)}
        return [head for head in self.heads if head.path in paths and head.type in EXPLAINED]

    def _read(self, field: str, value: str) -> str:
        """The reader of documents says what it would say of the file."""
        made = scaffold(self.template(""), {field: value})
        read = read_document(in_memory(self.path("new"), made), self.library.vocabularies, self.settings.reading.joining)
        for one in read if isinstance(read, tuple) else ():
            if one.code != "E011":
                raise click.UsageError(f"{one.message}\n{text('cli.mend')}{one.mend}")
        return value


def called(type: str) -> str:
    return text(f"terms.type.{type}")


def _told(code: str, **values: object) -> str:
    return f"{text(f'findings.{code}.message', **values)}\n{text('cli.mend')}{text(f'findings.{code}.mend', **values)}"
