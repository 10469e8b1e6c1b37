"""``policy findable``: the search contract on a built site."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from policy_library.locale import text
from policy_library.model.files import read_folder
from policy_library.model.load import load
from policy_library.search.contract import names
from policy_library.site.record import FILE, read

from .asking import answers, site_option
from .common import ERRORS, config_option, configuration

FIRST = 3


@click.command("findable")
@config_option
@site_option
def command(config_path: Path, site_path: Path) -> None:
    """Ask a built site for all that its documents are called: each has to be among the first three."""
    settings, content = configuration(config_path)
    record = site_path / FILE
    built = read(record.read_text("utf8")) if record.is_file() else None
    reading = settings.reading
    library, _ = load(read_folder(content), joining=reading.joining, open_vocabularies=reading.open_vocabularies)
    called = names(library.public(settings.day(built and built.day)))
    shared = Counter(name for name, _ in called)  # five notices of one title cannot all be among three
    told = answers(site_path, list(shared), max(FIRST, *shared.values()))
    found = {name: [one["href"] for one in answer["results"][: max(FIRST, shared[name])]] for name, answer in zip(shared, told, strict=True)}
    lost = [(name, href) for name, href in called if href not in found[name]]
    for name, href in lost:
        click.echo(text("deploy.not_found", name=name, page=href), err=True)
    click.echo(text("deploy.findable", names=len(called), lost=len(lost)))
    raise SystemExit(ERRORS if lost else 0)
