"""A page becomes a file of the library: elements → front matter, damage → mended or asked about, paragraphs → Markdown.

What is written stays the same when it is imported again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from policy_library.model.documents import Policy
from policy_library.model.names import shown_name
from policy_library.model.vocabulary import NAMES, Vocabularies
from policy_library.text import outline
from policy_library.text.normalize import title_key

from . import damage, holds, repair
from .base import Note, Page, Refused
from .damage import Damage
from .elements import Elements
from .front import Front, front
from .inspect import Understood, understand
from .marking import plain
from .naming import id_of
from .structure import markdown

Repair = Literal["safe", "none"]
_MOST_ROUNDS = 5
"""What a repair uncovers is repaired as well: a title under buttons of the page is a repeated one when they are gone."""


@dataclass(frozen=True)
class Options:
    repair: Repair = "safe"
    assumed: Mapping[str, object] = field(default_factory=dict)
    """Field → value, where a page says nothing."""
    vocabularies: Vocabularies = Vocabularies(open=frozenset(NAMES))


@dataclass(frozen=True)
class Repaired:
    line: int | None
    """Of the text that was read; None where another repair laid it bare."""
    damage: Damage


@dataclass(frozen=True)
class Imported:
    id: str | None
    """None: neither a number nor a title gives one."""
    text: str
    """The whole file."""
    body: str
    """As in the file, without the lines that ask."""
    found: Understood
    """Of `body`."""
    front: Front
    repaired: tuple[Repaired, ...]
    waiting: tuple[tuple[int, Damage], ...]
    """Damage that a person decides about, with its line in the file."""
    notes: tuple[Note, ...]

def imported(page: Page, options: Options) -> Imported:
    body = holds.without(plain(page.text) if page.plain else page.text)
    body, comments = _without_comments(body)
    body, repaired = _repaired(body, _told_title(page, body), options.repair)
    first = understand(body, page.fields)
    title = first.elements.title
    bare = _without_head(body, first.elements, first.parts)
    if not bare.strip():
        raise Refused("no_text")
    settled = _settled(markdown(bare, outline.parts(bare, title=title)), title, options.repair)
    told = front(first.elements, page.fields, options.vocabularies, options.assumed)
    found = understand(settled.text, told.given)
    held = front(found.elements, told.given, options.vocabularies)
    waiting = [one for one in settled.damage if not (one.safe and options.repair == "safe")]
    asked, lines = holds.put(settled.text, waiting)
    head = f"{held}\n"
    return Imported(
        id_of(found.elements.number, title or ""), head + asked, settled.text, found, held, (*repaired, *settled.repaired),
        tuple((head.count("\n") + line, one) for line, one in zip(lines, waiting, strict=True)), _notes(page, told, comments),
    )


def _without_comments(body: str) -> tuple[str, int]:
    """What a page notes for itself; and how often."""
    pieces, at, n = [], 0, 0
    while (start := body.find("<!--", at)) >= 0 and (end := body.find("-->", start + 4)) >= 0:
        pieces.append(body[at:start])
        at, n = end + 3, n + 1
    return "".join([*pieces, body[at:]]), n


def _told_title(page: Page, body: str) -> str | None:
    heading = re.match(r"\s*#[^\S\n]+(.+)", body)
    told = page.fields.get("title")
    return str(told) if told else heading[1].strip() if heading else None


def _notes(page: Page, held: Front, comments: int) -> tuple[Note, ...]:
    dropped = (Note("dropped", {"name": shown_name(Policy.type, name), "value": value}) for name, value in held.dropped)
    return (*page.notes, *dropped, *([Note("html_comments", {"n": comments})] if comments else []))


@dataclass(frozen=True)
class _Settled:
    text: str
    damage: tuple[Damage, ...]
    repaired: tuple[Repaired, ...] = ()


def _settled(written: str, title: str | None, how: Repair) -> _Settled:
    """What a page hid from a repair, its Markdown may show: a sentence without its full stop at the end of a list."""
    made: list[Repaired] = []
    for _ in range(_MOST_ROUNDS):
        found = damage.find(written, title=title)
        safe = [one for one in found if one.safe] if how == "safe" else []
        made += [Repaired(None, one) for one in safe]
        mended = repair.safe(written, safe)
        again = markdown(mended, outline.parts(mended, title=title))
        if again == written:
            break
        written = again
    return _Settled(written, found, tuple(made))


def _repaired(body: str, title: str | None, how: Repair) -> tuple[str, tuple[Repaired, ...]]:
    made: list[Repaired] = []
    for turn in range(_MOST_ROUNDS if how == "safe" else 0):
        safe = [one for one in damage.find(body, title=title) if one.safe]
        if not safe:
            break
        made += [Repaired(None if turn else body.count("\n", 0, one.start) + 1, one) for one in safe]
        body = repair.safe(body, safe)
    return body, tuple(made)


def _without_head(body: str, found: Elements, parts: Sequence[outline.Part]) -> str:
    """Without what the front matter says: the fields of a page's head, and the title."""
    spans = [*found.head, *_titles(parts, found.title)]
    return repair.apply(body, [(start, end, "") for start, end in spans])


def _titles(parts: Sequence[outline.Part], title: str | None) -> list[tuple[int, int]]:
    """The paragraphs that say the title, on one line or over several, once or twice."""
    found: list[tuple[int, int]] = []
    run: list[outline.Paragraph] = []
    for part in parts:
        if part.role != "title" or part.zone != "letter":
            run = []
            continue
        run.append(part.paragraph)
        if title_key("".join(paragraph.text.lstrip("# ") for paragraph in run)) == title_key(title or ""):
            found += [(paragraph.start, paragraph.end) for paragraph in run]
            run = []
    return found
