"""The command ``policy``. Exit 0: clean, or warnings only; 1: errors; 2: wrong use.

One command, one module, found by its name and loaded when it is called: ``policy check`` waits for no web framework.
"""

from __future__ import annotations

import importlib
import os
import pkgutil

import click

from policy_library import __version__

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

_NO_COMMANDS = {"asking", "common", "reading", "__main__"}


class Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name not in _NO_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = importlib.import_module(f"{__name__}.{cmd_name}").command
        return command


@click.group(cls=Commands)
@click.version_option(__version__)
def main() -> None:
    """A policy library: Markdown in, a checked and cross-linked site out."""
