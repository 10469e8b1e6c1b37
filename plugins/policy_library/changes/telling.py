"""Changes in words: sections with a line for each, whatever the form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from policy_library.locale import text
from policy_library.model.findings import printable
from policy_library.model.names import shown_name

from .compare import Changed, Changes, Gone, Page, Relation, Standing, StatusChange, Visibility


@dataclass(frozen=True)
class Line:
    address: str
    """Of the site; empty where the words name what it is about."""
    words: str
    to: str = ""
    """The address where it leads."""


MANY = 15
"""Lines from which on a section is not in front."""


@dataclass(frozen=True)
class Section:
    title: str
    lines: tuple[Line, ...]
    minor: bool = False
    """What follows from the rest: told, but not in front."""


def sections(changes: Changes) -> tuple[Section, ...]:
    """Those that have something to tell, what is lost first."""
    lost = [one for one in changes.gone if one.how == "lost"]
    other = [one for one in changes.gone if one.how != "lost"]
    withdrawn = {one.page.document for one in other if one.how == "withdrawn"}
    hidden = [one for one in changes.visibility if not one.public and one.document.key not in withdrawn]
    around = [one.page for one in changes.changed if not one.fields]
    lists = sum(page.document is None for page in around)
    found = (
        _section("lost", map(_gone, lost)), _section("gone", map(_gone, other)),
        _section("public", (_named(one) for one in changes.visibility if one.public)),
        _section("hidden", map(_named, hidden)),
        _section("statuses", map(_status, changes.statuses)),
        _section("new", map(_page, changes.new)), _section("own", (_changed(one) for one in changes.changed if one.fields)),
        _section("gained", map(_relation, changes.gained)), _section("lost_relations", map(_relation, changes.lost)),
        _section("redirected", (Line(one.address, one.why or "", one.to or "") for one in changes.redirected)),
        _section("around", (_page(page) for page in around if page.document is not None), minor=True),
        _section("lists", [Line("", text("changes.lists_about"))] * bool(lists), n=lists, minor=True),
    )
    return tuple(section for section in found if section.lines)


def _section(name: str, lines: Iterable[Line], *, n: int | None = None, minor: bool = False) -> Section:
    held = tuple(Line(*map(printable, (line.address, line.words, line.to))) for line in lines)
    return Section(text(f"changes.{name}", n=len(held) if n is None else n), held, minor or len(held) > MANY)


def _page(page: Page) -> Line:
    return Line(f"/{page.address}", page.title or text("changes.home"))


def _changed(one: Changed) -> Line:
    type = (one.page.document or "").partition("/")[0]
    fields = text("changes.separator").join(text("changes.body") if name == "body" else shown_name(type, name) for name in one.fields)
    return Line(f"/{one.page.address}", text("changes.fields", title=one.page.title, fields=fields))


def _gone(one: Gone) -> Line:
    words = text(f"changes.how.{one.how}", title=one.page.title, why=one.why)
    return Line(f"/{one.page.address}", words, one.why if one.how == "moved" else "")


def _relation(one: Relation) -> Line:
    return Line("", text("changes.relation", source=one.source.title, relation=text(f"terms.relation.{one.relation}.forward"), target=one.target.title))


def _status(one: StatusChange) -> Line:
    return Line(f"/{one.address}", text("changes.status", title=one.document.title, old=_standing(one.old), new=_standing(one.new)))


def _named(one: Visibility) -> Line:
    return Line("", text("changes.title", title=one.document.title))


def _standing(one: Standing) -> str:
    return "".join(_parts(one))


def _parts(one: Standing) -> Iterator[str]:
    yield text(f"terms.status.{one.word}")
    yield from (text("changes.flag", flag=text(f"terms.flag.{flag}")) for flag in one.flags)
    if one.since:
        yield text("changes.since", day=one.since.isoformat())
    if one.until and one.until < date.max and one.word in ("in-force", "not-yet"):
        yield text("changes.until", day=one.until.isoformat())
