"""What stands above the texts, as it was written: of files that are not filled in yet and so are no documents, too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from policy_library.text.index_numbers import IndexNumber, check, next_free
from policy_library.text.normalize import title_key

from .documents import Page, Policy
from .findings import Finding
from .files import VOCABULARY_FOLDER
from .joining import Joining, rename
from .load import document_type
from .source import FrontMatter, SourceFile, split
from .vocabulary import Agency, Vocabularies


@dataclass(frozen=True)
class Head:
    path: str
    type: str
    data: Mapping[str, object]
    """By the names of fields; nothing of a file that cannot be read."""

    @property
    def id(self) -> str:
        return PurePosixPath(self.path).stem

    @property
    def reference(self) -> str:
        """As another document names it."""
        return self.id if self.type == Policy.type else f"{self.type}/{self.id}"

    def said(self, field: str) -> str:
        """The value, or the first of several."""
        value = self.data.get(field)
        first = next(iter(value), None) if isinstance(value, list) else value
        return first if isinstance(first, str) else ""

    def is_called(self, words: str) -> bool:
        return words in (self.reference, f"{self.type}/{self.id}") or title_key(words) in {title_key(self.said(name)) for name in ("title", "number")} - {""}


def heads(sources: Iterable[SourceFile | Finding], joining: Joining) -> Iterator[Head]:
    """Of everything that has a type."""
    for source in sources:
        model = document_type(source.path, joining)
        if model is Page or source.path.startswith(VOCABULARY_FOLDER):
            continue
        front = split(source, joining.absent) if isinstance(source, SourceFile) else ()
        yield Head(source.path, model.type, rename(model.type, source.path, front, joining)[0] if isinstance(front, FrontMatter) else {})


def next_index_number(held: Iterable[Head], agency: Agency, vocabularies: Vocabularies, year: int) -> str | None:
    """None where the place does not number its documents so, or the agency's code is not known.

    An agency has several forms of its code: the one in use for it is taken, or else the one in use for others.
    """
    numbered = [(head, number) for head in held if (number := IndexNumber.parse(head.said("index_number")))]
    own = [number.prefix for head, number in numbered if vocabularies.find("agencies", head.said("issuers")) == agency.id]
    uses, lengths = Counter(number.prefix for _, number in numbered), Counter(len(number.prefix) for _, number in numbered)
    prefix = max(agency.index_prefixes or own, key=lambda one: (uses[one], lengths[len(one)]), default="")
    if not numbered or not check(prefix).valid:
        return None
    return next_free(f"{prefix}/{year}", (str(number) for _, number in numbered))
