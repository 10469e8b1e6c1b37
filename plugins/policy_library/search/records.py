"""What can be found: one record a policy, interpretation, question, topic or consultation, in the order of their dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from policy_library.model.documents import Consultation, Document, Faq, Interpretation, Policy, Topic
from policy_library.model.library import Library
from policy_library.model.questions import Question, questions
from policy_library.model.source import NO_BODY, Body, body_of
from policy_library.text import articles, comments
from policy_library.text.normalize import squeeze
from policy_library.text.numbers import DocNumber

TYPES = ("policies", "interpretations", "faq", "topics", "consultations")


class Paragraph(NamedTuple):
    anchor: str
    """Of the article that it belongs to; empty outside articles."""
    text: str


@dataclass(frozen=True)
class Text:
    """What the paragraphs of a record are made of, when they are wanted."""

    body: Body = NO_BODY
    """Markdown."""
    title: str = ""
    """Left out where the text repeats it."""
    anchors: Collection[str] = ()
    """Which of its articles have an address."""
    before: tuple[Paragraph, ...] = ()
    after: str = ""


@dataclass(frozen=True)
class Record:
    key: str
    """Unique: policies/parking-rules, faq/parking#q-rent."""
    type: str
    href: str
    title: str
    also: tuple[str, ...] = ()
    """Aliases, and numbers that are no document numbers: found like a title."""
    number: str | None = None
    """沪府办发〔2010〕54号."""
    day: date | None = None
    ended: bool = False
    """No longer in force: comes after its like."""
    text: Text = Text()
    shown: tuple[str, ...] = ()
    """What a result shows besides, in the order of ``SHOWN``."""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    path: str = ""
    line: int = 1

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        last = (Paragraph("", self.text.after),) if self.text.after else ()  # so that a word's first place is in the text itself
        return (*self.text.before, *paragraphs(self.text.body.text, self.text.title, self.text.anchors), *last)


@dataclass(frozen=True)
class Face:
    """What the pages say of a document, and how it can be chosen."""

    shown: tuple[str, ...] = ()
    ended: bool = False
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


SHOWN = ("number", "by", "issued", "status", "tone", "word", "effective", "expires")


def records(
    library: Library, face: Callable[[Document], Face] = lambda document: Face(),
    anchors: Callable[[Document], Collection[str]] = lambda document: (),
) -> tuple[Record, ...]:
    """Oldest first: a new document takes the last place and leaves the places of the others, and their shards, alone.

    ``anchors``: which articles of a policy have an address.
    """
    found: list[Record] = []
    for document in library.documents:
        if isinstance(document, Faq):
            found += [_question(document, question, face(document)) for question in questions(document)[0]]
        elif isinstance(document, Policy | Interpretation | Topic | Consultation):
            found.append(_document(document, face(document), anchors(document)))
    return tuple(sorted(found, key=lambda one: (one.day or date.min, one.key)))


def _names(document: Document) -> tuple[str | None, tuple[str, ...]]:
    """The document number in standard form, and what else the document is called."""
    number = document.number if isinstance(document, Policy) else None
    parsed = DocNumber.parse(number) if number else None
    index_number = document.index_number if isinstance(document, Policy) else None
    return str(parsed) if parsed else None, (*document.aliases, *filter(None, (number if not parsed else None, index_number)))


def heads(library: Library) -> tuple[Record, ...]:
    """Records without their texts: titles, numbers, aliases, questions."""
    found = []
    for document in library.documents:
        if isinstance(document, Faq):
            found += [_question(document, replace(question, answer=""), Face()) for question in questions(document)[0]]
        elif isinstance(document, Policy | Interpretation | Topic | Consultation):
            number, also = _names(document)
            line = document.lines.get("title", 1)
            found.append(Record(document.key, document.type, document.address, document.title, also, number, path=document.path, line=line))
    return tuple(found)


def _document(document: Document, face: Face, anchors: Collection[str]) -> Record:
    number, also = _names(document)
    sections = document.sections if isinstance(document, Topic) else ()
    before = tuple(Paragraph(one.key, " ".join(filter(None, (one.title, one.text, one.facts)))) for one in sections)
    text = Text(document.words, document.title, anchors, before, document.summary or "")
    return Record(
        document.key, document.type, document.address, document.title, also, number, document.dated,
        face.ended, text, face.shown, face.facets, document.path, document.lines.get("title", 1),
    )


def _question(faq: Faq, question: Question, face: Face) -> Record:
    return Record(
        f"{faq.key}#{question.anchor}", faq.type, f"{faq.address}#{question.anchor}", question.title, (), None,
        question.updated or faq.dated, face.ended, Text(body_of(question.answer)), face.shown, face.facets,
        faq.path, question.line,
    )


# ── Plain text ────────────────────────────────────────────────────────────────

_LEAD = " \t\u3000>#*+|-"
_COUNT = re.compile(r"\d+\.[ \t]+[ \t\u3000]*")
_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\([^()\n]*\)(?:\{[^{}\n]*\})?")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]*>|\*\*|__|`|\{[#.][^{}\n]*\}|^\[\^[^\[\]]*\]:|\[\^[^\[\]]*\]", re.MULTILINE)
_MARKS = "<*_`{["
"""One of them stands in whatever the two patterns above find."""
_RULE = " \t|:*_-"
_ARTICLE_HEAD = re.compile(r"(第[0-9〇零一二三四五六七八九十百千]{1,7}条(?:之[一二三四五六七八九十]+)?)(?=[\s\u3000]|$)")


def paragraphs(body: str, title: str, anchors: Collection[str]) -> Iterator[Paragraph]:
    """The lines of a Markdown text as they read, without its own title and without marks of Markdown."""
    anchor = ""
    own = squeeze(title)
    longest = len(title) + 8 if own else -1
    if any(mark in body for mark in _MARKS):
        body = _TAG.sub("", _LINK.sub(r"\1", comments.replaced(body, lambda comment: "")))
    for line in filter(None, body.split("\n")):
        text = line.lstrip(_LEAD)
        if text[:1].isdecimal() and (count := _COUNT.match(text)):
            text = text[count.end() :]
        text = text.strip(" \t\u3000|")
        if not text.strip(_RULE) or (len(text) <= longest and squeeze(text) == own):
            continue
        if "|" in text:
            text = re.sub(r"\s*\|\s*", " ", text)
        if text[0] == "第" and (head := _ARTICLE_HEAD.match(text)):
            label = articles.number(head[1]) or ""
            anchor = label if label in anchors else ""
        yield Paragraph(anchor, text)
