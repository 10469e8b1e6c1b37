"""What commands share that ask a built site: says what is missing and ends with 2."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from policy_library.locale import text
from policy_library.search.ask import OLDEST as OLDEST_NODE
from policy_library.search.ask import NoIndex, NoNode, ask

from .common import WRONG_USE

site_option = click.option(
    "--site", "site_path", type=click.Path(path_type=Path), default=Path("site"), show_default=True, help="Folder of a built site.",
)


def answers(site: Path, queries: Sequence[str], size: int) -> list[dict[str, Any]]:
    try:
        return ask(site, queries, {"size": size})
    except NoNode:
        click.echo(text("cli.no_node", oldest=OLDEST_NODE), err=True)
    except NoIndex:
        click.echo(text("cli.no_index", site=site), err=True)
    raise SystemExit(WRONG_USE)
