"""From the words for a document to the one document they name, or to nothing: never to a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from policy_library.model.documents import Document, Policy
from policy_library.model.library import Library
from policy_library.text.normalize import title_key
from policy_library.text.numbers import DocNumber

CARRIER = re.compile(
    r"(?:关于)?(?:印发|发布|公布|转发|批转|下发)(?:修订后的|修改后的|.{0,12}?制[订定]的|.{0,12}?修订的)?[《〈<]?(?P<title>.+?)[》〉>]?的(?:通知|决定|公告|通告|函)$"
)
"""印发〈…〉的通知: the title of what the carrier brings."""

BEFORE = re.compile(r"^[^《]{2,60}?(?=关于)")
"""The issuing organs in front of 关于."""

D = TypeVar("D", bound=Document)


@dataclass(frozen=True)
class Resolver:
    library: Library

    @cached_property
    def _by_number(self) -> Mapping[str, tuple[Policy, ...]]:
        return _index((policy.number, policy) for policy in self.library.policies if policy.number)

    @cached_property
    def _by_title(self) -> Mapping[str, tuple[Document, ...]]:
        """Titles and aliases; where none is the same, titles without their issuer and titles of what a notice brings."""
        own = _index((title_key(name), document) for document in self.library.documents
                     for name in (document.title, *document.aliases))
        derived = _index((title_key(name), document) for document in self.library.policies
                         for name in _derived_titles(document))
        return {**derived, **own}

    def number(self, number: str) -> Document | None:
        """The one document that bears the number."""
        parsed = DocNumber.parse(number)
        return _only(self._by_number.get(str(parsed) if parsed else number, ()))

    def title(self, title: str, *, on: date | None = None) -> tuple[Document, ...]:
        """All documents of that title; of several, those already written on the day it was cited, the latest of them."""
        found = self._by_title.get(title_key(title), ())
        if len(found) <= 1 or on is None:
            return found
        earlier = [document for document in found if _day(document) is not None and _day(document) <= on]  # type: ignore[operator]
        if not earlier:
            return found
        latest = max(_day(document) for document in earlier)  # type: ignore[type-var]
        return tuple(document for document in earlier if _day(document) == latest)

    def cited(self, title: str | None, number: str | None, *, on: date | None = None) -> Document | None:
        """A citation: the number decides where there is one, the title where there is none."""
        if number is not None:
            return self.number(number)
        return _only(self.title(title, on=on)) if title else None

    def named(self, words: str, *, prefer: str = "policies") -> tuple[Document, ...]:
        """A reference in a front matter: a key, an id, a number, or a title; several where it is not clear."""
        words = words.strip()
        if document := self.library.by_key.get(words.strip("/")) or self.library.by_key.get(f"{prefer}/{words}"):
            return (document,)
        if found := self.number(words):
            return (found,)
        return self.title(words.strip("《》"))


def _derived_titles(policy: Policy) -> Iterable[str]:
    without_issuer = BEFORE.sub("", policy.title)
    if without_issuer != policy.title:
        yield without_issuer
    if carried := CARRIER.search(policy.title):
        yield carried["title"]


def _index(pairs: Iterable[tuple[str, D]]) -> dict[str, tuple[D, ...]]:
    index: dict[str, tuple[D, ...]] = {}
    for key, document in pairs:
        held = index.get(key, ())
        if all(document is not other for other in held):
            index[key] = (*held, document)
    return index


def _only(found: tuple[Document, ...]) -> Document | None:
    return found[0] if len(found) == 1 else None


def _day(document: Document) -> date | None:
    return document.written or document.issued if isinstance(document, Policy) else document.issued
