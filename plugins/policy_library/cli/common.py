"""What commands share: options, the configuration, how findings are shown."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import click
import yaml

from policy_library.locale import text
from policy_library.model.findings import Finding
from policy_library.settings import Settings, read_configuration
from policy_library.site import report

ERRORS, WRONG_USE = 1, 2

config_option = click.option(
    "--config", "-f", "config_path", type=click.Path(path_type=Path), default=Path("mkdocs.yml"), show_default=True, help="Configuration of the host.",
)
today_option = click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The day to speak for; by default the configuration's, or the present day.")
notes_option = click.option("--notes", is_flag=True, help="Show notes, too: citations of what is not in the library.")


def configuration(path: Path) -> tuple[Settings, Path]:
    try:
        return read_configuration(path)
    except FileNotFoundError:
        click.echo(text("cli.no_config", path=path), err=True)
    except (OSError, ValueError, yaml.YAMLError) as error:
        click.echo(text("cli.bad_config", path=path, problem=error), err=True)
    raise SystemExit(WRONG_USE)


def day(given: object) -> date | None:
    """click gives a datetime."""
    return given.date() if hasattr(given, "date") else None  # type: ignore[union-attr]


def print_findings(findings: tuple[Finding, ...], content: Path, notes: bool) -> None:
    lines = report.lines(findings, f"{shown(content)}/", notes=notes)
    for line in lines:
        click.echo(line)
    if lines:
        click.echo()


def hint_notes(findings: tuple[Finding, ...], notes: bool) -> None:
    held = report.counts(findings)["note"]
    if held and not notes:
        click.echo(text("cli.notes_hint", n=held))


def print_assumed(settings: Settings) -> None:
    if settings.join and settings.join.assume:
        click.echo(text("cli.assumed", fields="、".join(settings.join.assume), reason=settings.join.reason))


def shown(path: Path) -> str:
    """As it can be opened from here."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return os.path.relpath(path)
