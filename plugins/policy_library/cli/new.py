"""``policy new``: a file that is filled in as far as the library and the command line tell; asks in a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import click

from policy_library.locale import text
from policy_library.model.heads import next_index_number
from policy_library.model.scaffold import BLANK, scaffold
from policy_library.model.values import choices
from policy_library.text.normalize import title_key

from .common import WRONG_USE, config_option, configuration, day, shown, today_option, write
from .desk import FIELDS, Desk, called

NEEDED = {("policy", "kind")}
"""The rest may be left to fill in."""
WITHIN = str.maketrans("《》", "〈〉")
"""Marks of a title within a title."""


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
            raise click.UsageError(text("new.no_option", option=option, type=called(desk.type)))
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
