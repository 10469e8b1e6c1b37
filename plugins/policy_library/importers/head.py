"""Who a document is: the fields above a page's text, its title, its number."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policy_library.text import dates, issuers, numbers, orders, outline, page_heads
from policy_library.text.normalize import squeeze

_NUMBERED_KIND = re.compile("(?:公告|令)$")
_HEADING = re.compile(r"#[^\S\n]+(.+)")
_FIRST = 5_000  # characters in which a title without a mark of its own is looked for
_FIRST_PARTS = 12
_LONGEST_TITLE = 120

Given = Mapping[str, str]
Span = tuple[int, int]


@dataclass(frozen=True)
class Told:
    words: str | None = None
    place: Span | None = None  # None: it was given


@dataclass(frozen=True)
class Head:
    fields: Mapping[str, Told]
    lines: tuple[Span, ...]


def words_of(given: Mapping[str, object]) -> Given:
    """The values of a front matter as words; a list as one line."""
    told = {name: "；".join(map(str, value)) if isinstance(value, Sequence) and not isinstance(value, str) else str(value) for name, value in given.items()}
    return {name: value for name, value in told.items() if value.strip()}


def head_of(body: str) -> Head:
    """The labelled fields above the text, and the lines on which they stand."""
    found: dict[str, Told] = {}
    lines: list[Span] = []
    at = seen = 0
    for line in body.split("\n"):
        if line.strip():
            seen += 1
            fields = page_heads.fields(line)
            if fields:
                lines.append((at, at + len(line)))
            for one in fields:
                if one.name and one.value:
                    found.setdefault(one.name, Told(one.value, (at + one.start, at + one.end)))
            if seen >= page_heads.HEAD_LINES or lines and not fields and seen > 3 and len(line) > 60:
                break
        at += len(line) + 1
    return Head(found, tuple(lines))


def title_of(body: str, given: Given) -> Told:
    """The heading, else what was given, else the first lines that could be one."""
    first = [part for part in outline.parts(body[:_FIRST])[:_FIRST_PARTS] if not page_heads.is_head(part.paragraph.text)]
    heading = _HEADING.match(first[0].paragraph.text) if first else None
    told = given.get("title", "").strip() or None
    if heading and (not told or squeeze(told) == squeeze(heading[1])):
        start = first[0].paragraph.start + heading.start(1)
        return Told(heading[1].strip(), (start, start + len(heading[1].rstrip())))
    if told:
        return Told(told)
    run: list[outline.Paragraph] = []
    for part in first:
        if part.role == "title" or not run and part.role == "text" and _could_be_title(part.paragraph.text):
            run.append(part.paragraph)
        elif run:
            break
    if not run:
        return Told()
    return Told("".join(re.sub(r"[^\S\n]*\n[^\S\n]*", "", paragraph.text) for paragraph in run), (run[0].start, run[-1].end))


def _could_be_title(text: str) -> bool:
    return 4 <= len(text) <= _LONGEST_TITLE and text[-1] not in "。：:；;，,、" and not dates.parse(text)


def number_of(given: Given, head: Head, parts: Sequence[outline.Part], title: str | None) -> Told:
    """Given, in a field of the head, or on a line of its own above or under the title."""
    for told in (Told(given.get("number")), head.fields.get("number", Told())):
        found = numbers.DocNumber.parse(told.words or "") or orders.OrderNumber.parse(told.words or "")
        if found:
            return Told(str(found), told.place)
    line = next((part.paragraph for part in parts if part.role == "number" and part.zone == "letter"), None)
    if line and (inside := numbers.find(line.text)):
        return Told(str(inside[0].number), (line.start + inside[0].start, line.start + inside[0].end))
    kind = _NUMBERED_KIND.search(title or "")
    if line and kind and len(organs := issuers.of_title(title or "")) == 1:
        order = orders.under_title(line.text, organs[0], "令" if kind[0] == "令" else "公告")
        return Told(str(order), (line.start, line.end)) if order else Told()
    return Told()
