"""One issue of the patrol: found again by its first line and its author, renewed, never repeated while it is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from .asking import Unanswered, ask
from .comments import author, listed, me
from .hosts import HOSTS, Thread

MARKER = "<!-- policy-library patrol -->"
"""Begins the issue; readers do not see it."""

Done = Literal["opened", "renewed", "none"]


@dataclass(frozen=True)
class Tracker:
    listed: str
    """Its open issues."""
    new: str
    one: str
    update: str
    number: str
    text: str
    """Names of fields."""
    named: bool = False
    """The repository's name stands in what is sent, not in the address."""


TRACKERS: Mapping[str, Tracker] = {
    "github": Tracker("/repos/{repository}/issues?state=open", "/repos/{repository}/issues", "/repos/{repository}/issues/{number}", "PATCH", "number", "body"),
    "gitlab": Tracker(
        "/projects/{repository}/issues?state=opened", "/projects/{repository}/issues", "/projects/{repository}/issues/{number}", "PUT", "iid", "description",
    ),
    "gitee": Tracker("/repos/{repository}/issues?state=open", "/repos/{owner}/issues", "/repos/{owner}/issues/{number}", "PATCH", "number", "body", named=True),
}


def put(host: str, api: str, repository: str, token: str, title: str, body: str, *, open_new: bool) -> Done:
    """Raises ``asking.Refused`` and ``asking.Unanswered``."""
    thread = Thread(HOSTS[host], (api or HOSTS[host].api).rstrip("/"), repository, "", token)
    try:
        return _put(thread, TRACKERS[host], title, body, open_new)
    except (AttributeError, LookupError, TypeError) as error:
        raise Unanswered(f"{thread.api}: {error!r}") from error


def _put(thread: Thread, tracker: Tracker, title: str, body: str, open_new: bool) -> Done:
    owner, _, name = thread.repository.partition("/")
    content = {"title": title, tracker.text: f"{MARKER}\n{body}", **({"repo": name} if tracker.named else {})}

    def address(path: str, number: object = "") -> str:
        return thread.api + path.format(repository=quote(thread.repository).replace("/", thread.host.slash), owner=quote(owner), number=number)

    mine = me(thread)
    for one in listed(thread, address(tracker.listed)):
        if author(thread, one) == mine and str(one.get(tracker.text) or "").startswith(MARKER):
            ask(thread, tracker.update, address(tracker.one, one[tracker.number]), content)
            return "renewed"
    if not open_new:
        return "none"
    ask(thread, "POST", address(tracker.new), content)
    return "opened"
