"""Whether a site may take the place of the one that is there: an older commit never replaces a newer one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from policy_library.site.record import Record

Ancestor = Callable[[str, str], bool | None]
"""Whether the second commit was made on top of the first; None where one of them is not known."""


@dataclass(frozen=True)
class Decision:
    reason: str
    """A key of locale/zh/deploy.yml."""
    go: bool
    fault: bool = False
    """Nothing will mend it but a person: a site that stays as it is because it is newer is no fault."""


def decide(ours: Record, theirs: Record | None, ancestor: Ancestor, *, force: bool = False) -> Decision:
    """``theirs`` is None where there is no site, or one that tells no commit."""
    if force:
        return Decision("forced", go=True)
    if ours.commit is None:
        return Decision("unnamed", go=False, fault=True)
    if theirs is None:
        return Decision("first", go=True)
    if theirs.commit is None:
        return Decision("unnamed_there", go=False, fault=True)
    if ours.commit == theirs.commit:
        return Decision("same", go=True) if theirs.day <= ours.day else Decision("older_day", go=False)
    follows = ancestor(theirs.commit, ours.commit)
    if follows is None:
        return Decision("unknown", go=False, fault=True)
    if follows:
        return Decision("follows", go=True)
    if ancestor(ours.commit, theirs.commit):
        return Decision("older", go=False)
    return Decision("apart", go=False, fault=True)
