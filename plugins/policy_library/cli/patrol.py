"""``policy patrol``: the round that a schedule makes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

import click

from policy_library.edition import Edition, edition
from policy_library.locale import text
from policy_library.model.files import file_bytes, read_folder
from policy_library.patrol import data, markdown
from policy_library.patrol import text as plain
from policy_library.patrol.calendar import calendar
from policy_library.patrol.deadlines import deadlines
from policy_library.patrol.known import Known, read_known, write_known
from policy_library.patrol.link_patrol import changed_only, check_links, learnt
from policy_library.patrol.links import links
from policy_library.patrol.patrol import PARTS, Part, Patrol, patrol
from policy_library.patrol.report import report
from policy_library.patrol.verdicts import LinkResult
from policy_library.settings import Settings
from policy_library.work.memory import FOLDER, Memory

from .common import ERRORS, cannot_write, config_option, configuration, day, print_assumed, shown, today_option, write
from .reading import changed_files

FORMS: Mapping[str, Callable[[Patrol, str], str]] = {
    "text": lambda found, content: plain.rendered(report(found, content)),
    "markdown": lambda found, content: markdown.rendered(report(found, content)),
    "issue": lambda found, content: markdown.issue(report(found, content)),
    "json": data.rendered,
}


T = TypeVar("T")


class _Parts(click.ParamType):
    name = "parts"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[Part, ...]:
        if not isinstance(value, str):
            return PARTS
        given = tuple(one.strip() for one in value.split(","))
        if unknown := [one for one in given if one not in PARTS]:
            self.fail(text("patrol.command.bad_only", given=unknown[0], known=",".join(PARTS)), param, ctx)
        return tuple(part for part in PARTS if part in given)


@click.command("patrol")
@config_option
@today_option
@click.option("--only", "parts", type=_Parts(), default=",".join(PARTS), show_default=True, help="These parts; errors are always told.")
@click.option("--links/--no-links", "ask", default=True, help="Ask the addresses of other hosts.")
@click.option("--changed-since", "revision", metavar="REV", help="Ask only addresses that files name which changed since the branch left REV.")
@click.option("--known", "known_path", type=click.Path(path_type=Path, dir_okay=False), help="What earlier rounds saw of each address; read and renewed.")
@click.option("--format", "form", type=click.Choice(list(FORMS)), default="text", show_default=True, help="Form of the report.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write the report to a file.")
@click.option("--calendar", "calendar_path", type=click.Path(path_type=Path, dir_okay=False), help="Write all deadlines to a calendar (.ics), too.")
def command(
    config_path: Path, today: date | None, parts: tuple[Part, ...], ask: bool, revision: str | None, known_path: Path | None, form: str,
    output: Path | None, calendar_path: Path | None,
) -> None:
    """Look over the library: links, deadlines, basis drift, gaps. The report is for staff. Exit 1: something cannot wait."""
    settings, content = configuration(config_path)
    found = _edition(settings, content, day(today), config_path.resolve().parent / FOLDER)
    changed = changed_files(content, revision) if revision else None
    results = _asked(found, settings, known_path, changed) if ask and "links" in parts else None
    round_ = patrol(found, settings, parts, results)
    written = FORMS[form](round_, shown(content))
    if calendar_path:
        ics = calendar(deadlines(found, settings), found.day, settings.site.government_name or settings.site.domain, settings.patrol.ahead_days)
        write(calendar_path, ics)
    if output:
        write(output, f"{written}\n".encode())
    else:
        click.echo(written if form == "text" else f"{written}\n".encode(), nl=form == "text")  # machines read UTF-8, whatever the code page
    if output or form == "text":
        print_assumed(settings)
    raise SystemExit(ERRORS if round_.urgent else 0)


def _edition(settings: Settings, content: Path, today: date | None, cache: Path) -> Edition:
    """Nothing is stored: a run that renders no text would throw away what is kept of it."""
    memory = Memory(cache)
    return edition(read_folder(content, memory), settings.day(today), settings.reading, partial(file_bytes, content), memory)


def _watched(length: int, work: Callable[[Callable[[int, int], None]], T]) -> T:
    """With a bar in a terminal; elsewhere a line for each tenth, so that a log shows that it goes on."""
    if sys.stderr.isatty():
        with click.progressbar(length=length, label=text("patrol.command.bar"), file=sys.stderr) as bar:
            return work(lambda done, of: bar.update(done - bar.pos))
    told: set[int] = set()

    def tell(done: int, of: int) -> None:
        tenth = done * 10 // max(1, of)
        if tenth not in told:
            told.add(tenth)
            click.echo(text("patrol.command.progress", done=done, all=of), err=True)

    return work(tell)


def _asked(found: Edition, settings: Settings, known_path: Path | None, changed: Collection[str] | None) -> tuple[LinkResult, ...]:
    known, problem = read_known(known_path) if known_path else (Known(), None)
    if problem:
        click.echo(problem, err=True)
    every = links(found)
    asked = every if changed is None else changed_only(every, changed)
    results = _watched(len(asked), lambda progress: check_links(asked, settings.links, found.day, known, progress))
    if known_path:
        try:
            write_known(known_path, learnt(known, results, every, found.day))
        except OSError as error:
            cannot_write(known_path, error)
    return results
