"""What a rule is. One rule, one file in ``rules/``; adding one touches no list."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from pydantic import BaseModel

from policy_library.graph.graph import Graph
from policy_library.graph.status import Status, Terms
from policy_library.graph.texts import Texts
from policy_library.locale import text
from policy_library.model.documents import PLACE_FIELDS, Document
from policy_library.model.findings import Edit, Finding, Place, Severity, finding
from policy_library.model.library import Library
from policy_library.text.scan import Scan
from policy_library.topics.collections import Collection

from .examples import Example
from .limits import Limits


@dataclass(frozen=True, eq=False)
class Subject:
    """What a check may look at."""

    day: date
    whole: Library
    public: Library
    graph: Graph
    terms: Terms
    """Of public policies, by key."""
    statuses: Mapping[str, Status]
    """Of public documents, by key."""
    collections: tuple[Collection, ...]
    words: Texts
    file: Callable[[str], bytes | None]
    """The bytes of a file of the content folder, by path; None where there is none."""
    limits: Limits
    found_alone: Sequence[Finding] = ()
    """What rules have found that look at one document alone; known to all others."""

    def only(self, paths: Container[str]) -> Subject:
        """As if the library had no other documents; the rest is as it is."""
        public, whole = (library.only(lambda document: document.path in paths) for library in (self.public, self.whole))
        return replace(self, public=public, whole=whole)

    def line(self, place: Place) -> str:
        """The line of a head, as written."""
        lines = self.whole.by_path[place.path].words.head.split("\n", place.line)
        return lines[place.line - 1] if len(lines) >= place.line else ""

    def scan(self, document: Document) -> Scan:
        return self.words.of(document).scan

    def fields(self, document: Document) -> Iterator[tuple[str, str]]:
        """What an author wrote above the text, as readers see it: every value that is words, with the path of its field."""
        return _words(document, "")


_UNSHOWN = {*PLACE_FIELDS, "source", "review", *(name for name, held in vars(Document).items() if isinstance(held, cached_property))}


def _words(value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, tuple):
        for index, one in enumerate(value):
            yield from _words(one, f"{path}.{index}")
    elif isinstance(value, BaseModel):
        for name, held in value.__dict__.items():
            if held and name not in _UNSHOWN:
                yield from _words(held, f"{path}.{name}" if path else name)


@dataclass(frozen=True)
class Rule:
    """Its words are in locale/zh/findings.yml under the code: name, why, message, mend."""

    code: str
    name: str
    severity: Severity
    check: Callable[[Subject, Rule], Iterable[Finding]]
    bad: tuple[Example, ...]
    """Files in which it finds something, at the lines marked ▸ and nowhere else; without a mark, at the first line of the last."""
    good: tuple[Example, ...]
    """Files in which nothing is found."""
    source: str | None = None
    """The article of law or standard."""
    private: bool = False
    """The line with the finding is not repeated in reports, which more people read than the file."""
    alone: bool = False
    """It looks at one document after the other and at nothing beside it: its file, its text, its term, ``limits``. What it finds is kept."""

    @property
    def why(self) -> str:
        return text(f"findings.{self.code}.why")

    @property
    def title(self) -> str:
        return text(f"findings.{self.code}.name")

    @property
    def mend(self) -> str:
        return text(f"findings.{self.code}.mend")

    def found(
        self, place: Place, *, severity: Severity | None = None, about: str | None = None, edit: Edit | None = None, **values: object
    ) -> Finding:
        return finding(self.code, severity or self.severity, place, source=self.source, about=about, edit=edit, private=self.private, **values)
