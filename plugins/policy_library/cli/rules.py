"""``policy rules``: what a code means, why it is a rule, and what is right."""

from __future__ import annotations

import click

from policy_library.checks.manual import listed, told
from policy_library.locale import text

from .common import WRONG_USE


@click.command("rules")
@click.argument("code", required=False)
def command(code: str | None) -> None:
    """Explain the rule CODE, with examples; without one, list all rules."""
    if code is None:
        click.echo("\n".join(listed()))
        return
    explained = told(code.upper())
    if explained is None:
        click.echo(text("cli.no_rule", code=code), err=True)
        raise SystemExit(WRONG_USE)
    click.echo("\n".join(explained))
