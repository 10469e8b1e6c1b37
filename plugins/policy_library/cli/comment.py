"""``policy comment``: puts what ``policy review`` wrote on the pull request, in the place of the earlier one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

import click

from policy_library.hosting.asking import Refused, Unanswered
from policy_library.hosting.comments import MARKER, put
from policy_library.hosting.hosts import HOSTS, Missing, thread
from policy_library.locale import text

from .common import ERRORS, WRONG_USE, shown

SUMMARY = "GITHUB_STEP_SUMMARY"
"""The variable that names the file whose words GitHub shows on a job's page."""


@click.command("comment")
@click.option("--file", type=click.Path(path_type=Path, exists=True, dir_okay=False), required=True, help="What `policy review` wrote.")
@click.option("--host", type=click.Choice(list(HOSTS)), help="By default that of the job.")
@click.option("--api", metavar="URL", help="Base of the host's interface, such as https://git.example/api/v4.")
@click.option("--repository", metavar="OWNER/NAME", help="By default that of the job.")
@click.option("--number", type=int, help="Of the pull request; by default that of the job.")
def command(file: Path, host: str | None, api: str | None, repository: str | None, number: int | None) -> None:
    """Put the comment on the pull request, or update the one that is there. The token is in POLICY_TOKEN, GITHUB_TOKEN, GITLAB_TOKEN or GITEE_TOKEN."""
    body = file.read_text("utf8", "replace")
    if not body.startswith(MARKER):
        _wrong(text("comment.not_ours", file=shown(file)))
    try:
        found = thread(os.environ, host=host, api=api, repository=repository, number=number)
    except Missing as missing:
        _wrong(text("comment.missing", options="、".join(f"--{what}" for what in missing.args)))
    if not found.api.startswith(("https://", "http://")):
        _wrong(text("comment.bad_address", address=found.api))
    if not found.token:
        _told_here(text("comment.no_token"), body)
        return
    try:
        done = put(found, body)
    except Refused as error:
        _told_here(text("comment.refused", problem=error), body)
    except Unanswered as error:
        _told_here(text("comment.unanswered", problem=error), body)
        raise SystemExit(ERRORS) from None
    else:
        click.echo(text("comment.updated" if done.updated else "comment.created"))
        if done.removed:
            click.echo(text("comment.removed", n=done.removed))


def _told_here(why: str, body: str) -> None:
    """Where the comment cannot be put, the job's log has it, and its page where the host has one."""
    click.echo(f"{why}\n\n{body}")
    if summary := os.environ.get(SUMMARY):
        with open(summary, "a", encoding="utf8") as page:
            page.write(f"{body}\n")


def _wrong(message: str) -> NoReturn:
    click.echo(message, err=True)
    raise SystemExit(WRONG_USE)
