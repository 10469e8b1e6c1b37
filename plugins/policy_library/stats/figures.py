"""Counts and rates by agency and year. docs/stats.md gives every formula."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from policy_library.edition import Edition
from policy_library.model.documents import Policy
from policy_library.model.publishable import embargoed

from .facts import Facts, facts, year

STATUSES = ("in-force", "not-yet", "unknown", "expired", "repealed")
APART = ("embargoed", "on-request", "withheld", "directed", "undeclared", "withdrawn")
"""Why a policy is not public."""


@dataclass(frozen=True)
class Rate:
    """Never a percentage alone: 4 of 5 and 400 of 500 are not the same news."""

    part: int
    whole: int

    @property
    def share(self) -> float | None:
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True)
class Figures:
    documents: int
    interpreted: Rate
    same_day: Rate
    in_time: Rate
    linked: Rate
    questions: int
    statuses: tuple[int, ...]
    """In the order of STATUSES."""

    @property
    def valid(self) -> Rate:
        return Rate(self.statuses[0], self.documents)


@dataclass(frozen=True)
class Row:
    agency: str | None
    """None: of all agencies, a joint document once."""
    year: int | None
    """None: of all years; where ``undated``, of documents without a date."""
    figures: Figures
    apart: tuple[int, ...] | None
    """In the order of APART; None where it is not told."""
    undated: bool = False


@dataclass(frozen=True)
class Statistics:
    day: date
    days: int
    """Working days within which an interpretation is in time."""
    kinds: tuple[str, ...]
    """Kinds that are published with an interpretation."""
    total: Row
    years: tuple[Row, ...]
    """Newest first, documents without a date last."""
    agencies: tuple[Row, ...]
    """In the order of the vocabulary; a joint document in each of its agencies' rows."""
    cells: tuple[Row, ...]
    """By agency, then by year."""


@dataclass(frozen=True)
class Wanted:
    """Empty means all."""

    agencies: Collection[str] = ()
    years: Collection[int] = ()

    def agency(self, id: str) -> bool:
        return not self.agencies or id in self.agencies

    def __call__(self, agencies: Iterable[str], year: int | None) -> bool:
        return any(map(self.agency, agencies)) and (not self.years or year in self.years)


@dataclass(frozen=True)
class _Unseen:
    agencies: tuple[str, ...]
    year: int | None
    reason: str


@dataclass(frozen=True)
class _Held:
    public: tuple[Facts, ...]
    unseen: tuple[_Unseen, ...] | None

    def only(self, keep: Callable[[Facts | _Unseen], bool]) -> _Held:
        return _Held(tuple(filter(keep, self.public)), None if self.unseen is None else tuple(filter(keep, self.unseen)))

    @property
    def every(self) -> tuple[Facts | _Unseen, ...]:
        return (*self.public, *(self.unseen or ()))

    def row(self, agency: str | None = None, year: int | None = None, *, undated: bool = False) -> Row:
        return Row(agency, year, _figures(self.public), None if self.unseen is None else _reasons(self.unseen), undated)

    def years(self, agency: str | None = None) -> Iterator[Row]:
        for year in sorted({one.year for one in self.every}, key=lambda year: -(year or 0)):
            yield self.only(lambda one: one.year == year).row(agency, year, undated=year is None)


def statistics(edition: Edition, wanted: Wanted = Wanted(), *, staff: bool) -> Statistics:
    """``staff``: also how many policies are not public, and why. Without it, nothing but what is public is looked at."""
    held = _Held(tuple(facts(edition)), tuple(_unseen(edition)) if staff else None).only(lambda one: wanted(one.agencies, one.year))
    order = list(edition.library.vocabularies.agencies)
    rank = {id: number for number, id in enumerate(order)}
    agencies = sorted({id for one in held.every for id in one.agencies if wanted.agency(id)}, key=lambda id: (rank.get(id, len(order)), id))
    of = {agency: held.only(lambda one: agency in one.agencies) for agency in agencies}
    return Statistics(
        edition.day, edition.limits.interpretation_working_days, edition.limits.interpreted_kinds, held.row(), tuple(held.years()),
        tuple(own.row(agency) for agency, own in of.items()), tuple(row for agency, own in of.items() for row in own.years(agency)),
    )


def _figures(held: tuple[Facts, ...]) -> Figures:
    asked_for = [one for one in held if one.asked_for]
    paces = Counter(one.pace for one in asked_for if one.pace)
    statuses = Counter(one.status for one in held)
    return Figures(
        len(held), Rate(sum(one.interpreted for one in asked_for), len(asked_for)), Rate(paces["same-day"], paces.total()),
        Rate(paces["same-day"] + paces["in-time"], paces.total()), Rate(sum(one.linked for one in held), sum(one.doable for one in held)),
        len(frozenset[str]().union(*(one.questions for one in held))), tuple(statuses[word] for word in STATUSES),
    )


def _unseen(edition: Edition) -> Iterator[_Unseen]:
    for policy in edition.whole.policies:
        if policy.key not in edition.library.by_key:
            yield _Unseen(policy.issuers, year(policy), _reason(policy, edition.day))


def _reason(policy: Policy, day: date) -> str:
    if policy.disclosure == "public":
        return "embargoed" if embargoed(policy, day) else "withdrawn"
    return policy.disclosure or "undeclared"


def _reasons(unseen: Iterable[_Unseen]) -> tuple[int, ...]:
    counted = Counter(one.reason for one in unseen)
    return tuple(counted[reason] for reason in APART)
