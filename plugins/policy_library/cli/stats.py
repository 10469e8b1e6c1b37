"""``policy stats``: how much is published, interpreted, in step and linked, by agency and year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import click

from policy_library.edition import edition
from policy_library.locale import text
from policy_library.model.files import file_bytes, read_folder
from policy_library.model.vocabulary import Vocabularies
from policy_library.report.report import counts
from policy_library.stats import data, terminal
from policy_library.stats.figures import Statistics, Wanted, statistics
from policy_library.stats.page import page
from policy_library.work.memory import FOLDER, Memory

from .common import WRONG_USE, config_option, configuration, day, today_option, write


@click.command("stats")
@config_option
@today_option
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text", show_default=True, help="html: a page for staff, one file.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file instead of the screen.")
@click.option("--year", "years", type=click.IntRange(1, 9999), multiple=True, help="Only documents of this year; may be repeated.")
@click.option("--agency", "agencies", metavar="NAME", multiple=True, help="Only documents of this agency, by id or any of its names; may be repeated.")
def command(config_path: Path, today: date | None, form: str, output: Path | None, years: tuple[int, ...], agencies: tuple[str, ...]) -> None:
    """Figures for staff: publication, interpretation, services, questions, validity. docs/stats.md has the formulas."""
    settings, content = configuration(config_path)
    # Nothing is stored: a run that renders no text would throw away what is kept of it.
    memory = Memory(config_path.resolve().parent / FOLDER)
    found = edition(read_folder(content, memory), settings.day(day(today)), settings.reading, partial(file_bytes, content), memory)
    if errors := counts(found.findings)["error"]:
        click.echo(text("stats.cli.errors", n=errors), err=True)
    vocabularies = found.whole.vocabularies
    wanted = Wanted([_agency(word, vocabularies) for word in agencies], years)
    narrowed = [*(vocabularies.agency(id).name for id in wanted.agencies), *(text("present.list.year", year=year) for year in sorted(years))]
    forms: dict[str, Callable[[Statistics, Vocabularies], str]] = {
        "text": terminal.rendered, "json": data.rendered, "html": partial(page, narrowed=narrowed),
    }
    told = forms[form](statistics(found, wanted, staff=True), vocabularies).rstrip("\n")
    if output is None:
        click.echo(told)
        return
    write(output, f"{told}\n".encode())
    click.echo(text("stats.cli.written", path=output), err=True)


def _agency(word: str, vocabularies: Vocabularies) -> str:
    if found := vocabularies.find("agencies", word):
        return found
    near = vocabularies.nearest("agencies", word)
    hint = text("stats.cli.hint", name=vocabularies.agency(near).name) if near else ""
    click.echo(text("stats.cli.no_agency", word=word, hint=hint), err=True)
    raise SystemExit(WRONG_USE)
