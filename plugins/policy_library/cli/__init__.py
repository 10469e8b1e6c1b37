"""The command ``policy``. Exit 0: clean, or warnings only; 1: errors; 2: wrong use.

One command, one module, found by its name and loaded when it is called: ``policy check`` waits for no web framework.
"""

from __future__ import annotations

import gc
import importlib
import io
import os
import pkgutil
import sys
from keyword import iskeyword
from typing import Any

import click

from policy_library import __version__
from policy_library.locale import text
from policy_library.model.files import Changed

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy's algebra, of which nothing is used, has threads that wait busily

_NO_COMMANDS = {"asking", "common", "desk", "misconfigured", "progress", "reading", "__main__"}


STOPPED = 130
"""As shells have it for a program that Ctrl-C has ended."""
TOLD = "错误〔〕《》→…"
"""Characters that every report may hold."""


class Commands(click.Group):
    def __call__(self, *args: Any, **extra: Any) -> Any:
        """As a program, whose process is its own. A run makes values and keeps them: to look through them for garbage takes a tenth of its time."""
        gc.disable()
        try:
            return super().__call__(*args, **extra)
        finally:
            gc.freeze()  # nobody needs the end of a process to look for garbage in all that it holds

    def main(self, *args: Any, **extra: Any) -> Any:
        for stream in (sys.stdout, sys.stderr):
            _readable(stream)
        try:
            return super().main(*args, **extra)
        except Changed as problem:
            click.echo(text("cli.changed", path=problem.path), err=True)
            raise SystemExit(1) from problem

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo(f"\n{text('cli.stopped')}", err=True)
            raise SystemExit(STOPPED) from None

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(module.name.rstrip("_").replace("_", "-") for module in pkgutil.iter_modules(__path__) if module.name not in _NO_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        name = cmd_name.replace("-", "_")
        command: click.Command = importlib.import_module(f"{__name__}.{name + '_' if iskeyword(name) else name}").command
        return command


def _readable(stream: object) -> None:
    """A code page that has no Chinese, as a pipe on Windows may have, gives way to UTF-8; one that has it stays, and what it lacks is spelt out."""
    if not isinstance(stream, io.TextIOWrapper):
        return
    try:
        TOLD.encode(stream.encoding)
    except UnicodeEncodeError:
        stream.reconfigure(encoding="utf8")
    stream.reconfigure(errors="backslashreplace")


@click.group(cls=Commands)
@click.version_option(__version__)
def main() -> None:
    """A policy library: Markdown in, a checked and cross-linked site out."""
