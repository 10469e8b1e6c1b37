"""The controlled vocabularies: agencies, audiences, tags, services, and the catalogue of proactive disclosure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from .values import Day, Frozen, Items, Rule, Url, word

NAMES = ("agencies", "audiences", "tags", "services")

INNER = {"agencies": "parent", "tags": "broader"}
"""The field of an entry that names another entry of the same vocabulary."""

OPEN_WORD = re.compile(r"[^/\\.\s][^/\\\x00-\x1f]*")
"""An unregistered word that an open vocabulary takes as it stands: it becomes part of an address."""

_WIDE = str.maketrans("#?%", "＃？％")
"""What means something in an address is no part of one."""

_STEP = r"[^/\s\\.#?][^/\s\\#?]*"
ADDRESS = re.compile(rf"/(?:{_STEP}(?:/{_STEP})*/?)?(?:#\S*)?")


class Entry(Frozen):
    """One word of a vocabulary. ``name`` is what is shown; any of ``words`` may be written."""

    id: str
    line: int = 1
    name: str
    short: str | None = None
    aliases: Items[str] = ()
    description: str | None = None

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(written for written in (self.id, self.name, self.short, *self.aliases) if written)

    @property
    def brief(self) -> str:
        return self.short or self.name


class Agency(Entry):
    office_codes: Items[str] = ()
    credit_code: str | None = None
    organisation_code: str | None = None
    parent: str | None = None
    signs_as: Items[str] = ()

    @property
    def words(self) -> tuple[str, ...]:
        return (*super().words, *self.signs_as)


class Audience(Entry):
    pass


class Tag(Entry):
    broader: str | None = None


class Service(Entry):
    url: Url
    agency: word("agencies") | None = None  # type: ignore[valid-type]


class CatalogueItem(Frozen):
    """One line of the catalogue of proactive disclosure (政府信息公开条例, article 12)."""

    id: str
    line: int = 1
    title: str
    basis: str | None = None
    agency: word("agencies") | None = None  # type: ignore[valid-type]
    update: str | None = None
    form: str | None = None
    rule: Rule = Rule()


class Redirect(Frozen):
    """What became of a published address ('/policies/old/') or place in a page ('/policies/old/#第三条')."""

    id: str
    line: int = 1
    to: str | None = None
    """Another address of this site."""
    gone: str | None = None
    """Why there is nothing any more."""
    on: Day | None = None
    title: str | None = None

    @model_validator(mode="after")
    def _tells(self) -> Redirect:
        if not self.to and not (self.gone and self.on):
            raise PydanticCustomError("redirect", "neither a target nor a reason with its day", {})
        whole = self.id.endswith("/") and self.id != "/" or "#" in self.id
        if not whole or not all(ADDRESS.fullmatch(address) for address in (self.id, self.to) if address):
            raise PydanticCustomError("site_address", "not an address of this site", {})
        return self


class Allowed(Frozen):
    """An exception from a rule of ``checks``: which, where, why, who answers for it, and until when."""

    id: str
    line: int = 1
    rule: str
    documents: Items[str] = ()
    """Ids or keys."""
    text: str | None = None
    """Only what is found about these words, in whatever document where none is named."""
    reason: str = Field(min_length=2)
    office: str = Field(min_length=2)
    until: Day

    @model_validator(mode="after")
    def _narrow(self) -> Allowed:
        """A rule is not switched off: that would silence what nobody has looked at."""
        if not self.documents and not self.text:
            raise PydanticCustomError("exception", "neither documents nor words", {})
        return self

    @property
    def path(self) -> str:
        return "vocabulary/exceptions.yml"


@dataclass(frozen=True)
class Vocabularies:
    agencies: Mapping[str, Agency] = field(default_factory=dict)
    audiences: Mapping[str, Audience] = field(default_factory=dict)
    tags: Mapping[str, Tag] = field(default_factory=dict)
    services: Mapping[str, Service] = field(default_factory=dict)
    catalogue: Mapping[str, CatalogueItem] = field(default_factory=dict)
    redirects: Mapping[str, Redirect] = field(default_factory=dict)
    synonyms: tuple[tuple[str, ...], ...] = ()
    """Words of one meaning: a search for one of them looks for the others, too."""
    exceptions: Mapping[str, Allowed] = field(default_factory=dict)
    open: frozenset[str] = frozenset()
    """Vocabularies whose unregistered words are taken as they stand: a joined library has no registers of its own."""

    @cached_property
    def _by_word(self) -> Mapping[str, Mapping[str, str]]:
        """An id is its entry's alone; what else two entries bear names neither."""
        return {
            name: {
                **{written: entry.id for entry in getattr(self, name).values() for written in entry.words
                   if written not in self.shared(name)},
                **{id: id for id in getattr(self, name)},
            }
            for name in NAMES
        }

    def find(self, vocabulary: str, word: str) -> str | None:
        found = self._by_word[vocabulary].get(word.strip())
        taken = found is None and vocabulary in self.open and OPEN_WORD.fullmatch(word.strip())
        return word.strip().translate(_WIDE) if taken else found

    def nearest(self, vocabulary: str, word: str) -> str | None:
        """The nearest id or name of an entry."""
        close = get_close_matches(word, self._by_word[vocabulary], n=1, cutoff=0.5)
        return close[0] if close else None

    def shared(self, vocabulary: str) -> Mapping[str, tuple[str, ...]]:
        """Words that more than one entry bears, with the ids of those entries."""
        bearers: dict[str, dict[str, None]] = {}
        for entry in getattr(self, vocabulary).values():
            for written in entry.words:
                bearers.setdefault(written, {})[entry.id] = None
        return {written: tuple(ids) for written, ids in bearers.items() if len(ids) > 1}

    def agency(self, id: str) -> Agency:
        return self.agencies.get(id) or Agency(id=id, name=id)

    def audience(self, id: str) -> Audience:
        return self.audiences.get(id) or Audience(id=id, name=id)

    def tag(self, id: str) -> Tag:
        return self.tags.get(id) or Tag(id=id, name=id)

    def service(self, id: str) -> Service:
        return self.services.get(id) or Service(id=id, name=id, url="")


VOCABULARIES = {
    "agencies": Agency, "audiences": Audience, "tags": Tag, "services": Service, "catalogue": CatalogueItem,
    "redirects": Redirect, "exceptions": Allowed,
}
FILES = (*VOCABULARIES, "synonyms")
"""Synonyms are a list of groups and have no entries."""
