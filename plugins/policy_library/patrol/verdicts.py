"""What an answer means: good, moved, soon to fail, for a person to look at, or broken; and in which words it is told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from policy_library.locale import text
from policy_library.model.findings import Severity, printable
from policy_library.settings import LinkOptions

from .asking import Answer
from .failures import PASSING, Failure
from .known import Seen
from .links import Link
from .soft import missing

State = Literal["good", "moved", "expiring", "doubtful", "broken", "unasked"]
"""``moved`` and ``expiring`` answer as they should. ``doubtful``: a machine cannot tell. ``unasked`` is never passed as good."""

GOOD: tuple[State, ...] = ("good", "moved", "expiring")
STATUSES = {404: "not-found", 410: "gone", 429: "busy", **dict.fromkeys((401, 402, 403, 405, 406, 407, 412, 418, 451, 501), "refused")}
"""Statuses that mean something of their own. Many hosts refuse machines with 403, 405 or 412 and open for people."""
STATES: dict[str, State] = {
    **dict.fromkeys(("inner", "time", "network", "rest"), "unasked"), **dict.fromkeys(("refused", "busy", "page-for-file", "empty", "bad-http"), "doubtful"),
}
"""By reason; every other one means broken."""
LONGEST_DETAIL = 200


@dataclass(frozen=True)
class LinkResult:
    link: Link
    state: State
    reason: str
    """A key of ``reason`` in locale/zh/links.yml."""
    severity: Severity | None = None
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


def judge(link: Link, answer: Answer | Failure, options: LinkOptions, today: date, seen: Seen) -> LinkResult:
    found = _failed(link, answer) if isinstance(answer, Failure) else _answered(link, answer, today + timedelta(options.certificate_days))
    if found.state in (*GOOD, "broken"):
        seen = seen.after(found.state in GOOD, today)
    found = replace(found, detail=printable(found.detail[:LONGEST_DETAIL]), last_good=seen.good, failing_since=seen.failing, failed_days=seen.days)
    return replace(found, severity=_severity(found))


def _failed(link: Link, failure: Failure) -> LinkResult:
    return LinkResult(link, STATES.get(failure.reason, "broken"), failure.reason, detail=failure.detail)


def _answered(link: Link, answer: Answer, soon: date) -> LinkResult:
    if not 200 <= answer.status < 300:
        reason = _reason(answer.status)
        return LinkResult(link, STATES.get(reason, "broken"), reason, status=answer.status, detail=_other(answer))
    found = LinkResult(link, "good", "good", status=answer.status)
    if lost := missing(answer.asked, answer.answered, answer.page):
        said = answer.page.title if answer.page and lost == "soft-404" else ""
        return replace(found, state=STATES.get(lost, "broken"), reason=lost, detail=said or _other(answer))
    if answer.permanent and answer.answered != answer.asked:
        found = replace(found, state="moved", reason="moved", better=str(answer.answered))
    if answer.certificate_ends and answer.certificate_ends <= soon:
        found = replace(found, state="expiring", reason="certificate-ends", detail=answer.certificate_ends.isoformat())
    return found


def _reason(status: int) -> str:
    if status in STATUSES:
        return STATUSES[status]
    return {3: "redirect-nowhere", 4: "client-error"}.get(status // 100, "server-error")


def _other(answer: Answer) -> str:
    """Where it led, if it led elsewhere."""
    return "" if answer.answered == answer.asked else answer.answered.human_repr()


def _severity(found: LinkResult) -> Severity | None:
    """A service that cannot be reached stops somebody from doing something. Another link may have had a bad day."""
    service = found.link.kind == "service"
    match found.state:
        case "good":
            return None
        case "broken" if service:
            return "error"
        case "broken":
            return "note" if found.reason in PASSING and found.failed_days < 2 else "warning"
        case "expiring":
            return "warning"
        case _:
            return "warning" if service and found.reason != "inner" else "note"


def message(found: LinkResult) -> str:
    """One line, without the place."""
    said = text(f"links.reason.{found.reason}.message", status=found.status, detail=found.detail, better=found.better)
    if found.detail and found.state in ("broken", "doubtful"):
        said += text("links.detail", detail=found.detail)
    kind = text(f"links.kind.{found.link.kind}")
    return text("links.told", kind=kind, url=printable(found.link.url), said=said) + _history(found)


def mend(found: LinkResult) -> str:
    said = text(f"links.reason.{found.reason}.mend", detail=found.detail, better=found.better)
    return said + (text("links.and_moved", better=found.better) if found.better and found.state != "moved" else "")


def _history(found: LinkResult) -> str:
    if found.state != "broken":
        return ""
    last = text("links.last_good", day=found.last_good) if found.last_good else text("links.never_good")
    days = text("links.failing", since=found.failing_since, days=found.failed_days) if found.failed_days > 1 else ""
    return last + days
