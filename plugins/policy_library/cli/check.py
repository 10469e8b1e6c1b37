"""``policy check``: reads and checks, builds nothing."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

import click

from policy_library.edition import edition
from policy_library.locale import text
from policy_library.model.load import content_files, file_bytes, read_folder
from policy_library.site import report
from policy_library.site.pages import SEARCH, Site, pages

from .common import ERRORS, config_option, configuration, day, hint_notes, notes_option, print_assumed, print_findings, today_option


@click.command("check")
@config_option
@today_option
@notes_option
def command(config_path: Path, today: date | None, notes: bool) -> None:
    """Read and check every document; build nothing."""
    settings, content = configuration(config_path)
    found = edition(read_folder(content), settings.day(day(today)), settings.reading, partial(file_bytes, content))
    findings = pages(found, Site("", options=settings.site, search=SEARCH), content_files(content)).findings
    print_findings(findings, content, notes)
    print_assumed(settings)
    click.echo(text("cli.checked", documents=len(found.whole.documents), summary=report.summary(findings)))
    hint_notes(findings, notes)
    raise SystemExit(ERRORS if report.counts(findings)["error"] else 0)
