"""What a document says of itself: title, number, agencies, dates, addressees, approval, attachments.

What a front matter gives speaks first, then the fields of the page's head; what they leave out is read in the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from policy_library.graph.reading import Reading
from policy_library.text import addressees, approval, attachments, dates, index_numbers, issuers, outline, promulgation, validity
from policy_library.text.normalize import squeeze

from .head import Given, Span, Told, head_of, number_of, title_of

_BRINGS = re.compile(r"印发|发布|公布|颁布|下发|转发|批转|同意")
"""In a title: what stands behind the signature is the text that is brought, and no attachment."""

_DAYS = frozenset(["written", "issued", "effective", "expires"])


@dataclass(frozen=True)
class Elements:
    title: str | None = None
    number: str | None = None
    index_number: str | None = None
    issuers: tuple[str, ...] = ()
    written: date | None = None
    issued: date | None = None
    effective: date | None = None
    expires: date | None = None
    addressees: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    approval: str | None = None
    disclosure: str | None = None
    places: Mapping[str, Span] = field(default_factory=dict)
    """Element → where in the body it was read; none for what was given."""
    head: tuple[Span, ...] = ()
    """The lines of the page's head: all that they say stands in the elements."""


def read(body: str, given: Given, readings: tuple[Reading, ...] = ()) -> Elements:
    head = head_of(body)
    told = {**head.fields, **{name: Told(value) for name, value in given.items()}}
    told = {name: one for name, one in told.items() if name not in _DAYS or dates.parse(one.words or "")}
    title = told["title"] = title_of(body, given)
    parts = outline.parts(body, title=title.words)
    told["number"] = number_of(given, head, parts, title.words)
    signed = _signature(parts)
    for name, one in (
        ("written", signed.day), ("addressees", _addressees(parts)), ("approval", _approval(parts)), *_promulgated(parts).items(),
    ):  # fmt: skip
        if one.words and not _words(told, name):
            told[name] = one
    written, issued = _day(told, "written"), _day(told, "issued")
    begin, end = _validity(body, title.words, readings, written, issued)
    attached = attachments.find(parts, issues=bool(_BRINGS.search(title.words or "")))
    places = {name: one.place for name, one in told.items() if one.words and one.place}
    return Elements(
        title=title.words,
        number=told["number"].words,
        index_number=_index_number(_words(told, "index_number")),
        issuers=issuers.find(title.words, _words(told, "issuers"), signed.names),
        written=written,
        issued=issued,
        effective=_day(told, "effective") or begin.day,
        expires=_day(told, "expires") or end.day,
        addressees=addressees.split(_words(told, "addressees") or ""),
        attachments=tuple(item.title for item in attached),
        approval=_words(told, "approval"),
        disclosure=_words(told, "disclosure"),
        places={**{name: one.place for name, one in (("effective", begin), ("expires", end)) if one.place}, **places},
        head=head.lines,
    )


def _words(told: Mapping[str, Told], name: str) -> str | None:
    return told[name].words if name in told else None


def _day(told: Mapping[str, Told], name: str) -> date | None:
    return dates.parse(_words(told, name) or "")


def _index_number(words: str | None) -> str | None:
    """In standard form; as written where the place has a scheme of its own."""
    if not words:
        return None
    parsed = index_numbers.IndexNumber.parse(words)
    return str(parsed) if parsed else squeeze(words)


@dataclass(frozen=True)
class _Signed:
    names: tuple[str, ...]
    day: Told


def _signature(parts: Sequence[outline.Part]) -> _Signed:
    """The names under the letter and its date: those above the first date."""
    lines: list[str] = []
    for part in parts:
        text, place = part.paragraph.text, (part.paragraph.start, part.paragraph.end)
        if part.zone == "letter" and part.role == "signature":
            if inside := dates.find(text):
                lines.append(text[: inside[0].start])
                day = Told(text[inside[-1].start : inside[-1].end], (place[0] + inside[-1].start, place[0] + inside[-1].end))
                return _Signed(issuers.of_signature(lines), day)
            lines.append(text)
        elif part.zone == "letter" and part.role == "sign-date":
            return _Signed(issuers.of_signature(lines), Told(text, place) if dates.parse(text) else Told())
        elif lines:
            break
    return _Signed(issuers.of_signature(lines), Told())


def _addressees(parts: Sequence[outline.Part]) -> Told:
    line = next((part.paragraph for part in parts if part.role == "addressee" and part.zone == "letter"), None)
    return Told(line.text, (line.start, line.end)) if line else Told()


def _approval(parts: Sequence[outline.Part]) -> Told:
    for part in parts:
        if part.zone == "letter" and part.role in ("text", "heading1", "heading2"):
            if found := approval.find(part.paragraph.text):
                start = part.paragraph.start
                return Told(found.text, (start + found.start, start + found.end))
    return Told()


def _promulgated(parts: Sequence[outline.Part]) -> dict[str, Told]:
    """What the history under the title of a rule says of its making."""
    line = next((part.paragraph for part in parts if part.role == "passed" and part.zone == "letter"), None)
    if not line:
        return {}
    place = (line.start, line.end)
    found = promulgation.find(line.text)
    made = found.passed or found.published
    told = {"approval": found.approval, "written": made and made.isoformat(), "issued": found.published and found.published.isoformat()}
    if found.order:
        told |= {"number": str(found.order), "issuers": found.order.organ}
    return {name: Told(words, place) for name, words in told.items() if words}


@dataclass(frozen=True)
class _Limit:
    day: date | None
    place: Span | None


def _validity(
    body: str, title: str | None, readings: tuple[Reading, ...], written: date | None, issued: date | None
) -> tuple[_Limit, _Limit]:
    """When the document begins and ends; what it says of itself counts before what it extends."""
    found = validity.find(body, title=title)
    spoken = {"written": written, "issued": issued or written, None: None}[found.effective_from]
    begin = found.effective or found.measure or spoken
    if begin and found.after_days:
        begin += timedelta(days=found.after_days)
    end = found.expires or next((r.until for r in readings if r.until and r.relation == "extends"), None)
    if begin and found.years and not end:
        end = validity.last_day(begin, found.years)
    return _Limit(begin, found.effective_span), _Limit(end, found.expires_span)
