"""What changes on the site between two editions of one day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from policy_library.edition import Edition
from policy_library.graph.status import Status
from policy_library.model import shape
from policy_library.model.documents import Document

Kind = Literal["page", "withdrawn", "moved"]


@dataclass(frozen=True)
class Page:
    """A planned page, as far as it can be compared."""

    address: str
    title: str
    digest: str
    """Of all that its reader sees."""
    document: str | None = None
    """The key of the document that it shows; None for a list."""
    kind: Kind = "page"


@dataclass(frozen=True)
class Changed:
    page: Page
    fields: tuple[str, ...]
    """What differs in its document, 'body' among them; none where only its surroundings changed."""


@dataclass(frozen=True)
class Gone:
    page: Page
    """As it was."""
    how: Literal["withdrawn", "moved", "unread", "lost"]
    """Unread: its document has an error. Lost: nobody said what became of it."""
    why: str = ""
    """The reason, or the address where it leads now."""


@dataclass(frozen=True)
class Named:
    key: str
    title: str


@dataclass(frozen=True)
class Relation:
    source: Named
    relation: str
    target: Named


@dataclass(frozen=True)
class Standing:
    """What a page tells of a policy's force."""

    word: str
    flags: tuple[str, ...]
    since: date | None
    until: date | None
    """The last day on which it holds."""


@dataclass(frozen=True)
class StatusChange:
    document: Named
    address: str
    old: Standing
    new: Standing


@dataclass(frozen=True)
class Visibility:
    """A document that was there before and becomes public, or is there still and is public no more."""

    document: Named
    public: bool


@dataclass(frozen=True)
class Redirected:
    address: str
    to: str | None
    why: str | None


@dataclass(frozen=True)
class Changes:
    day: date
    new: tuple[Page, ...] = ()
    changed: tuple[Changed, ...] = ()
    gone: tuple[Gone, ...] = ()
    gained: tuple[Relation, ...] = ()
    lost: tuple[Relation, ...] = ()
    statuses: tuple[StatusChange, ...] = ()
    visibility: tuple[Visibility, ...] = ()
    redirected: tuple[Redirected, ...] = ()
    incomplete: bool = False
    """Some document of the new edition has errors, so that it could not be read or placed."""


def compare(old: Edition, new: Edition, before: Sequence[Page], after: Sequence[Page]) -> Changes:
    """``before`` and ``after`` are the pages of the editions; order is by address, documents before lists."""
    was = {page.address: page for page in before if page.kind == "page"}
    stands = {page.address: page for page in after}
    shown = {address: page for address, page in stands.items() if page.kind == "page"}
    return Changes(
        new.day,
        _ordered([page for address, page in shown.items() if address not in was]),
        tuple(
            Changed(page, _fields(old, new, page.document))
            for page in _ordered([page for address, page in shown.items() if address in was and was[address].digest != page.digest])
        ),
        tuple(_gone(old, new, page, stands.get(page.address)) for page in _ordered([page for address, page in was.items() if address not in shown])),
        _relations(new, old), _relations(old, new), tuple(_statuses(old, new)), tuple(_visibility(old, new)), tuple(_redirected(old, new)),
        any(found.severity == "error" for found in new.findings),
    )


def _ordered(pages: Sequence[Page]) -> tuple[Page, ...]:
    return tuple(sorted(pages, key=lambda page: (page.document is None, page.address)))


def _fields(old: Edition, new: Edition, key: str | None) -> tuple[str, ...]:
    """Names of the fields whose values differ, in the order of the model."""
    if key is None or key not in old.library.by_key:
        return ()
    one, other = old.library.by_key[key], new.library.by_key[key]
    return tuple(name for name in (*shape.fields(type(other)), "body") if getattr(one, name) != getattr(other, name))


def _gone(old: Edition, new: Edition, page: Page, now: Page | None) -> Gone:
    redirect = new.library.vocabularies.redirects.get(f"/{page.address}")
    if now and now.kind == "moved":
        return Gone(page, "moved", redirect.to or "" if redirect else "")
    if now:
        reasons = [one.withdrawn.reason for one in new.tombstones if one.withdrawn and one.address == page.address]
        return Gone(page, "withdrawn", (redirect.gone or "" if redirect else "") or "".join(reasons[:1]))
    document = old.library.by_key.get(page.document or "")
    unread = document and document.key not in new.whole.by_key and any(one.severity == "error" and one.path == document.path for one in new.findings)
    return Gone(page, "unread" if unread else "lost")


def _relations(of: Edition, beside: Edition) -> tuple[Relation, ...]:
    """Between two documents of the library, as both pages show them; those that ``beside`` has not."""
    known = set(_triples(beside))
    titles = {document.key: Named(document.key, document.title) for document in of.library.documents}
    return tuple(Relation(titles[source], relation, titles[target]) for source, relation, target in _triples(of) if (source, relation, target) not in known)


def _triples(of: Edition) -> Iterator[tuple[str, str, str]]:
    for document in of.library.documents:
        for held in of.graph.forward(document.key):
            if held.other is not None:
                yield document.key, held.relation, held.other


def _statuses(old: Edition, new: Edition) -> Iterator[StatusChange]:
    for policy in new.library.policies:
        if policy.key not in old.library.by_key:
            continue
        before, after = standing(old.statuses[policy.key]), standing(new.statuses[policy.key])
        if (before.word, before.flags, before.until) != (after.word, after.flags, after.until):
            yield StatusChange(Named(policy.key, policy.title), policy.address, before, after)


def standing(status: Status) -> Standing:
    day = timedelta(days=1)
    last = [one for one in (status.term.expires, status.ends - day if status.ends else None) if one]
    until = min(last, default=None)
    ended = until + day if until and until < date.max and status.word in ("expired", "repealed") else None
    return Standing(status.word, status.flags, ended or (status.term.effective if status.word in ("in-force", "not-yet") else None), until)


def _visibility(old: Edition, new: Edition) -> Iterator[Visibility]:
    """Titles of what is public on one side only; what is on neither is named nowhere."""
    for document in new.library.documents:
        if document.key not in old.library.by_key and document.key in old.whole.by_key:
            yield Visibility(_named(document), True)
    for document in old.library.documents:
        if document.key not in new.library.by_key and document.key in new.whole.by_key:
            yield Visibility(_named(document), False)


def _named(document: Document) -> Named:
    return Named(document.key, document.title)


def _redirected(old: Edition, new: Edition) -> Iterator[Redirected]:
    known = old.library.vocabularies.redirects
    for address, redirect in sorted(new.library.vocabularies.redirects.items()):
        if address not in known or (known[address].to, known[address].gone) != (redirect.to, redirect.gone):
            yield Redirected(address, redirect.to, redirect.gone)
