"""``policy serve``: a preview with live reload."""

from __future__ import annotations

import logging
from pathlib import Path

import click
from mkdocs.commands.serve import serve as host_serve

from .common import config_option, configuration


@click.command("serve")
@config_option
@click.option("--address", default=None, help="IP:port; by default the configuration's dev_addr.")
def command(config_path: Path, address: str | None) -> None:
    """Preview with live reload; findings stand on the pages that they are about."""
    configuration(config_path)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    options = {"dev_addr": address} if address else {}
    host_serve(config_file=str(config_path), strict=False, **options)
