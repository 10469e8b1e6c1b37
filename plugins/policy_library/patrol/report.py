"""What a report says, whatever its form: sections by urgency, each with its groups of plain sentences."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from policy_library.locale import text, texts
from policy_library.model.findings import Finding, printable
from policy_library.text.dates import format_zh
from policy_library.text.titles import quoted

from .deadlines import Deadline
from .drift import Change, Drift, Resting
from .gaps import Gaps, Matrix, Named, Wanted
from .patrol import Patrol, fails_an_errand
from .verdicts import LinkResult, mend, message

WANTED_AT_MOST = 20
NAMED_AT_MOST = 5
"""Documents that cite what is missing; the JSON has all."""


@dataclass(frozen=True)
class Item:
    head: str
    notes: tuple[str, ...] = ()
    place: str = ""
    """A file and a line that can be opened from where the patrol was run."""
    urgent: bool = False


@dataclass(frozen=True)
class Group:
    title: str
    items: tuple[Item, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()
    """The first row is the head."""

    @property
    def count(self) -> int:
        return len(self.items) + max(0, len(self.table) - 1)


@dataclass(frozen=True)
class Section:
    title: str
    lead: str
    groups: tuple[Group, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for group in self.groups for item in group.items)

    @property
    def count(self) -> int:
        return sum(group.count for group in self.groups)

    @property
    def urgent(self) -> int:
        return sum(item.urgent for item in self.items)


@dataclass(frozen=True)
class Report:
    title: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]

    @property
    def first(self) -> tuple[Item, ...]:
        return tuple(item for section in self.sections for item in section.items if item.urgent)


def report(patrol: Patrol, content: str = "") -> Report:
    """``content``: the folder of the documents, put before each path."""
    places = _Places(content)
    told = [one for one in patrol.links or () if one.severity]
    failing, others = [one for one in told if fails_an_errand(one)], [one for one in told if not fails_an_errand(one)]
    sections = [_section("services", [_links(failing, places)])] if patrol.links is not None else []
    sections.append(_section("errors", [Group("", tuple(_error(one, places) for one in patrol.errors))]))
    if patrol.deadlines is not None:
        sections.append(_section("deadlines", _deadlines(patrol.deadlines, patrol.ahead_days, places)))
    if patrol.drifts is not None:
        sections.append(_section("drift", [_drift(one, places) for one in patrol.drifts]))
    if patrol.gaps is not None:
        sections.append(_section("gaps", _gaps(patrol.gaps, places)))
    if patrol.links is not None:
        sections.append(_section("links", [_links(others, places)]))
    return Report(
        text("patrol.title", day=format_zh(patrol.day)),
        (text("patrol.counted", public=patrol.public, unpublished=patrol.unpublished), text("patrol.staff")), tuple(sections),
    )


def _section(name: str, groups: Iterable[Group]) -> Section:
    return Section(text(f"patrol.section.{name}.title"), text(f"patrol.section.{name}.lead"), tuple(one for one in groups if one.count))


@dataclass(frozen=True)
class _Places:
    content: str

    def of(self, path: str, line: int = 1) -> str:
        shown = printable(posixpath.join(self.content, path)) if path else ""
        return f"{shown}:{line}" if line > 1 else shown


def _title(title: str) -> str:
    return quoted(printable(title))


def _mend(mend: str) -> str:
    return text("patrol.say.mend", mend=mend)


def _who(who: tuple[str, ...]) -> tuple[str, ...]:
    return (text("patrol.say.who", who="、".join(who)),) if who else ()


# ── Links, errors and deadlines ───────────────────────────────────────────────


def _links(results: list[LinkResult], places: _Places) -> Group:
    return Group("", tuple(_link(one, places) for one in results))


def _link(one: LinkResult, places: _Places) -> Item:
    first, *others = one.link.places
    also = "、".join(places.of(*place) for place in others[:NAMED_AT_MOST])
    notes = [_mend(mend(one)), *([text("patrol.link.also", places=also)] if also else [])]
    return Item(printable(message(one)), tuple(printable(note) for note in notes), places.of(*first), fails_an_errand(one))


def _error(one: Finding, places: _Places) -> Item:
    return Item(f"{one.code} {printable(one.message)}", (_mend(printable(one.mend)),), places.of(one.path, one.line), True)


def _deadlines(found: tuple[Deadline, ...], ahead_days: tuple[int, ...], places: _Places) -> Iterator[Group]:
    """Past ones first, then by stage."""
    bands = [(None, -1), *((days, days) for days in sorted(ahead_days))]
    left = list(found)
    for days, upto in bands:
        held = [one for one in left if one.days_left <= upto]
        left = [one for one in left if one.days_left > upto]
        title = text("patrol.band.past") if days is None else text("patrol.band.within", n=days)
        yield Group(title, tuple(_deadline(one, places) for one in held))


def _deadline(one: Deadline, places: _Places) -> Item:
    when = "past" if one.days_left < 0 else "coming" if one.days_left else "today"
    left = text(f"patrol.left_days.{when}", n=abs(one.days_left))
    kind = text(f"patrol.kind.{one.kind}")
    head = f"{one.on.isoformat()}（{left}）{kind}：{_title(one.title)}"
    return Item(head, (printable(one.what), *_who(one.who), _mend(printable(one.mend))), places.of(one.path, one.line), one.urgent)


# ── Drift ─────────────────────────────────────────────────────────────────────


def _drift(drift: Drift, places: _Places) -> Group:
    title = text("patrol.drift.group", title=_title(drift.basis.title), change=_change(drift.change))
    return Group(title, tuple(_resting(one, drift, places) for one in drift.resting))


def _change(change: Change) -> str:
    if change.on is None:
        return text(f"patrol.change.unknown.{change.what}")
    by = text("patrol.change.by", title=_title(change.by.title)) if change.by else ""
    articles = text("patrol.change.articles", articles="、".join(change.articles)) if change.articles else ""
    return text(f"patrol.change.{change.what}", day=format_zh(change.on)) + articles + by


def _resting(one: Resting, drift: Drift, places: _Places) -> Item:
    assessing = text("patrol.drift.assessing") if one.document.under_assessment else ""
    return Item(_title(one.document.title) + assessing, (_way(one, drift), *_who(one.who)), places.of(one.document.path))


def _way(one: Resting, drift: Drift) -> str:
    """依据《乙》，它依据《丙》: down to what changed."""
    below = [*(step.document for step in one.way[1:]), drift.basis]
    relations = texts("patrol.drift.relation")
    return text("patrol.drift.then").join(
        f"{relations[step.relation]}{_title(other.title)}" for step, other in zip(one.way, below, strict=True)
    )


# ── Gaps ──────────────────────────────────────────────────────────────────────


def _gaps(gaps: Gaps, places: _Places) -> Iterator[Group]:
    say = "patrol.gap"
    rest = len(gaps.wanted) - WANTED_AT_MOST
    more = (Item(text(f"{say}.wanted.rest", n=rest)),) if rest > 0 else ()
    yield Group(text(f"{say}.wanted.title"), (*(_wanted(one, places) for one in gaps.wanted[:WANTED_AT_MOST]), *more))
    numbers = (text(f"{say}.numbers.item", office=one.office, year=one.year, numbers="、".join(one.numbers)) for one in gaps.numbers)
    yield Group(text(f"{say}.numbers.title"), tuple(Item(one) for one in numbers))
    for matrix in gaps.topics:
        yield _matrix(matrix, places)
    yield _documents("uninterpreted", gaps.uninterpreted, places)
    yield _documents("without_topic", gaps.without_topic, places)


def _documents(name: str, documents: tuple[Named, ...], places: _Places) -> Group:
    return Group(text(f"patrol.gap.{name}.title"), tuple(Item(_title(one.title), (), places.of(one.path)) for one in documents))


def _wanted(one: Wanted, places: _Places) -> Item:
    cited = "、".join(_title(document.title) for document in one.cited_by[:NAMED_AT_MOST])
    more = len(one.cited_by) - NAMED_AT_MOST
    by = text("patrol.gap.wanted.by", titles=cited) + (text("patrol.gap.wanted.more", n=len(one.cited_by)) if more > 0 else "")
    head = text(f"patrol.gap.wanted.{'held' if one.held else 'item'}", shown=printable(one.shown), n=len(one.cited_by))
    return Item(head, (by,), places.of(one.held or ""))


def _matrix(matrix: Matrix, places: _Places) -> Group:
    """Of each document how many of each part; a row for each that lacks one."""
    lacking = [row for row in matrix.rows if 0 in vars(row.parts).values()]
    head = tuple(texts("patrol.gap.topics.head").values())
    rows = tuple(
        (_title(row.document.title), *(str(n) if n else text("patrol.gap.topics.without") for n in vars(row.parts).values())) for row in lacking
    )
    return Group(text("patrol.gap.topics.group", title=_title(matrix.topic.title)), (), (head, *rows) if rows else ())
