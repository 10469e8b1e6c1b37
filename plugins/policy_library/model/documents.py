"""The documents of a library. A frozen model is the document; what the author writes and where it stands are both in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import ClassVar

from pydantic import Field, SkipValidation
from pydantic.json_schema import SkipJsonSchema

from .findings import Place, place_in_text
from .source import NO_BODY, Body
from .values import (
    Day,
    DayOrNone,
    DayOrStart,
    Frozen,
    Id,
    Items,
    Number,
    Reference,
    Rule,
    ServiceLink,
    Url,
    Yes,
    choice,
    word,
)

PLACE_FIELDS = ("id", "path", "words", "body_line", "lines", "line", "assumed", "read_as")
"""Filled in by the reader; an author who writes one is told that it is no field."""


class ReviewStep(Frozen):
    office: str
    on: Day


class Review(Frozen):
    """Review before publication, item by item (保密法实施条例 art. 42; 政府信息公开条例 art. 14–17)."""

    secrecy: ReviewStep
    privacy: ReviewStep | None = None
    legality: ReviewStep | None = None


class Assessment(ReviewStep):
    """Whether a document still holds: before it expires, or after something that it rests on has changed."""

    result: choice("assessment")  # type: ignore[valid-type]


class Attachment(Frozen):
    title: str
    file: str


class Change(Frozen):
    on: Day
    text: str


class Withdrawal(Frozen):
    reason: str
    on: Day
    successor: Reference | None = None


class Section(Frozen):
    """A section of a theme collection; of 一件事, a step."""

    key: Id
    title: str
    text: str | None = None
    facts: str | None = None
    rule: Rule = Rule()
    include: Items[Reference] = ()
    exclude: Items[Reference] = ()
    services: Items[word("services")] = ()  # type: ignore[valid-type]
    questions: Items[str] = ()


class Document(Frozen):
    """What all types share. ``type`` is the folder's name and the first part of the address."""

    type: ClassVar[str]
    RELATIONS: ClassVar[tuple[str, ...]] = ("related",)

    id: SkipJsonSchema[str]
    path: SkipJsonSchema[str]
    words: SkipJsonSchema[SkipValidation[Body]] = Field(default=NO_BODY, repr=False)
    """What follows the front matter."""
    body_line: SkipJsonSchema[int] = 1
    lines: SkipJsonSchema[SkipValidation[Mapping[str, int]]] = Field(default_factory=dict, repr=False)
    assumed: SkipJsonSchema[tuple[str, ...]] = ()
    read_as: SkipJsonSchema[str] = Field(default="", repr=False)
    """Tells the file's words and all that they were read by: documents that have the same are the same. Empty where no file was read."""

    title: str = Field(min_length=1)
    summary: str | None = None
    aliases: Items[str] = ()
    issuers: Items[word("agencies")] = ()  # type: ignore[valid-type]
    issued: Day | None = None
    updated: Day | None = None
    disclosure: choice("disclosure") | None = None  # type: ignore[valid-type]
    publish_at: Day | None = None
    """The first day on which it is public; None if it is so at once."""
    review: Review | None = None
    audiences: Items[word("audiences")] = ()  # type: ignore[valid-type]
    tags: Items[word("tags")] = ()  # type: ignore[valid-type]
    related: Items[Reference] = ()
    source: Url | None = None
    withdrawn: Withdrawal | None = None

    @cached_property
    def key(self) -> str:
        """Unique in the library: ``policies/parking-rules``."""
        return f"{self.type}/{self.id}"

    @cached_property
    def address(self) -> str:
        return f"{self.type}/{self.id}/"

    @property
    def body(self) -> str:
        """Read from its file each time."""
        return self.words.text

    @cached_property
    def dated(self) -> date | None:
        """The day by which lists are sorted."""
        return self.issued

    def place(self, field: str = "") -> Place:
        """Of a field, or of the nearest one around it: ``basis.0.title`` → ``basis.0`` → ``basis`` → the opening line."""
        steps = field.split(".")
        for length in range(len(steps), 0, -1):
            if line := self.lines.get(".".join(steps[:length])):
                return Place(self.path, line)
        return Place(self.path)

    def body_place(self, offset: int) -> Place:
        return place_in_text(self.path, self.body_line, self.body, offset)

    @cached_property
    def references(self) -> tuple[tuple[str, int, Reference], ...]:
        """(relation, position in its list, reference), in the order of the relations."""
        return tuple(
            (relation, index, reference)
            for relation in self.RELATIONS
            for index, reference in enumerate(getattr(self, relation))
        )


class Policy(Document):
    type = "policies"
    RELATIONS = (
        "basis", "implements", "supporting", "issues", "forwards", "amends", "repeals", "replaces", "extends", "related",
    )

    number: Number | None = None
    index_number: str | None = None
    kind: choice("kind")  # type: ignore[valid-type]
    issuers: Items[word("agencies")] = Field(min_length=1)  # type: ignore[valid-type]
    written: Day | None = None
    effective: DayOrStart | None = None
    expires: DayOrNone | None = None
    addressees: Items[str] = ()
    approval: str | None = None
    basis: Items[Reference] = ()
    implements: Items[Reference] = ()
    supporting: Items[Reference] = ()
    issues: Items[Reference] = ()
    forwards: Items[Reference] = ()
    amends: Items[Reference] = ()
    repeals: Items[Reference] = ()
    replaces: Items[Reference] = ()
    extends: Items[Reference] = ()
    services: Items[ServiceLink] = ()
    attachments: Items[Attachment] = ()
    hotline: str | None = None
    declared_status: choice("declared") | None = None  # type: ignore[valid-type]
    declared_on: Day | None = None
    under_assessment: Yes = False
    assessed: Items[Assessment] = ()
    changes: Items[Change] = ()

    @cached_property
    def dated(self) -> date | None:
        return self.issued or self.written


class Interpretation(Document):
    type = "interpretations"
    RELATIONS = ("interprets", "related")

    interprets: Items[Reference] = Field(min_length=1)
    stage: choice("stage")  # type: ignore[valid-type]
    form: choice("form") = "text"  # type: ignore[valid-type]
    attachments: Items[Attachment] = ()


class Faq(Document):
    type = "faq"
    RELATIONS = ("answers", "related")

    answers: Items[Reference] = Field(min_length=1)


class Topic(Document):
    type = "topics"

    kind: choice("topic_kind")  # type: ignore[valid-type]
    agency: word("agencies")  # type: ignore[valid-type]
    reviewed: Day | None = None
    launched: Day | None = None
    batch: str | None = None
    sections: Items[Section] = Field(min_length=1)

    @property
    def last_review(self) -> date | None:
        return self.reviewed or self.launched


class Consultation(Document):
    type = "consultations"
    RELATIONS = ("outcome", "related")

    opens: Day
    closes: Day
    short_reason: str | None = None
    outcome: Items[Reference] = ()
    received: int | None = Field(default=None, ge=0)
    adopted: int | None = Field(default=None, ge=0)
    result: str | None = None
    contact: str | None = None
    attachments: Items[Attachment] = ()

    @cached_property
    def dated(self) -> date | None:
        return self.issued or self.opens

    @property
    def answered(self) -> bool:
        """Whether those who were asked can read what became of it."""
        return bool(self.outcome or self.result)


class Page(Document):
    """A written page that is no document: the home page's words, 关于本库."""

    type = ""
    RELATIONS = ()

    title: str = ""
    lead: str | None = None
    examples: Items[str] = ()
    disclosure: choice("disclosure") = "public"  # type: ignore[valid-type]

    @cached_property
    def key(self) -> str:
        return self.path.removesuffix(".md")

    @cached_property
    def address(self) -> str:
        stem = self.key
        return "" if stem == "index" else f"{stem.removesuffix('/index')}/"


TYPES: dict[str, type[Document]] = {
    model.type: model for model in (Policy, Interpretation, Faq, Topic, Consultation)
}
