"""How far a build is, and where its time went."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import click
from click._termui_impl import ProgressBar

from policy_library.locale import text
from policy_library.work.stages import Name, Spent

SHARES: Mapping[Name, int] = {"read": 4, "graph": 26, "checks": 8, "markdown": 18, "search": 18, "templates": 26}
"""Of a hundred, in their order: about what each takes of a first build. What comes after them is the rest."""


@contextmanager
def shown(quiet: bool) -> Iterator[Callable[[Name, float], None]]:
    """A bar on a terminal, a line for each stage elsewhere: on stderr, where it is in nobody's way."""
    if quiet:
        yield lambda name, share: None
    elif not sys.stderr.isatty():
        yield _line
    else:
        with click.progressbar(length=100, file=sys.stderr, show_eta=False) as bar:
            yield _Moving(bar)
            bar.update(bar.length - bar.pos)


def _line(name: Name, share: float) -> None:
    if share == 0 and name in SHARES:
        click.echo(text("progress.begun", stage=text(f"progress.stages.{name}")), err=True)


class _Moving:
    """Never back, though stages take turns: what began is done when a later one is told."""

    def __init__(self, bar: ProgressBar[int]) -> None:
        self.bar, self.begun = bar, set[Name]()

    def __call__(self, name: Name, share: float) -> None:
        if name not in SHARES:
            return
        self.begun.add(name)
        names = list(SHARES)
        before = sum(SHARES[one] for one in names[: names.index(name)] if one in self.begun)
        self.bar.label = text(f"progress.stages.{name}")
        self.bar.update(max(0, before + int(SHARES[name] * share) - self.bar.pos))
        if share == 0:
            self.bar.render_progress()


def table(spent: Mapping[Name, Spent]) -> Iterator[str]:
    rows = [(text(f"progress.stages.{name}"), one) for name, one in spent.items()] + [(text("progress.whole"), whole(spent))]
    width = max(_width(name) for name, _ in rows)
    yield text("progress.head")
    yield f"{' ' * width}{_right(text('progress.cpu'))}{_right(text('progress.wall'))}"
    for name, one in rows:
        yield f"{name}{' ' * (width - _width(name))}{one.cpu:10.2f}{one.wall:10.2f}"


def data(spent: Mapping[Name, Spent]) -> str:
    """``{"stages": {name: {"wall", "cpu"}}, "total": {…}}``, in seconds; every stage is there."""
    shown = lambda one: {"wall": round(one.wall, 4), "cpu": round(one.cpu, 4)}  # noqa: E731
    return json.dumps({"stages": {name: shown(one) for name, one in spent.items()}, "total": shown(whole(spent))}, indent=1) + "\n"


def whole(spent: Mapping[Name, Spent]) -> Spent:
    return Spent(sum(one.wall for one in spent.values()), sum(one.cpu for one in spent.values()))


def _right(word: str) -> str:
    return " " * (10 - _width(word)) + word


def _width(word: str) -> int:
    """In columns of a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in word)
