"""``policy inspect``: what the tool reads in documents, for people and for measuring."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from policy_library.importers.base import Refused
from policy_library.importers.files import files
from policy_library.importers.inspect import as_data, inspect, told
from policy_library.locale import text

from .common import ERRORS


@click.command("inspect")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="Plain data, for measuring.")
@click.option("--ignore-front-matter", is_flag=True, help="Read from the text alone.")
def command(paths: tuple[Path, ...], as_json: bool, ignore_front_matter: bool) -> None:
    """Tell what can be read in documents: elements, citations, relations, damage. Takes files, folders and - for standard input."""
    read: list[dict[str, Any]] = []
    refused = 0
    for file in files(paths):
        try:
            page = file.page()
        except Refused as problem:
            click.echo(text("intake.read.refused", source=file.name, reason=text(f"intake.refused.{problem.reason}", **problem.values)), err=True)
            refused += 1
            continue
        found = inspect(page.text, {} if ignore_front_matter else page.fields)
        if as_json:
            read.append(as_data(file.name, page.text, found))
        else:
            click.echo("\n".join(told(file.name, page.text, found)))
            if page.encoding:
                click.echo(text("intake.read.encoding", encoding=page.encoding))
    if as_json:
        click.echo(json.dumps(read, ensure_ascii=False, indent=1))
    raise SystemExit(ERRORS if refused else 0)
