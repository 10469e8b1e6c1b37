"""``policy serve``: a preview with live reload."""

from __future__ import annotations

import gc
import logging
import re
import socket
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import click
from mkdocs.commands.serve import serve as host_serve
from mkdocs.config import load_config

from policy_library.locale import text

from .common import WRONG_USE, config_option, configuration

GARBAGE_AFTER = 50_000
"""New objects from which on garbage is looked for: most of them stay."""
ADDRESS = re.compile(r"(?:[\w.-]+|\[[0-9a-f:.]+\]):\d{1,5}", re.IGNORECASE)


@click.command("serve")
@config_option
@click.option("--address", default=None, help="IP:port; by default the configuration's dev_addr.")
def command(config_path: Path, address: str | None) -> None:
    """Preview with live reload; findings stand on the pages that they are about."""
    gc.enable()  # it goes on for hours
    gc.set_threshold(GARBAGE_AFTER, 20, 100)
    configuration(config_path)
    if address and not ADDRESS.fullmatch(address):
        _wrong("cli.bad_address", address=address)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    options = {"dev_addr": address} if address else {}
    config = load_config(str(config_path), strict=False, **options)
    host, port = config.dev_addr
    if not _free(host, port):
        _wrong("cli.port_taken", port=port, other=f"{host}:{port + 1}")
    click.echo(text("cli.serve", url=f"http://{host}:{port}{urlsplit(config.site_url or '/').path}"))
    host_serve(config_file=str(config_path), strict=False, **options)


def _free(host: str, port: int) -> bool:
    with closing(socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)) as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind((host, port))
        except (OSError, OverflowError):
            return False
    return True


def _wrong(key: str, **values: object) -> None:
    click.echo(text(key, **values), err=True)
    raise SystemExit(WRONG_USE)
