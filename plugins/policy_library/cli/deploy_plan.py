"""``policy deploy-plan``: what a deploy has to send, delete and make caches forget."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from policy_library.locale import text
from policy_library.site.manifest import MARKER, Manifest, difference, parse

from .common import WRONG_USE


@click.command("deploy-plan")
@click.option("--site", type=click.Path(path_type=Path), default=Path("site"), show_default=True, help="Folder of the built site.")
@click.option("--since", type=click.Path(path_type=Path), help=f"The published site, or its {MARKER}; without it everything is new.")
@click.option("--json", "as_json", is_flag=True, help="Print lists as JSON.")
def command(site: Path, since: Path | None, as_json: bool) -> None:
    """What brings a published site to the state of a new one: upload, delete, purge."""
    found = difference(_manifest(since) if since else Manifest(), _manifest(site))
    if as_json:
        click.echo(json.dumps(asdict(found), ensure_ascii=False, indent=1))
        return
    for step, paths in asdict(found).items():
        for path in paths:
            click.echo(f"{step}\t{path}")
    click.echo(text("deploy.plan", upload=len(found.upload), delete=len(found.delete), purge=len(found.purge)), err=True)


def _manifest(place: Path) -> Manifest:
    file = place / MARKER if place.is_dir() else place
    try:
        return parse(file.read_text("utf8"))
    except (OSError, ValueError):
        click.echo(text("deploy.no_manifest", path=file), err=True)
        raise SystemExit(WRONG_USE) from None
