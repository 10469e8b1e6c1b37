"""``policy check``: reads and checks, builds nothing."""

from __future__ import annotations

import gc
import os
import posixpath
from collections.abc import Callable, Collection
from datetime import date
from functools import partial
from pathlib import Path

import click

from policy_library.checks.mends import mended
from policy_library.edition import Edition, edition
from policy_library.graph.texts import Texts
from policy_library.locale import text
from policy_library.model.findings import Finding
from policy_library.model.load import content_files, file_bytes, read_folder
from policy_library.report import text as text_report
from policy_library.report.formats import FORMATS
from policy_library.report.report import counts, summary
from policy_library.settings import Settings
from policy_library.site.pages import SEARCH, Site, pages
from policy_library.work.memory import FOLDER, Memory

from .common import ERRORS, WRONG_USE, changed_files, config_option, configuration, day, hint_notes, notes_option, print_assumed, report_of, shown, today_option


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@config_option
@today_option
@notes_option
@click.option("--changed-since", metavar="REV", help="Only what changed since the branch left REV, and every error of the library.")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True, help="Form of the report.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write the report to a file and tell people here.")
@click.option("--fix", is_flag=True, help="Make the mends that are safe, then check again.")
def command(
    paths: tuple[Path, ...], config_path: Path, today: date | None, notes: bool, changed_since: str | None, form: str, output: Path | None, fix: bool,
) -> None:
    """Read and check every document; build nothing. PATHS: tell of these files and folders only."""
    gc.disable()  # a short life among many lasting objects: looking through them for rubbish takes a fifth of the time
    settings, content = configuration(config_path)
    wanted = _wanted(paths, changed_since, content)
    check = partial(_findings, settings, content, day(today), config_path.resolve().parent / FOLDER)
    found, findings = check()
    if fix:
        made = _fix(content, [one for one in findings if wanted(one)])
        click.echo(text("cli.fixed", n=made), err=form != "text")
        found, findings = check() if made else (found, findings)
    told = tuple(one for one in findings if wanted(one))
    documents = len(found.whole.documents)
    report = report_of(told, documents, settings, content, notes=notes or form in ("json", "sarif"))
    if output:
        output.write_text(FORMATS[form](report) + "\n", "utf8")
    if output or form == "text":
        lines = text_report.lines(report_of(told, documents, settings, content, notes=notes))
        for line in [*lines, ""] if lines else []:
            click.echo(line)
        print_assumed(settings)
        click.echo(text("cli.checked", documents=documents, summary=summary(told)))
        hint_notes(told, notes)
        if lines:
            click.echo(text("cli.rules_hint", code=report.findings[0].code))
    elif rendered := FORMATS[form](report):
        click.echo(rendered)
    raise SystemExit(ERRORS if counts(told)["error"] else 0)


def _findings(settings: Settings, content: Path, today: date | None, cache: Path) -> tuple[Edition, tuple[Finding, ...]]:
    memory = Memory(cache)
    found = edition(read_folder(content), settings.day(today), settings.reading, partial(file_bytes, content), Texts(memory))
    findings = pages(found, Site("", options=settings.site, search=SEARCH), content_files(content), memory).findings
    memory.store()
    return found, findings


def _wanted(paths: Collection[Path], revision: str | None, content: Path) -> Callable[[Finding], bool]:
    """Whether a finding is to be told. An error stops publication wherever it stands, so a change is told of all of them."""
    if revision:
        changed = changed_files(content, revision)
        return lambda one: one.severity == "error" or one.path in changed
    if not paths:
        return lambda one: True
    places = []
    for path in paths:
        if not path.exists():
            click.echo(text("cli.no_path", path=path), err=True)
            raise SystemExit(WRONG_USE)
        place = Path(os.path.relpath(path.resolve(), content)).as_posix()
        if place.startswith("../"):
            click.echo(text("cli.path_outside", path=path, content=shown(content)), err=True)
            raise SystemExit(WRONG_USE)
        places.append(place)
    return lambda one: any(place == "." or one.path == place or one.path.startswith(f"{place}/") for place in places)


def _fix(content: Path, findings: Collection[Finding]) -> int:
    """Writes each file beside itself and puts it in place at once."""
    made = 0
    for path in sorted({one.path for one in findings if one.edit}):
        file = content / path
        written, done = mended(file.read_bytes(), [one for one in findings if one.path == path])
        if done:
            beside = file.with_name(f".{file.name}.fixed")
            beside.write_bytes(written)
            beside.chmod(file.stat().st_mode)
            os.replace(beside, file)
            for one in done:
                assert one.edit
                click.echo(f"{posixpath.join(shown(content), path)}:{one.line}  {one.edit.old} → {one.edit.new}", err=True)
        made += len(done)
    return made
