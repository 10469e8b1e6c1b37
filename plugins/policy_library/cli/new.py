"""``policy new``: a file to fill in, of the templates that editors copy."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import NoReturn

import click

from policy_library.importers.naming import id_of
from policy_library.locale import text
from policy_library.model.index_numbers import next_index_number
from policy_library.model.library import Library
from policy_library.model.load import load, read_folder
from policy_library.model.scaffold import TEMPLATES, scaffold, unfilled
from policy_library.model.source import SourceFile
from policy_library.model.values import ID
from policy_library.work.files import put

from .common import ERRORS, WRONG_USE, cannot_write, config_option, configuration, day, shown, today_option

KINDS = {"policy": "policy-normative", "interpretation": "interpretation", "faq": "faq", "topic": "topic", "consultation": "consultation"}
ABOUT = {"interpretation": "interprets", "faq": "answers"}
AGENCY = {"topic": "agency"}
"""The field that names the agency, where it is not 制发机关."""


@dataclass(frozen=True)
class _Asked:
    title: str | None
    number: str | None
    agency: str | None
    about: str | None
    id: str | None


@click.command("new")
@click.argument("kind", type=click.Choice(list(KINDS)))
@config_option
@today_option
@click.option("--notice/--normative", default=None, help="Of a policy: a notice, or a normative document (规范性文件).")
@click.option("--title", help="标题")
@click.option("--number", help="文号, of a policy.")
@click.option("--agency", help="制发机关 or 牵头机构, by any of its registered names.")
@click.option("--about", help="What is interpreted or answered: a number, a title or a file's name.")
@click.option("--id", "id_", help="Name of the file without .md, which becomes the address; by default made from number or title.")
def command(
    kind: str, config_path: Path, today: date | None, notice: bool | None, title: str | None, number: str | None, agency: str | None, about: str | None,
    id_: str | None,
) -> None:
    """Make a file to fill in, in the right folder, with the next free index number. Asks in a terminal; never overwrites."""
    settings, content = configuration(config_path)
    ask = sys.stdin.isatty()
    if kind == "policy" and notice is None and ask:
        notice = not click.confirm(text("importing.new.ask.normative"), default=True)
    template = "policy-notice" if kind == "policy" and notice else KINDS[kind]
    sources = read_folder(content)
    library, _ = load(sources, joining=settings.reading.joining, open_vocabularies=settings.open_vocabularies)
    asked = _asked(kind, library, _Asked(title, number, agency, about, id_), ask=ask)
    file = content / TEMPLATES[template] / f"{asked.id}.md"
    if file.exists():
        click.echo(text("importing.new.exists", path=shown(file)), err=True)
        raise SystemExit(ERRORS)
    values = _values(kind, library, asked)
    if kind == "policy" and asked.agency:
        registered = library.vocabularies.find("agencies", asked.agency)
        texts = [source.text for source in sources if isinstance(source, SourceFile)]
        found = next_index_number(library.vocabularies.agency(registered or asked.agency), settings.day(day(today)).year, library, texts)
        values |= {"index_number": str(found)} if found else {}
    written = scaffold(template, values)
    try:
        put(file, written.encode())
    except OSError as error:
        cannot_write(file, error)
    left = len(unfilled(SourceFile(file.name, written)))
    click.echo(text("importing.new.made", path=shown(file), n=left, address=f"/{TEMPLATES[template]}/{asked.id}/"))


def _values(kind: str, library: Library, asked: _Asked) -> dict[str, object]:
    registered = library.vocabularies.find("agencies", asked.agency) if asked.agency else None
    agency = library.vocabularies.agency(registered).name if registered else None
    given = {"title": asked.title, "number": asked.number, AGENCY.get(kind, "issuers"): agency, ABOUT.get(kind, "related"): asked.about}
    return {name: value for name, value in given.items() if value}


def _asked(kind: str, library: Library, given: _Asked, *, ask: bool) -> _Asked:
    """What the options leave out is asked for in a terminal; elsewhere it stays a place to fill in."""
    told = partial(_told, ask=ask)
    title = told(given.title, "title")
    number = told(given.number, "number") if kind == "policy" else None
    agency = told(given.agency, "agency", check=partial(_unknown_agency, library))
    about = told(given.about, "about") if kind in ABOUT else None
    proposed = id_of(number, title or "")
    id_ = told(given.id, "id", check=_bad_id, proposed=proposed) or proposed
    if id_ is None:
        _wrong(text("importing.new.no_id"))
    return _Asked(title, number, agency, about, id_)


def _told(
    value: str | None, key: str, *, ask: bool, check: Callable[[str], str | None] = lambda value: None, proposed: str | None = None
) -> str | None:
    """Empty answers are none; a value that does not fit is asked for again."""
    problem = check(value) if value else None
    while ask and (value is None or problem):
        if problem:
            click.echo(problem, err=True)
        value = click.prompt(text(f"importing.new.ask.{key}"), default=proposed or "", show_default=bool(proposed)).strip()
        problem = check(value) if value else None
    if problem:
        _wrong(problem)
    return value or None


def _unknown_agency(library: Library, name: str) -> str | None:
    if library.vocabularies.find("agencies", name):
        return None
    nearest = library.vocabularies.nearest("agencies", name)
    return text("importing.new.no_agency", name=name) + (text("importing.new.nearest", name=nearest) if nearest else "")


def _bad_id(written: str) -> str | None:
    return None if ID.fullmatch(written) else text("importing.new.bad_id", id=written)


def _wrong(problem: str) -> NoReturn:
    click.echo(problem, err=True)
    raise SystemExit(WRONG_USE)
