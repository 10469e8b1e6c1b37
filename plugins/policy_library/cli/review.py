"""``policy review``: the check and what changes on the site, as the one comment on a pull request."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from policy_library.changes.forms import as_markdown, as_text
from policy_library.hosting.comments import MARKER
from policy_library.locale import text
from policy_library.report import markdown
from policy_library.report import text as text_report
from policy_library.report.report import counts, summary
from policy_library.work.memory import FOLDER, Memory

from .changes import since_option
from .common import ERRORS, config_option, configuration, day, report_of, shown, today_option
from .reading import changed_files, changes_since, of_change, read, write

FINDINGS = 40_000
"""Characters of the comment that findings may take; what changes on the site has the rest."""


@click.command("review")
@config_option
@today_option
@since_option
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="Where the comment goes.")
def command(config_path: Path, today: date | None, since: str, output: Path) -> None:
    """Write one comment: the findings, as `check --changed-since REV` tells them, and what changes on the site. Exits as check does."""
    settings, content = configuration(config_path)
    changed = changed_files(content, since)
    cache = config_path.resolve().parent / FOLDER
    memory = Memory(cache)
    new = read(settings, content, settings.day(day(today)), memory)
    memory.store()
    told = tuple(one for one in new[1].findings if of_change(one, changed))
    changes = changes_since(settings, content, since, cache, new)
    documents = len(new[0].whole.documents)
    found = markdown.rendered(report_of(told, documents, settings, content), FINDINGS)
    write(output, f"{MARKER}\n{found}\n\n{as_markdown(changes, markdown.ROOM - len(found) - len(MARKER))}\n")
    for line in text_report.lines(report_of(told, documents, settings, content, notes=False)):
        click.echo(line)
    click.echo(f"\n{as_text(changes)}\n\n{text('cli.checked', documents=documents, summary=summary(told))}")
    click.echo(text("comment.written", file=shown(output)))
    raise SystemExit(ERRORS if counts(told)["error"] else 0)
