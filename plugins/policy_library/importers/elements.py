"""What a document says of itself: title, number, agencies, dates, addressees, approval, attachments.

Page heads and front matter come in as `given`, field → words; what they do not say is read in the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from policy_library.graph.reading import Reading
from policy_library.text import addressees, approval, attachments, dates, index_numbers, issuers, numbers, orders, outline, page_heads, validity
from policy_library.text.normalize import BLANKS, squeeze

BRINGS = re.compile(r"(?:印发|发布|公布|颁布|下发|转发|批转|同意)")
"""In a title: what stands behind the signature is the text that is brought, and no attachment."""

_HEADING = re.compile(r"#[^\S\n]+(.+)")
_HEAD_LINES = 40  # of a page, in which labelled fields stand
_AGENCIES = re.compile(rf"[{BLANKS}、，,；;]+")


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
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Element → where in the body it was read; none for what was given."""
    head: tuple[tuple[int, int], ...] = ()
    """The lines of the page's head: all that they say stands in the elements."""


def read(
    body: str, given: Mapping[str, str | tuple[str, ...]], readings: tuple[Reading, ...] = (), parts: tuple[outline.Part, ...] | None = None
) -> Elements:
    labelled, head = _page_head(body)
    told: dict[str, str] = {}
    places: dict[str, tuple[int, int]] = {}
    for name, (value, place) in labelled.items():
        told[name], places[name] = value, place
    for name, value in given.items():
        told[name] = "；".join(value) if isinstance(value, tuple) else value
        places.pop(name, None)
    title, place = title_of(body, given)
    if place:
        places["title"] = place
    parts = outline.parts(body, title=title) if parts is None else parts
    number = _number(told.get("number")) or _number_line(parts, places)
    signed = _signature(parts)
    found = validity.find(body, title=title)
    written = _day(told.get("written")) or found.signed
    issued = _day(told.get("issued"))
    begin = found.effective or found.measure or {"written": written, "issued": issued or written, None: None}[found.effective_from]
    if begin and found.after_days:
        begin += timedelta(days=found.after_days)
    expires = found.expires or next((r.until for r in readings if r.until and r.relation == "extends"), None)
    if found.effective_span:
        places["effective"] = found.effective_span
    if found.expires_span:
        places["expires"] = found.expires_span
    passed = _approval(parts)
    if passed:
        places["approval"] = (passed.start, passed.end)
    to = next((part.paragraph for part in parts if part.role == "addressee" and part.zone == "letter"), None)
    if to:
        places["addressees"] = (to.start, to.end)
    attached = attachments.find(parts, issues=bool(title and BRINGS.search(title)))
    if signed.date_place:
        places["written"] = signed.date_place
    return Elements(
        title=title,
        number=number,
        index_number=_index_number(told.get("index_number")),
        issuers=_issuers(title, told.get("issuers"), signed.names),
        written=written,
        issued=issued,
        effective=_day(told.get("effective")) or begin,
        expires=_day(told.get("expires")) or expires,
        addressees=addressees.split(told["addressees"]) if told.get("addressees") else addressees.split(to.text) if to else (),
        attachments=tuple(item.title for item in attached),
        approval=told.get("approval") or (passed.text if passed else None),
        disclosure=told.get("disclosure"),
        places=places,
        head=head,
    )


def _page_head(body: str) -> tuple[dict[str, tuple[str, tuple[int, int]]], tuple[tuple[int, int], ...]]:
    """The labelled fields above the text, and the lines on which they stand."""
    found: dict[str, tuple[str, tuple[int, int]]] = {}
    lines: list[tuple[int, int]] = []
    at = seen = 0
    for line in body.split("\n"):
        if line.strip():
            seen += 1
            here = page_heads.fields(line)
            if here:
                lines.append((at, at + len(line)))
            for one in here:
                if one.name and one.value and one.name not in found:
                    found[one.name] = (one.value, (at + one.start, at + one.end))
            if seen >= _HEAD_LINES or not here and lines and (seen > 3 and len(line) > 60):
                break
        at += len(line) + 1
    return found, tuple(lines)


def title_of(body: str, given: Mapping[str, str | tuple[str, ...]]) -> tuple[str | None, tuple[int, int] | None]:
    """The title and where it stands: the heading, else what was given, else the first lines that could be one."""
    told = given.get("title")
    told = told if isinstance(told, str) and told.strip() else None
    first = body.lstrip(f" \t\n\r{chr(0xA0)}{chr(0x3000)}{chr(0xFEFF)}")
    start = len(body) - len(first)
    if m := _HEADING.match(first):
        if not told or squeeze(told) == squeeze(m[1]):
            return m[1].strip(), (start + m.start(1), start + m.start(1) + len(m[1].rstrip()))
    if told:
        return told.strip(), None
    run: list[outline.Paragraph] = []
    for part in outline.parts(body[:5_000])[:12]:
        if page_heads.is_furniture(part.paragraph.text) or page_heads.fields(part.paragraph.text):
            continue
        if part.role == "title" or not run and part.role == "text" and _could_be_title(part.paragraph.text):
            run.append(part.paragraph)
        elif run:
            break
    if not run:
        return None, None
    return "".join(re.sub(r"[^\S\n]*\n[^\S\n]*", "", p.text) for p in run), (run[0].start, run[-1].end)


def _could_be_title(text: str) -> bool:
    return 4 <= len(text) <= 120 and text[-1] not in "。：:；;，,、" and not dates.parse(text)


def _number(words: str | None) -> str | None:
    if not words:
        return None
    found = numbers.DocNumber.parse(words) or orders.OrderNumber.parse(words)
    return str(found) if found else None


def _number_line(parts: tuple[outline.Part, ...], places: dict[str, tuple[int, int]]) -> str | None:
    for part in parts:
        if part.role == "number" and part.zone == "letter":
            found = numbers.find(part.paragraph.text)
            if found:
                start = part.paragraph.start
                places["number"] = (start + found[0].start, start + found[0].end)
                return str(found[0].number)
    return None


def _index_number(words: str | None) -> str | None:
    if not words:
        return None
    parsed = index_numbers.IndexNumber.parse(words)
    return str(parsed) if parsed else squeeze(words)


def _day(words: str | None) -> date | None:
    return dates.parse(words) if words else None


@dataclass(frozen=True)
class _Signed:
    names: tuple[str, ...]
    date_place: tuple[int, int] | None


def _signature(parts: tuple[outline.Part, ...]) -> _Signed:
    """The names under the letter: those above its first date."""
    lines: list[str] = []
    for part in parts:
        if part.role == "signature" and part.zone == "letter":
            lines.append(part.paragraph.text)
        elif part.role == "sign-date" and part.zone == "letter":
            whole = (part.paragraph.start, part.paragraph.end)
            return _Signed(issuers.of_signature(lines), whole)
        elif lines:
            break
    return _Signed(issuers.of_signature(_undated(line) for line in lines), None)


def _undated(line: str) -> str:
    found = dates.find(line)
    return line[: found[0].start] if found else line


def _issuers(title: str | None, told: str | None, signed: tuple[str, ...]) -> tuple[str, ...]:
    """A title names them in full; a signature may name more than it, a page's head often only the first."""
    titled = issuers.of_title(title) if title else ()
    given = tuple(name for name in _AGENCIES.split(told) if name) if told else ()
    known = (*titled, *given)
    if titled and not issuers.others_signed(title or ""):
        return titled
    full = issuers.expanded(signed, known)
    if titled:
        return tuple(dict.fromkeys((*titled, *full)))
    if len(full) > len(given):
        return full
    return issuers.expanded(given, full) or full


def _approval(parts: tuple[outline.Part, ...]) -> approval.Found | None:
    for part in parts:
        if part.zone == "letter" and part.role in ("text", "passed", "heading1", "heading2"):
            found = approval.find(part.paragraph.text)
            if found:
                start = part.paragraph.start
                return approval.Found(start + found.start, start + found.end, found.text)
    return None
