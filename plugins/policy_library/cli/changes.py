"""``policy changes``: what the branch changes on the site, for people."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from policy_library.changes.forms import FORMS
from policy_library.work.memory import FOLDER, Memory

from .common import config_option, configuration, day, today_option
from .reading import changes_since, read

since_option = click.option("--since", metavar="REV", required=True, help="Compare with the last commit shared with REV.")


@click.command("changes")
@config_option
@today_option
@since_option
@click.option("--format", "form", type=click.Choice(list(FORMS)), default="text", show_default=True)
def command(config_path: Path, today: date | None, since: str, form: str) -> None:
    """Tell what changes on the site since the branch left REV: pages, relations, statuses, addresses."""
    settings, content = configuration(config_path)
    cache = config_path.resolve().parent / FOLDER
    memory = Memory(cache)
    new = read(settings, content, settings.day(day(today)), memory)
    memory.store()
    click.echo(FORMS[form](changes_since(settings, content, since, cache, new)))
