"""Asks the addresses and judges their answers: the one way in for those who want to know how the links are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date

from policy_library.settings import LinkOptions

from .known import Known
from .links import Link
from .verdicts import LinkResult


def changed_only(links: Iterable[Link], changed: Collection[str]) -> tuple[Link, ...]:
    """Those that one of the changed files names."""
    return tuple(link for link in links if any(path in changed for path, _ in link.places))


def check_links(
    links: Iterable[Link], options: LinkOptions, today: date, known: Known, progress: Callable[[int, int], None] = lambda done, all: None,
) -> tuple[LinkResult, ...]:
    """One result a link, in their order."""
    raise NotImplementedError
