"""``policy build``: the site, put in place at once."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import click

from policy_library.building import Failed, build_site, differing
from policy_library.locale import text
from policy_library.report.report import summary
from policy_library.site.record import COMMIT

from .common import ERRORS, config_option, configuration, day, hint_notes, notes_option, print_assumed, print_findings, shown, today_option


def _commit(ctx: click.Context, option: click.Parameter, given: str | None) -> str | None:
    if given and not COMMIT.fullmatch(given):
        raise click.BadParameter(text("deploy.no_commit", given=given))
    return given or None


@click.command("build")
@config_option
@today_option
@notes_option
@click.option("--site", "site_path", type=click.Path(path_type=Path), help="Where the site goes; by default the configuration's site_dir.")
@click.option(
    "--commit", envvar="POLICY_COMMIT", show_envvar=True, callback=_commit,
    help="What build.json names, where the content does not lie in git; by default git's own.",
)
@click.option("--strict/--no-strict", default=True, help="A warning of the host fails the build.")
@click.option("--clean", is_flag=True, help="Make everything anew: nothing of the last site and of the cache is used.")
@click.option("--verify", is_flag=True, help="Build a second time without the last site and the cache, and compare byte by byte.")
def command(
    config_path: Path, today: date | None, notes: bool, site_path: Path | None, strict: bool, commit: str | None, clean: bool, verify: bool,
) -> None:
    """Build the site beside the old one, check it, and put it in place at once."""
    settings, _ = configuration(config_path)
    started = time.monotonic()
    try:
        built = build_site(config_path, site=site_path, today=day(today), strict=strict, commit=commit, clean=clean)
    except Failed as failure:
        print_findings(failure.findings, settings, failure.content, notes)
        for line in failure.lines:
            click.echo(line, err=True)
        raise SystemExit(ERRORS) from None
    print_findings(built.findings, built.settings, built.content, notes)
    print_assumed(built.settings)
    if hidden := len(built.edition.whole.documents) - len(built.edition.library.documents):
        click.echo(text("cli.left_out", n=hidden))
    click.echo(summary(built.findings))
    hint_notes(built.findings, notes)
    if built.gained:
        click.echo(text("deploy.gained", n=built.gained, lock=built.settings.addresses_lock))
    click.echo(text(
        "cli.built", site=shown(built.site), documents=len(built.edition.library.documents), pages=built.pages,
        day=built.edition.day.isoformat(), seconds=f"{time.monotonic() - started:.1f}",
    ))
    if verify:
        other = differing(config_path, built, commit)
        click.echo(text("cli.verified") if not other else text("cli.unlike", n=len(other), files="、".join(other[:10])), err=bool(other))
        raise SystemExit(ERRORS if other else 0)
