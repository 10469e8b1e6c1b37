"""``policy new``: a file that is filled in as far as the library and the command line tell; asks in a terminal."""

from __future__ import annotations

import os.path
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path, PurePosixPath

import click

from policy_library.graph.resolve import Resolver
from policy_library.locale import text
from policy_library.model.findings import Finding
from policy_library.model.heads import Head, heads, next_index_number
from policy_library.model.library import Library
from policy_library.model.load import content_files, document_type, is_source, load, proposed_id, read_document, read_folder
from policy_library.model.scaffold import BLANK, TEMPLATES, scaffold
from policy_library.model.source import SourceFile
from policy_library.model.values import ID, choices
from policy_library.settings import Settings
from policy_library.text.normalize import title_key

from .common import WRONG_USE, config_option, configuration, day, place_in, shown, today_option, write

FIELDS: Mapping[str, Mapping[str, str]] = {
    "policy": {"title": "title", "kind": "kind", "agency": "issuers"},
    "interpretation": {"of": "interprets", "title": "title", "agency": "issuers"},
    "faq": {"of": "answers", "title": "title", "agency": "issuers"},
    "topic": {"title": "title", "kind": "kind", "agency": "agency"},
    "consultation": {"title": "title", "agency": "issuers"},
}
"""Type → option → the field that it fills, in the order in which they are asked for."""
NEEDED = {("policy", "kind")}
"""The rest may be left to fill in."""
WITHIN = str.maketrans("《》", "〈〉")
"""Marks of a title within a title."""
EXPLAINED = ("policies", "consultations")


@dataclass(frozen=True)
class Desk:
    """The library as it is, and what is asked of a new file in it. What does not do is a click.UsageError, after which a prompt asks again."""

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
            raise click.UsageError(text("new.other_folder", folder=self.into, type=_called(self.type), proposal=self.type))
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
        read = read_document(SourceFile(self.path("new"), made), self.library.vocabularies, self.settings.reading.joining)
        for one in read if isinstance(read, tuple) else ():
            if one.code != "E011":
                raise click.UsageError(f"{one.message}\n{text('cli.mend')}{one.mend}")
        return value


@click.command("new")
@click.argument("name", metavar=f"[{'|'.join(FIELDS)}]", type=click.Choice(list(FIELDS)))
@click.option("--id", metavar="ID", help="Name of the file and last part of its address.")
@click.option("--title", help="As on the paper.")
@click.option("--kind", help="Of a policy (规范性文件, 通知, …) or a topic (一件事, 一类事).")
@click.option("--agency", help="Who issues it or is in charge, by a name of the vocabulary.")
@click.option("--of", metavar="POLICY", help="What an interpretation or FAQ is about: number, title or id.")
@click.option("--into", type=click.Path(path_type=Path, file_okay=False), help="Folder; by default the type's.")
@click.option("--stdout", is_flag=True, help="Print the file, write nothing.")
@config_option
@today_option
def command(name: str, id: str | None, into: Path | None, stdout: bool, config_path: Path, today: date | None, **given: str | None) -> None:
    """Begin a document from its template. Asks in a terminal for what is not given; writes over nothing."""
    settings, content = configuration(config_path)
    desk, on = Desk(settings, content, name, into), settings.day(day(today))
    try:
        desk.folder  # noqa: B018  (before anything is asked)
        known = _known(desk, given, None if stdout else id)
        known = _asked(desk, known, needs_id=not stdout) if sys.stdin.isatty() else _derived(desk, known)
        if missing := _missing(desk, known, needs_id=not stdout):
            raise click.UsageError(missing)
    except click.UsageError as error:
        click.echo(error.message, err=True)
        raise SystemExit(WRONG_USE) from None
    values = _values(desk, known, on)
    made = scaffold(desk.template(known.get("kind", "")), values, on)
    if stdout:
        click.echo(made.encode(), nl=False)
        return
    path = content / desk.path(known["id"])
    write(path, made.encode())
    _tell(desk, known, values, made, shown(path))


def _known(desk: Desk, given: Mapping[str, str | None], id: str | None) -> dict[str, str]:
    """What the command line says, each looked at."""
    told = {option: value for option, value in given.items() if value is not None}
    for option in told:
        if option not in FIELDS[desk.name]:
            raise click.UsageError(text("new.no_option", option=option, type=_called(desk.type)))
    return {**{option: _check(desk, option)(value) for option, value in told.items()}, **({"id": desk.id(id)} if id is not None else {})}


def _check(desk: Desk, option: str) -> Callable[[str], str]:
    checks: Mapping[str, Callable[[str], str]] = {"id": desk.id, "title": desk.title, "kind": desk.kind, "agency": desk.agency, "of": desk.of}
    return checks[option]


def _derived(desk: Desk, known: Mapping[str, str]) -> dict[str, str]:
    """An explanation is called after what it explains and comes from the same agency."""
    if "of" not in known:
        return dict(known)
    (head,) = desk.explained(known["of"])
    title, agency = head.said("title"), desk.brief(head.said("issuers"))
    derived = {"title": text(f"new.title_of.{desk.name}", title=title.translate(WITHIN)) if title else "", "agency": agency}
    return {**{option: value for option, value in derived.items() if value and not BLANK.search(value)}, **known}


def _asked(desk: Desk, known: Mapping[str, str], *, needs_id: bool) -> dict[str, str]:
    """Empty answers leave a place to fill in."""
    answers = dict(known)
    for option in (*FIELDS[desk.name], *(("id",) if needs_id else ())):
        if option in answers:
            continue
        answer = _answer(desk, option, _derived(desk, answers).get(option, ""))
        answers |= {option: answer} if answer else {}
    return answers


def _answer(desk: Desk, option: str, proposed: str) -> str:
    question = text(f"new.ask.{desk.kinds if option == 'kind' else option}")
    default = None if option == "id" or (desk.name, option) in NEEDED else proposed
    while written := click.prompt(question, default=default, show_default=bool(proposed), err=True).strip():
        try:
            return _check(desk, option)(written)
        except click.UsageError as error:
            click.echo(error.message, err=True)
    return ""


def _missing(desk: Desk, known: Mapping[str, str], *, needs_id: bool) -> str:
    if (desk.name, "kind") in NEEDED and "kind" not in known:
        return text("new.no_kind", kinds="、".join(choices("kind").values()))
    return text("new.no_id") if needs_id and "id" not in known else ""


def _values(desk: Desk, known: Mapping[str, str], today: date) -> dict[str, object]:
    """By field. The days of a document are those on its paper; of a topic, that it was looked through is told now."""
    values: dict[str, object] = {field: known[option] for option, field in FIELDS[desk.name].items() if option in known}
    if desk.name == "topic":
        values["reviewed"] = today
    vocabularies = desk.library.vocabularies
    issuer = vocabularies.find("agencies", known.get("agency", ""))
    if desk.name == "policy" and issuer and desk.settings.checks.index_numbers == "code/yyyy-nnnnn":
        number = next_index_number(desk.heads, vocabularies.agency(issuer), vocabularies, today.year)
        values |= {"index_number": number} if number else {}
    return values


def _tell(desk: Desk, known: Mapping[str, str], values: Mapping[str, object], made: str, path: str) -> None:
    click.echo(text("new.made", path=path))
    if "index_number" in values:
        click.echo(text("new.numbered", number=values["index_number"]))
    same = [head.path for head in desk.heads if head.type == desk.type and title_key(head.said("title")) == title_key(known.get("title", ""))]
    if "title" in known and same:
        click.echo(text("new.same_title", paths="、".join(shown(desk.content / one) for one in same)))
    click.echo(text("new.next", n=len(BLANK.findall(made)), path=path))
    if desk.name == "policy":
        click.echo(text("new.explain", id=known["id"]))


def _called(type: str) -> str:
    return text(f"terms.type.{type}")


def _told(code: str, **values: object) -> str:
    return f"{text(f'findings.{code}.message', **values)}\n{text('cli.mend')}{text(f'findings.{code}.mend', **values)}"
