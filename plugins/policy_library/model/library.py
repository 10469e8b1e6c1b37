"""All documents and vocabularies of one reading; immutable."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from .documents import Consultation, Document, Faq, Interpretation, Page, Policy, Topic
from .publishable import publishable
from .vocabulary import Vocabularies

D = TypeVar("D", bound=Document)


@dataclass(frozen=True)
class Library:
    documents: tuple[Document, ...]
    """In the order of their paths."""
    vocabularies: Vocabularies
    unread: frozenset[str] = frozenset()
    """Ids, keys, titles and numbers of files that could not be read: what names one of them is no mistake of its own."""

    @cached_property
    def by_key(self) -> Mapping[str, Document]:
        return {document.key: document for document in self.documents}

    @cached_property
    def by_path(self) -> Mapping[str, Document]:
        return {document.path: document for document in self.documents}

    def of(self, model: type[D]) -> tuple[D, ...]:
        return tuple(document for document in self.documents if isinstance(document, model))

    @cached_property
    def policies(self) -> tuple[Policy, ...]:
        return self.of(Policy)

    @cached_property
    def interpretations(self) -> tuple[Interpretation, ...]:
        return self.of(Interpretation)

    @cached_property
    def faqs(self) -> tuple[Faq, ...]:
        return self.of(Faq)

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        return self.of(Topic)

    @cached_property
    def consultations(self) -> tuple[Consultation, ...]:
        return self.of(Consultation)

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        return self.of(Page)

    def only(self, keep: Callable[[Document], bool]) -> Library:
        return Library(tuple(document for document in self.documents if keep(document)), self.vocabularies, self.unread)

    def public(self, day: date) -> Library:
        """What a site may show on ``day``. Everything that reaches an output starts from here."""
        return self.only(lambda document: publishable(document, day))
