"""The controlled vocabularies: agencies, audiences, tags, services, and the catalogue of proactive disclosure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from .values import Day, Frozen, Items, Rule, word

NAMES = ("agencies", "audiences", "tags", "services")


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
    url: str
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
        return self


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
    open: frozenset[str] = frozenset()
    """Vocabularies whose unregistered words are taken as they stand: a joined library has no registers of its own."""

    @cached_property
    def _by_word(self) -> Mapping[str, Mapping[str, str]]:
        """The first entry that bears a word owns it."""
        return {
            name: {written: entry.id for entry in reversed(getattr(self, name).values()) for written in entry.words}
            for name in NAMES
        }

    def find(self, vocabulary: str, word: str) -> str | None:
        found = self._by_word[vocabulary].get(word.strip())
        return word.strip() if found is None and vocabulary in self.open else found

    def nearest(self, vocabulary: str, word: str) -> str | None:
        """The id of the entry with the nearest name."""
        close = get_close_matches(word, self._by_word[vocabulary], n=1, cutoff=0.5)
        return self._by_word[vocabulary][close[0]] if close else None

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
    "redirects": Redirect,
}
