"""What an answer means: good, moved, soon to fail, for a person to look at, or broken; and in which words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from policy_library.model.findings import Severity

from .links import Link

State = Literal["good", "moved", "expiring", "doubtful", "broken", "unasked"]
"""``moved`` and ``expiring`` answer as they should. ``doubtful``: a machine cannot tell. ``unasked`` is never passed as good."""


@dataclass(frozen=True)
class LinkResult:
    link: Link
    state: State
    reason: str
    """A key of ``links.reason`` in locale/zh/links.yml."""
    severity: Severity | None
    """None where there is nothing to tell."""
    status: int | None = None
    """Of the last answer; None where there was none."""
    better: str | None = None
    """The address that the host says to use from now on."""
    detail: str = ""
    """What was seen: a title, an address, the day on which a certificate ends."""
    last_good: date | None = None
    """Today where it is good; None where no patrol has seen it good."""
    failing_since: date | None = None
    failed_days: int = 0
    """Days of patrols in a row on which it failed, today included."""
