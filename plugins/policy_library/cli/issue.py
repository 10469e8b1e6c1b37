"""``policy issue``: keeps what the patrol found in one issue of the repository."""

from __future__ import annotations

import os
from pathlib import Path

import click

from policy_library.hosting.asking import Refused, Unanswered
from policy_library.hosting.hosts import HOSTS, TOKEN
from policy_library.hosting.issues import put
from policy_library.locale import text

from .common import ERRORS


@click.command("issue")
@click.option("--file", type=click.Path(path_type=Path, exists=True, dir_okay=False), required=True, help="What `policy patrol --format issue` wrote.")
@click.option("--host", type=click.Choice(list(HOSTS)), required=True)
@click.option("--repository", metavar="OWNER/NAME", required=True)
@click.option("--api", metavar="URL", default="", help="Base of the host's interface, such as https://git.example/api/v4.")
@click.option("--open/--no-open", "open_new", default=True, help="Whether to open an issue where none is open.")
def command(file: Path, host: str, repository: str, api: str, open_new: bool) -> None:
    """Open one issue, or renew the one that is open. The token is in POLICY_TOKEN, GITHUB_TOKEN, GITLAB_TOKEN or GITEE_TOKEN."""
    if "/" not in repository.strip("/"):
        raise click.BadParameter(text("deploy.no_repository", given=repository))
    body = file.read_text("utf8", "replace")
    token = os.environ.get(TOKEN) or os.environ.get(HOSTS[host].token) or ""
    problem: object = text("deploy.no_token")
    if token:
        try:
            done = put(host, api, repository, token, text("deploy.issue_title"), body, open_new=open_new)
            click.echo(text(f"deploy.issue_{done}"))
            return
        except (Refused, Unanswered) as error:
            problem = error
    click.echo(f"{text('deploy.issue_failed', problem=problem)}\n\n{body}", err=True)
    raise SystemExit(ERRORS)
