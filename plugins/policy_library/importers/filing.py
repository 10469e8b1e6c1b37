"""Where each imported document goes in the library, and what that would change. Writes nothing."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from policy_library.graph.resolve import Resolver
from policy_library.model.library import Library
from policy_library.model.values import standard_number
from policy_library.text import dates
from policy_library.text.normalize import title_key

from . import markdown
from .base import Refused
from .importing import Imported
from .naming import numbered_id

State = Literal["new", "same", "differs", "twice", "nameless"]
"""differs: a document lies there that says something else; twice: an earlier source of this run has the same number;
nameless: nothing in it gives an id."""


@dataclass(frozen=True)
class Filed:
    one: Imported
    path: str | None
    """In the content folder."""
    state: State
    diff: tuple[str, ...] = ()
    """From what lies there to what would."""


def filed(imports: Sequence[tuple[str | None, Imported]], folder: str, library: Library, held: Mapping[str, str]) -> tuple[Filed, ...]:
    """`imports`: the id that a source has already, where it lies in the folder itself, and what it became. `held`: path → text
    of the files that lie in the folder."""
    known = Resolver(library)
    taken: dict[str, Imported] = {}
    return tuple(_filed(own, one, folder, known, held, taken) for own, one in imports)


def _filed(own: str | None, one: Imported, folder: str, known: Resolver, held: Mapping[str, str], taken: dict[str, Imported]) -> Filed:
    number = one.found.elements.number
    if number and any(other.found.elements.number == number and _same_title(one, other) for other in taken.values()):
        return Filed(one, None, "twice")
    path = f"{folder}/{own}.md" if own else _path(one, folder, known, held, taken)
    if path is None:
        return Filed(one, None, "nameless")
    taken[path] = one
    before = held.get(path)
    if before == one.text:
        return Filed(one, path, "same")
    return Filed(one, path, "new" if before is None else "differs", difference(before, one.text, path))


def _path(one: Imported, folder: str, known: Resolver, held: Mapping[str, str], taken: Mapping[str, Imported]) -> str | None:
    """The file of the document of this number, if the library has it; else one that no other document has."""
    number = one.found.elements.number
    numbered = [document for document in known.number(number) if document.path in held] if number else []
    if len(numbered) == 1 and numbered[0].path not in taken:
        return numbered[0].path
    if one.id is None:
        return None
    wanted, n = one.id, 1
    while (path := f"{folder}/{wanted}.md") in taken or path in held and not _is(one, held[path]):
        n += 1
        wanted = numbered_id(one.id, n)
    return path


def _is(one: Imported, text: str) -> bool:
    """Whether a file is the same document: one without a number is told by its title and its day."""
    try:
        fields = markdown.read(text.encode()).fields
    except Refused:
        return True
    found = one.found.elements
    if found.number and fields.get("number"):
        return found.number == standard_number(str(fields["number"]))
    day = found.written or found.issued
    told = dates.parse(str(fields.get("written") or fields.get("issued") or ""))
    return title_key(str(fields.get("title", ""))) == title_key(found.title or "") and not (day and told and day != told)


def _same_title(one: Imported, other: Imported) -> bool:
    return title_key(one.found.elements.title or "") == title_key(other.found.elements.title or "")


def difference(before: str | None, after: str, path: str) -> tuple[str, ...]:
    """Of a new file, all of it."""
    name = "/dev/null" if before is None else path
    return tuple(difflib.unified_diff((before or "").splitlines(), after.splitlines(), name, path, lineterm=""))
