"""From the words for a document to the one document they name, or to nothing: never to a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from typing import TypeVar

from policy_library.model.documents import Document, Page, Policy
from policy_library.model.library import Library
from policy_library.model.values import Reference, standard_number
from policy_library.text.normalize import title_key

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
    _read: dict[str, tuple[Document, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)
    """By a title as it was written: a few laws are cited again and again."""

    @cached_property
    def _by_number(self) -> Mapping[str, tuple[Policy, ...]]:
        return _index((policy.number, policy) for policy in self.library.policies if policy.number)

    @cached_property
    def _by_title(self) -> Mapping[str, tuple[Document, ...]]:
        """Titles and aliases of policies before those of what explains or asks about them; where none is the same, titles
        without their issuer and titles of what a notice brings."""
        others = [document for document in self.library.documents if not isinstance(document, (Policy, Page))]
        derived = _index((name, policy) for policy in self.library.policies for name in _derived_titles(policy))
        return {**derived, **_titles(others), **self._titled}

    @cached_property
    def _titled(self) -> Mapping[str, tuple[Policy, ...]]:
        return _titles(self.library.policies)

    def number(self, number: str) -> tuple[Document, ...]:
        """All documents that bear the number, in whatever form it is written."""
        return self._by_number.get(title_key(standard_number(number)), ())

    def title(self, title: str, *, on: date | None = None) -> tuple[Document, ...]:
        """All documents of that title. Of several, the version in force on the day it was cited: the latest that was
        written by then. What was written only later is not what was cited."""
        if (found := self._read.get(title)) is None:
            found = self._read[title] = self._by_title.get(title_key(title), ()) or self._brought(title)
        if on is None:
            return found
        earlier = tuple(document for document in found if (written_day(document) or date.min) <= on)
        if len(earlier) <= 1:
            return earlier
        latest = max(written_day(document) or date.min for document in earlier)
        return tuple(document for document in earlier if written_day(document) == latest)

    def _brought(self, title: str) -> tuple[Document, ...]:
        """关于印发《办法》的通知, where the library has the 办法 itself; what another notice brings or forwards is not meant."""
        carried = CARRIER.search(title)
        return self._titled.get(title_key(carried["title"]), ()) if carried else ()

    def candidates(self, title: str | None, number: str | None, *, on: date | None = None) -> tuple[Document, ...]:
        """All that a citation may mean: the number decides where there is one, the title where there is none."""
        if number is not None:
            return self.number(number)
        return self.title(title, on=on) if title else ()

    def named(self, words: str, *, prefer: str = "policies") -> tuple[Document, ...]:
        """A reference in a front matter: a key, an id, a number, or a title; several where it is not clear."""
        words = words.strip()
        if document := self.library.by_key.get(words.strip("/")) or self.library.by_key.get(f"{prefer}/{words}"):
            return (document,)
        return self.number(words) or self.title(words.strip("《》"))

    def nearest(self, words: str) -> str | None:
        """The title that was probably meant. Numbers of other documents are alike, too, and none of them is meant."""
        close = get_close_matches(title_key(words), self._by_title, n=1, cutoff=0.8)
        return self._by_title[close[0]][0].title if close and not self.number(words) else None

    def unread(self, reference: Reference) -> bool:
        """Whether it names a file that could not be read."""
        words = [word.strip() for word in (reference.document, reference.number, reference.title) if word]
        return any({word.strip("/"), title_key(standard_number(word))} & self.library.unread for word in words)

    def meant(self, reference: Reference) -> bool:
        """Whether any of its words names a document."""
        return any(self.named(word) for word in (reference.document, reference.number, reference.title) if word)

    def referred(self, reference: Reference) -> tuple[Document, ...]:
        """As ``named``. A number that is given besides decides: one that no document bears is not made up for by a title."""
        if reference.document is None and reference.number is None:
            return self.named(reference.title or "")
        by_number = self.number(reference.number) if reference.number else ()
        return by_number or (self.named(reference.document) if reference.document else ())


def _derived_titles(policy: Policy) -> Iterable[str]:
    without_issuer = BEFORE.sub("", policy.title)
    if without_issuer != policy.title:
        yield without_issuer
    if carried := CARRIER.search(policy.title):
        yield carried["title"]


def _titles(documents: Iterable[D]) -> Mapping[str, tuple[D, ...]]:
    return _index((name, document) for document in documents for name in (document.title, *document.aliases))


def _index(pairs: Iterable[tuple[str, D]]) -> dict[str, tuple[D, ...]]:
    """By the comparison form of a title or a number; a document once under each."""
    index: dict[str, tuple[D, ...]] = {}
    for name, document in pairs:
        key = title_key(name)
        held = index.get(key, ())
        if key and all(document is not other for other in held):
            index[key] = (*held, document)
    return index


def written_day(document: Document) -> date | None:
    """By which versions of one title are told from each other."""
    return document.written or document.issued if isinstance(document, Policy) else document.issued
