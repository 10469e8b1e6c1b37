"""``policy build``: the site, put in place at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor
from contextlib import contextmanager, nullcontext
from datetime import date
from pathlib import Path

import click

from policy_library.building import Built, Failed, build_site, differing
from policy_library.locale import text
from policy_library.report.report import summary
from policy_library.site.record import COMMIT
from policy_library.work.cluster import Unusable, cluster
from policy_library.work.processes import pool
from policy_library.work.stages import Stages

from . import progress
from .common import (
    ERRORS, WRONG_USE, config_option, configuration, day, hint_notes, notes_option, print_assumed, print_findings, shown, today_option, write,
)


def _commit(ctx: click.Context, option: click.Parameter, given: str | None) -> str | None:
    if given and not COMMIT.fullmatch(given):
        raise click.BadParameter(text("deploy.no_commit", given=given))
    return given or None


@contextmanager
def _workers(scheduler: str | None) -> Iterator[Callable[[], Executor]]:
    """Those of this machine without a scheduler. Says what went wrong with them, and ends."""
    try:
        with cluster(scheduler) if scheduler else nullcontext(pool) as executor:
            yield executor
    except Unusable as problem:
        click.echo(text(f"cli.cluster.{problem.why}", address=scheduler, about=problem.about), err=True)
        raise SystemExit(ERRORS if problem.why == "lost" else WRONG_USE) from None
    except BrokenExecutor:
        click.echo(text("cli.broken_pool"), err=True)
        raise SystemExit(ERRORS) from None


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
@click.option(
    "--scheduler", metavar="ADDRESS", envvar="POLICY_SCHEDULER", show_envvar=True,
    help="Of a Dask cluster that does the work on texts, such as tcp://10.0.0.5:8786; by default this machine's processes do it.",
)
@click.option("--quiet", is_flag=True, help="Print findings and failures only.")
@click.option("--profile", is_flag=True, help="Print where the time went, by stage.")
@click.option("--profile-json", type=click.Path(path_type=Path, dir_okay=False), help="Write that as JSON to this file.")
def command(
    config_path: Path, today: date | None, notes: bool, site_path: Path | None, strict: bool, commit: str | None, clean: bool, verify: bool,
    scheduler: str | None, quiet: bool, profile: bool, profile_json: Path | None,
) -> None:
    """Build the site beside the old one, check it, and put it in place at once."""
    settings, content = configuration(config_path)
    place = site_path.resolve() if site_path else None
    if place and (place.is_relative_to(content) or content.is_relative_to(place)):
        click.echo(text("cli.site_and_content", site=site_path, content=shown(content)), err=True)
        raise SystemExit(WRONG_USE)
    try:
        with _workers(scheduler) as executor, progress.shown(quiet) as told:
            stages = Stages(told)
            built = build_site(
                config_path, site=site_path, today=day(today), strict=strict, commit=commit, clean=clean, stages=stages, executor=executor,
            )
    except Failed as failure:
        print_findings(failure.findings, settings, failure.content, notes)
        for line in failure.lines:
            click.echo(line, err=True)
        raise SystemExit(ERRORS) from None
    print_findings(built.findings, built.settings, built.content, notes)
    spent = stages.spent()
    if not quiet:
        _tell(built, notes, progress.whole(spent).wall)
    if profile:
        click.echo("\n".join(["", *progress.table(spent)]))
    if profile_json:
        write(profile_json, progress.data(spent).encode())
    if verify:
        with _workers(scheduler) as executor:
            other = differing(config_path, built, commit, executor)
        if other or not quiet:
            click.echo(text("cli.verified") if not other else text("cli.unlike", n=len(other), files="、".join(other[:10])), err=bool(other))
        raise SystemExit(ERRORS if other else 0)


def _tell(built: Built, notes: bool, seconds: float) -> None:
    print_assumed(built.settings)
    if hidden := len(built.edition.whole.documents) - len(built.edition.library.documents):
        click.echo(text("cli.left_out", n=hidden))
    click.echo(summary(built.findings))
    hint_notes(built.findings, notes)
    if built.gained:
        click.echo(text("deploy.gained", n=built.gained, lock=built.settings.addresses_lock))
    click.echo(text(
        "cli.built", site=shown(built.site), documents=len(built.edition.library.documents), pages=built.pages,
        day=built.edition.day.isoformat(), seconds=f"{seconds:.1f}",
    ))
