"""``policy deploy``: a built site takes the place of an older one, and is seen there."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path

import click

from policy_library.deploy.decision import Decision, decide
from policy_library.deploy.live import Unreachable, seen, wait_for
from policy_library.deploy.places import place
from policy_library.git import fetch, is_ancestor
from policy_library.locale import text
from policy_library.site.publish import Unusable
from policy_library.site.record import FILE, Record, read

from .common import ERRORS, WRONG_USE, config_option, configuration

KEPT = 3
"""Exit code of --ask: the site that is there stays."""


@click.command("deploy")
@click.argument("target", required=False)
@config_option
@click.option("--site", type=click.Path(path_type=Path), default=Path("site"), show_default=True, help="Folder of the built site.")
@click.option("--live", metavar="URL", envvar="POLICY_LIVE_URL", show_envvar=True, help="Where readers find the site; it has to show what was deployed.")
@click.option("--wait", default=300.0, show_default=True, envvar="POLICY_DEPLOY_WAIT", help="Seconds until the live site has to show it.")
@click.option("--force", is_flag=True, envvar="POLICY_DEPLOY_FORCE", help="Replace whatever is there.")
@click.option("--ask", "step", flag_value="ask", help="Only decide by the live site, for a host that publishes by itself; exit 3: it stays.")
@click.option("--confirm", "step", flag_value="confirm", help="Only see whether the live site shows the built one.")
def command(target: str | None, config_path: Path, site: Path, live: str | None, wait: float, force: bool, step: str | None) -> None:
    """Put a built site at TARGET, a folder or HOST:PATH, unless what is there is newer; then see that it is live."""
    _, content = configuration(config_path)
    if (target is None) == (step is None) or (step and not live):
        raise click.UsageError(text("deploy.usage"))
    ours = _built(site)
    decided = partial(decide, ours, ancestor=cache(partial(_follows, content)))
    try:
        if target:
            _put(target, site, ours, partial(decided, force=force))
        if step == "ask":
            theirs = seen(live or "", ours)
            _tell(decided(theirs, force=force), ours, theirs, KEPT)
    except (Unusable, Unreachable, OSError) as problem:
        click.echo(text("deploy.failed", target=target or live, problem=problem), err=True)
        raise SystemExit(ERRORS) from None
    if live and step != "ask":
        # A site that has become newer in the meantime holds what was deployed.
        last = wait_for(live, ours, lambda found: found == ours or (found is not None and decided(found).reason in ("older", "older_day")), wait)
        if last:
            click.echo(text("deploy.not_live", live=live, ours=ours, last=last), err=True)
            raise SystemExit(ERRORS)
        click.echo(text("deploy.live", live=live, ours=ours))


def _follows(content: Path, older: str, newer: str) -> bool | None:
    """A site may be of a commit that was made after this clone."""
    known = is_ancestor(content, older, newer)
    if known is None:
        fetch(content)
        known = is_ancestor(content, older, newer)
    return known


def _built(site: Path) -> Record:
    file = site / FILE
    found = read(file.read_text("utf8")) if file.is_file() else None
    if found is None:
        click.echo(text("deploy.no_record", site=site), err=True)
        raise SystemExit(WRONG_USE)
    return found


def _put(target: str, site: Path, ours: Record, decided: partial[Decision]) -> None:
    there = place(target)
    with there.locked():
        theirs = there.record()
        _tell(decided(theirs), ours, theirs, 0)
        there.put(site)


def _tell(decision: Decision, ours: Record, theirs: Record | None, kept: int) -> None:
    """Says what was decided, and ends here unless the site is to be replaced."""
    click.echo(text(f"deploy.{decision.reason}", ours=ours, theirs=theirs), err=decision.fault)
    if not decision.go:
        raise SystemExit(ERRORS if decision.fault else kept)
