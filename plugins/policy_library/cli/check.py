"""``policy check``: reads and checks, builds nothing."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path

import click

from policy_library.checks.mends import mended
from policy_library.edition import Edition
from policy_library.locale import text
from policy_library.model.findings import RANK, Finding
from policy_library.model.refused import reason
from policy_library.report import text as text_report
from policy_library.report.formats import FORMATS
from policy_library.report.report import counts, summary
from policy_library.settings import Settings
from policy_library.work.memory import FOLDER, Memory

from .common import ERRORS, WRONG_USE, config_option, configuration, day, hint_notes, notes_option, place_in, print_assumed, report_of, shown, today_option, write
from .reading import changed_files, of_change, read


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
    report = report_of(told, documents, settings, content, notes=notes or form in ("json", "sarif", "markdown"))
    if output:
        write(output, f"{FORMATS[form](report)}\n".encode())
    if output or form == "text":
        if lines := text_report.lines(report_of(told, documents, settings, content, notes=notes)):
            click.echo("\n".join([*lines, ""]))
        print_assumed(settings)
        click.echo(text("cli.checked", documents=documents, summary=summary(told)))
        hint_notes(told, notes)
        if lines:
            worst = min(report.findings, key=lambda one: RANK[one.severity])
            click.echo(text("cli.rules_hint", code=worst.code))
    elif rendered := FORMATS[form](report):
        click.echo(f"{rendered}\n".encode(), nl=False)  # machines read UTF-8, whatever the code page
    raise SystemExit(ERRORS if counts(told)["error"] else 0)


def _findings(settings: Settings, content: Path, today: date | None, cache: Path) -> tuple[Edition, tuple[Finding, ...]]:
    memory = Memory(cache)
    found, planned = read(settings, content, settings.day(today), memory)
    memory.store()
    return found, planned.findings


def _wanted(paths: Collection[Path], revision: str | None, content: Path) -> Callable[[Finding], bool]:
    """Whether a finding is to be told."""
    if revision:
        changed = changed_files(content, revision)
        return lambda one: of_change(one, changed)
    if not paths:
        return lambda one: True
    places = []
    for path in paths:
        if not path.exists():
            click.echo(text("cli.no_path", path=path), err=True)
            raise SystemExit(WRONG_USE)
        place = place_in(path.resolve(), content)
        if place is None:
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
            place = posixpath.join(shown(content), path)
            try:
                _replace(file, written)
            except OSError as error:
                click.echo(text("cli.not_written", path=place, problem=reason(error)), err=True)
                continue
            for one in done:
                assert one.edit
                click.echo(f"{place}:{one.line}  {one.edit.old} → {one.edit.new}", err=True)
        made += len(done)
    return made


def _replace(file: Path, written: bytes) -> None:
    """On Windows a file that another program holds open, or that is read-only, cannot be replaced."""
    beside = file.with_name(f".{file.name}.fixed")
    try:
        beside.write_bytes(written)
        beside.chmod(file.stat().st_mode)
        os.replace(beside, file)
    except OSError:
        with suppress(OSError):
            beside.unlink()
        raise
