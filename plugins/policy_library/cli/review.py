"""``policy review``: the check and what changes on the site, as the one comment on a pull request."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from policy_library.changes.forms import as_markdown, as_text
from policy_library.hosting.comments import MARKER
from policy_library.locale import text
from policy_library.model.findings import Finding
from policy_library.model.refused import reason
from policy_library.report import markdown
from policy_library.report import text as text_report
from policy_library.report.report import counts, summary
from policy_library.settings import Settings
from policy_library.site.pages import Pages
from policy_library.site.promises import broken
from policy_library.site.publish import read_lock, replace_file
from policy_library.work.memory import FOLDER, Memory

from .changes import since_option
from .common import ERRORS, WRONG_USE, config_option, configuration, day, report_of, today_option
from .reading import changed_files, changes_since, of_change, read

FINDINGS = 40_000
"""Characters of the comment that findings may take; what changes on the site has the rest."""


@click.command("review")
@config_option
@today_option
@since_option
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="Where the comment goes.")
def command(config_path: Path, today: date | None, since: str, output: Path) -> None:
    """Write one comment: the findings, as `check --changed-since REV` tells them, and what changes on the site. Exits as check does.

    Addresses that would be lost, for which `build` would fail, are errors here.
    """
    settings, content = configuration(config_path)
    changed = changed_files(content, since)
    cache = config_path.resolve().parent / FOLDER
    memory = Memory(cache)
    new = read(settings, content, settings.day(day(today)), memory)
    memory.store()
    told = tuple(one for one in new[1].findings if of_change(one, changed))
    if not counts(told)["error"]:
        told = (*told, *_promises(settings, content, config_path, new[1]))
    changes = changes_since(settings, content, since, cache, new)
    documents = len(new[0].whole.documents)
    found = markdown.rendered(report_of(told, documents, settings, content), FINDINGS)
    body = f"{MARKER}\n{found}\n\n{as_markdown(changes, markdown.ROOM - len(found) - len(MARKER))}\n"
    try:
        replace_file(output, body)
    except OSError as error:
        click.echo(text("comment.not_written", file=output, problem=reason(error)), err=True)
        raise SystemExit(WRONG_USE) from None
    for line in text_report.lines(report_of(told, documents, settings, content, notes=False)):
        click.echo(line)
    click.echo(f"\n{as_text(changes)}\n\n{text('cli.checked', documents=documents, summary=summary(told))}")
    click.echo(text("comment.written", file=output))
    raise SystemExit(ERRORS if counts(told)["error"] else 0)


def _promises(settings: Settings, content: Path, config_path: Path, planned: Pages) -> tuple[Finding, ...]:
    """Where other errors keep documents off the site, their addresses are not missed yet."""
    lock = config_path.resolve().parent / settings.addresses_lock
    return tuple(broken(read_lock(lock), planned, content, lock)) if settings.addresses_lock else ()
