"""One comment on a pull request: found again by its first line, updated, never repeated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .asking import Unanswered, ask
from .hosts import Thread

MARKER = "<!-- policy-library -->"
"""Begins the comment; readers do not see it."""
A_PAGE = 100


@dataclass(frozen=True)
class Put:
    updated: bool
    """Otherwise made anew."""
    removed: int
    """Further ones of ours: two jobs that ran at once left them."""


def put(thread: Thread, body: str) -> Put:
    """Of a thread with a token. Raises ``asking.Refused`` and ``asking.Unanswered``."""
    try:
        return _put(thread, body)
    except (AttributeError, LookupError, TypeError) as error:
        raise Unanswered(f"{thread.address()}: {error!r}") from error


def _put(thread: Thread, body: str) -> Put:
    mine = me(thread)
    ours = sorted(one["id"] for one in listed(thread, thread.address()) if author(thread, one) == mine and str(one.get("body") or "").startswith(MARKER))
    if not ours:
        ask(thread, "POST", thread.address(), {"body": body})
        return Put(False, 0)
    ask(thread, thread.host.update, thread.address(ours[0]), {"body": body})
    for id in ours[1:]:
        ask(thread, "DELETE", thread.address(id))
    return Put(True, len(ours) - 1)


def listed(thread: Thread, url: str) -> Iterator[Mapping[str, Any]]:
    """Page by page until there is nothing new: hosts differ in how they tell that there is a further page."""
    seen: set[object] = set()
    number = 1
    joined = f"{url}{'&' if '?' in url else '?'}per_page={A_PAGE}"
    while new := [one for one in ask(thread, "GET", f"{joined}&page={number}") if one["id"] not in seen]:
        seen.update(one["id"] for one in new)
        yield from new
        number += 1


def author(thread: Thread, comment: Mapping[str, Any]) -> object:
    outer, inner = thread.host.author
    return (comment.get(outer) or {}).get(inner)


def me(thread: Thread) -> object:
    """Who the token speaks for. The token of a GitHub job is nobody's, and is told its name by the other interface only."""
    outer, inner = thread.host.author
    if thread.host.viewer:
        return ask(thread, "POST", thread.api.removesuffix("/v3") + thread.host.viewer, {"query": "{viewer{login}}"})["data"]["viewer"][inner]
    return ask(thread, "GET", f"{thread.api}/user")[inner]
