"""What falls due: every duty with a day, whether it is past, near or far."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from policy_library.edition import Edition
from policy_library.graph.status import Status
from policy_library.locale import text
from policy_library.model.documents import Assessment, Document, Policy, Topic
from policy_library.model.publishable import embargoed
from policy_library.settings import Settings
from policy_library.text.dates import format_zh, shifted
from policy_library.text.numbers import DocNumber

Kind = Literal["expiry", "assessment", "consultation", "outcome", "topic", "report", "embargo", "exception"]
YEAR = 365

ANNUAL_REPORTS = (("departments", 1, 31), ("governments", 3, 31))
"""政府信息公开条例 art. 49–50."""


@dataclass(frozen=True)
class Deadline:
    kind: Kind
    name: str
    """The same in every run for the same duty, whatever its day."""
    on: date
    """The last day on which it is in time."""
    days_left: int
    """Negative once it is past."""
    title: str
    path: str
    """Below the content folder; empty for a duty of no file."""
    line: int
    who: tuple[str, ...]
    what: str
    mend: str
    urgent: bool
    """Past, and nobody has done what was due."""


def deadlines(edition: Edition, settings: Settings) -> tuple[Deadline, ...]:
    """All that are known, by day; ``near`` leaves out those that can wait."""
    found = (
        *_policies(edition, settings), *_consultations(edition, settings), *_topics(edition, settings), *_reports(edition.day),
        *_embargoed(edition), *_exceptions(edition),
    )
    return tuple(sorted(found, key=lambda one: (one.on, one.kind, one.name)))


def near(found: Iterable[Deadline], settings: Settings) -> tuple[Deadline, ...]:
    return tuple(one for one in found if one.days_left <= settings.patrol.ahead_days[0])


# ── Policies: the end of validity, and the assessment before it ───────────────


def _policies(edition: Edition, settings: Settings) -> Iterator[Deadline]:
    for policy in edition.library.policies:
        status = edition.statuses[policy.key]
        last = _last_day(status)
        if last is None:
            continue
        assessment = _assessment(policy, last, edition.day)
        must = _must_be_assessed(policy, settings)
        if last >= edition.day:
            state = "assessed" if assessment else "under_assessment" if policy.under_assessment else "coming"
            result = text(f"terms.assessment.{assessment.result}") if assessment else ""
            yield _deadline(edition, "expiry", last, policy, "expires", state=state, result=result)
            if must and not assessment and not policy.under_assessment:
                due = _months_before(last, settings.patrol.assessment_months)
                yield _deadline(edition, "assessment", due, policy, "expires", last=format_zh(last))
        elif (edition.day - last).days <= settings.patrol.ahead_days[0] and not assessment:
            yield _deadline(edition, "expiry", last, policy, "expires", state="missed" if must else "ended", urgent=must)


def _last_day(status: Status) -> date | None:
    """None where it has none, or where something else ends the document before."""
    last = status.term.expires
    if last is None or status.word in ("repealed", "withdrawn") or (status.word == "expired" and last >= status.day):
        return None
    return None if status.ends and status.ends <= last else last


def _must_be_assessed(policy: Policy, settings: Settings) -> bool:
    number = DocNumber.parse(policy.number) if policy.number else None
    return policy.kind in settings.patrol.assessed_kinds or bool(number and number.normative)


def _assessment(policy: Policy, last: date, day: date) -> Assessment | None:
    """The latest of those that were made with this end in view: not earlier than a year before it."""
    made = [one for one in policy.assessed if shifted(last, -YEAR) <= one.on <= day]
    return max(made, key=lambda one: one.on, default=None)


def _months_before(day: date, months: int) -> date:
    """The same day of that month, or its last; never before the calendar begins."""
    year, month = divmod(max(12, day.year * 12 + day.month - 1 - months), 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


# ── Other documents ───────────────────────────────────────────────────────────


def _consultations(edition: Edition, settings: Settings) -> Iterator[Deadline]:
    for one in edition.library.consultations:
        if one.closes >= edition.day:
            yield _deadline(edition, "consultation", one.closes, one, "closes", days=settings.checks.outcome_days)
        if not one.answered:
            due = shifted(one.closes, settings.checks.outcome_days)
            yield _deadline(edition, "outcome", due, one, "closes", closes=format_zh(one.closes))


def _topics(edition: Edition, settings: Settings) -> Iterator[Deadline]:
    """One that was never looked through is due at once."""
    days = settings.checks.topic_review_days
    for topic in edition.library.topics:
        reviewed = topic.last_review
        due = shifted(reviewed, days) if reviewed else edition.day
        yield _deadline(
            edition, "topic", due, topic, "reviewed", state="reviewed" if reviewed else "never",
            reviewed=format_zh(reviewed) if reviewed else "", days=days,
        )


def _reports(day: date) -> Iterator[Deadline]:
    """The next ones: whether one has been given is not known here, so none is ever past."""
    for whose, month, last in ANNUAL_REPORTS:
        years = (day.year, min(day.year + 1, date.max.year))
        on = next((due for year in years if (due := date(year, month, last)) >= day), date.max)
        key = f"patrol.deadline.report.{whose}"
        yield Deadline(
            "report", f"report/{whose}/{on.year}", on, (on - day).days, text("patrol.deadline.report.title", year=on.year - 1), "", 1,
            (text(key),), text("patrol.deadline.report.what"), text("patrol.deadline.report.mend"), False,
        )


def _embargoed(edition: Edition) -> Iterator[Deadline]:
    """Of these nothing is told but the title and the file."""
    for document in edition.whole.documents:
        if embargoed(document, edition.day) and document.publish_at:
            yield _deadline(edition, "embargo", document.publish_at, document, "publish_at", who=())


def _exceptions(edition: Edition) -> Iterator[Deadline]:
    for entry in edition.whole.vocabularies.exceptions.values():
        if entry.until >= edition.day:
            yield Deadline(
                "exception", f"exception/{entry.id}", entry.until, (entry.until - edition.day).days,
                text("patrol.deadline.exception.title", rule=entry.rule), entry.path, entry.line, (entry.office,),
                text("patrol.deadline.exception.what", rule=entry.rule), text("patrol.deadline.exception.mend"), False,
            )


def _deadline(
    edition: Edition, kind: Kind, on: date, document: Document, field: str, *, state: str = "", who: tuple[str, ...] | None = None,
    urgent: bool | None = None, **values: object,
) -> Deadline:
    """``state`` chooses among several texts of the kind."""
    left = (on - edition.day).days
    said = f"patrol.deadline.{kind}.{state}" if state else f"patrol.deadline.{kind}"
    return Deadline(
        kind, f"{kind}/{document.key}", on, left, document.title, document.path, document.place(field).line,
        responsible(edition, document) if who is None else who, text(f"{said}.what", day=format_zh(on), **values), text(f"{said}.mend", **values),
        left < 0 if urgent is None else urgent,
    )


def responsible(edition: Edition, document: Document) -> tuple[str, ...]:
    """The names of the agencies that answer for it."""
    ids = (document.agency,) if isinstance(document, Topic) else document.issuers
    return tuple(edition.whole.vocabularies.agency(id).brief for id in ids)
