"""The command ``policy``. Exit 0: clean, or warnings only; 1: errors; 2: wrong use."""

from __future__ import annotations

import logging
import os
import sys
import time
from datetime import date
from functools import partial
from pathlib import Path

import click
import yaml

from policy_library import __version__
from policy_library.edition import edition
from policy_library.locale import text
from policy_library.model.findings import Finding
from policy_library.model.load import content_files, file_bytes, read_folder
from policy_library.settings import Settings, read_configuration
from policy_library.site import report
from policy_library.site.pages import Site, pages

ERRORS, WRONG_USE = 1, 2

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

config_option = click.option(
    "--config", "-f", "config_path", type=click.Path(path_type=Path), default=Path("mkdocs.yml"), show_default=True, help="Configuration of the host.",
)
today_option = click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The day to speak for; by default the configuration's, or the present day.")
notes_option = click.option("--notes", is_flag=True, help="Show notes, too: citations of what is not in the library.")


@click.group()
@click.version_option(__version__)
def main() -> None:
    """A policy library: Markdown in, a checked and cross-linked site out."""


@main.command()
@config_option
@today_option
@notes_option
def check(config_path: Path, today: date | None, notes: bool) -> None:
    """Read and check every document; build nothing."""
    settings, content = _configuration(config_path)
    found = edition(read_folder(content), settings.day(_day(today)), settings.reading, partial(file_bytes, content))
    findings = pages(found, Site("", options=settings.site), content_files(content)).findings
    _print_findings(findings, content, notes)
    _print_assumed(settings)
    click.echo(text("cli.checked", documents=len(found.whole.documents), summary=report.summary(findings)))
    _hint_notes(findings, notes)
    raise SystemExit(ERRORS if report.counts(findings)["error"] else 0)


@main.command()
@config_option
@today_option
@notes_option
@click.option("--site", "site_path", type=click.Path(path_type=Path), help="Where the site goes; by default the configuration's site_dir.")
@click.option("--strict/--no-strict", default=True, help="A warning of the host fails the build.")
def build(config_path: Path, today: date | None, notes: bool, site_path: Path | None, strict: bool) -> None:
    """Build the site beside the old one, check it, and put it in place at once."""
    from policy_library.building import Failed, build_site

    _configuration(config_path)
    started = time.monotonic()
    try:
        built = build_site(config_path, site=site_path, today=_day(today), strict=strict)
    except Failed as failure:
        _print_findings(failure.findings, failure.content, notes)
        for line in failure.lines:
            click.echo(line, err=True)
        raise SystemExit(ERRORS) from None
    _print_findings(built.findings, built.content, notes)
    _print_assumed(built.settings)
    if hidden := len(built.edition.whole.documents) - len(built.edition.library.documents):
        click.echo(text("cli.left_out", n=hidden))
    click.echo(report.summary(built.findings))
    _hint_notes(built.findings, notes)
    click.echo(text(
        "cli.built", site=_shown(built.site), documents=len(built.edition.library.documents), pages=built.pages,
        day=built.edition.day.isoformat(), seconds=f"{time.monotonic() - started:.1f}",
    ))


@main.command()
@config_option
@click.option("--address", default=None, help="IP:port; by default the configuration's dev_addr.")
def serve(config_path: Path, address: str | None) -> None:
    """Preview with live reload; findings stand on the pages that they are about."""
    from mkdocs.commands.serve import serve as host_serve

    _configuration(config_path)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    options = {"dev_addr": address} if address else {}
    host_serve(config_file=str(config_path), strict=False, **options)


def _configuration(path: Path) -> tuple[Settings, Path]:
    try:
        return read_configuration(path)
    except FileNotFoundError:
        click.echo(text("cli.no_config", path=path), err=True)
    except (OSError, ValueError, yaml.YAMLError) as error:
        click.echo(text("cli.bad_config", path=path, problem=error), err=True)
    raise SystemExit(WRONG_USE)


def _day(given: object) -> date | None:
    """click gives a datetime."""
    return given.date() if hasattr(given, "date") else None  # type: ignore[union-attr]


def _print_findings(findings: tuple[Finding, ...], content: Path, notes: bool) -> None:
    lines = report.lines(findings, f"{_shown(content)}/", notes=notes)
    for line in lines:
        click.echo(line)
    if lines:
        click.echo()


def _hint_notes(findings: tuple[Finding, ...], notes: bool) -> None:
    held = report.counts(findings)["note"]
    if held and not notes:
        click.echo(text("cli.notes_hint", n=held))


def _print_assumed(settings: Settings) -> None:
    if settings.join and settings.join.assume:
        click.echo(text("cli.assumed", fields="、".join(settings.join.assume), reason=settings.join.reason))


def _shown(path: Path) -> str:
    """As it can be opened from here."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return os.path.relpath(path)


if __name__ == "__main__":
    sys.exit(main())
