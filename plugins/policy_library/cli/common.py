"""What commands share: options, the configuration, how findings are shown."""

from __future__ import annotations

import os
from codecs import BOM_UTF8
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import lru_cache
from pathlib import Path, PurePath, PurePosixPath
from stat import S_ISREG
from typing import NoReturn

import click
import yaml

from policy_library.locale import text
from policy_library.model.findings import Finding
from policy_library.model.refused import reason
from policy_library.report import text as text_report
from policy_library.report.report import Report, counts
from policy_library.settings import Settings, read_configuration
from policy_library.work.files import put

from .misconfigured import why

ERRORS, WRONG_USE = 1, 2

config_option = click.option(
    "--config", "-f", "config_path", type=click.Path(path_type=Path), default=Path("mkdocs.yml"), show_default=True, help="Configuration of the host.",
)
today_option = click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The day to speak for; by default the configuration's, or the present day.")
notes_option = click.option("--notes", is_flag=True, help="Show notes, too: citations of what is not in the library.")


def configuration(path: Path) -> tuple[Settings, Path]:
    """The plugin's settings and the content folder; says what is wrong and ends with 2 where there is none."""
    try:
        settings, content = read_configuration(path)
    except FileNotFoundError:
        click.echo(text("cli.no_config", path=path), err=True)
    except (OSError, ValueError, yaml.YAMLError) as error:
        click.echo(text("cli.bad_config", path=path, problem=why(error)), err=True)
    else:
        if content.is_dir():
            return settings, content
        click.echo(text("cli.no_content", path=path, folder=shown(content)), err=True)
    raise SystemExit(WRONG_USE)


def day(given: object) -> date | None:
    """click gives a datetime."""
    return given.date() if hasattr(given, "date") else None  # type: ignore[union-attr]


def report_of(findings: tuple[Finding, ...], documents: int, settings: Settings, content: Path, *, notes: bool = True) -> Report:
    told = tuple(finding for finding in findings if notes or finding.severity != "note")
    return Report(told, documents, f"{shown(content)}/", line_reader(content), settings.rules_page)


def line_reader(content: Path) -> Callable[[str, int], str | None]:
    """Findings come file by file, and most stand near its beginning. Nothing is read through a link."""

    @lru_cache(maxsize=None)
    def is_plain(folder: str) -> bool:
        return (content / folder).resolve() == content.resolve() / folder

    @lru_cache(maxsize=1)
    def data(path: str) -> bytes:
        file, held = os.path.join(content, path), b""
        with suppress(OSError, ValueError):  # ValueError: no name of a file
            if is_plain(os.path.dirname(path)) and S_ISREG(os.lstat(file).st_mode):
                with open(file, "rb") as opened:
                    held = opened.read().removeprefix(BOM_UTF8)
        return held.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in held else held

    def line(path: str, number: int) -> str | None:
        lines = data(path).split(b"\n", number)
        try:
            return lines[number - 1].decode() if 0 < number <= len(lines) else None
        except UnicodeDecodeError:  # shown as UTF-8, it would be rubbish
            return None

    return line


def print_findings(findings: tuple[Finding, ...], settings: Settings, content: Path, notes: bool) -> None:
    if lines := text_report.lines(report_of(findings, 0, settings, content, notes=notes)):
        click.echo("\n".join([*lines, ""]))


def hint_notes(findings: tuple[Finding, ...], notes: bool) -> None:
    held = counts(findings)["note"]
    if held and not notes:
        click.echo(text("cli.notes_hint", n=held))


def print_assumed(settings: Settings) -> None:
    if settings.join and settings.join.assume:
        click.echo(text("cli.assumed", fields="、".join(settings.join.assume), reason=settings.join.reason))


def shown(path: Path) -> str:
    """As it can be opened from here."""
    return way(path.resolve(), Path.cwd().resolve())


def way(path: PurePath, here: PurePath) -> str:
    """From one folder to a path, up and down; the whole path where nothing is shared, as between two drives."""
    shared = next((one for one in (here, *here.parents) if path.is_relative_to(one)), None)
    if shared is None:
        return path.as_posix()
    return PurePosixPath(*[".."] * len(here.relative_to(shared).parts), *path.relative_to(shared).parts).as_posix()


def place_in(path: PurePath, content: PurePath) -> str | None:
    """Of a file or folder, as findings name it; None outside of the content folder."""
    return path.relative_to(content).as_posix() if path.is_relative_to(content) else None


def write(path: Path, data: bytes) -> None:
    try:
        put(path, data)
    except OSError as error:
        cannot_write(path, error)


def cannot_write(path: Path, error: OSError) -> NoReturn:
    click.echo(text("cli.not_written", path=path, problem=reason(error)), err=True)
    raise SystemExit(WRONG_USE)
