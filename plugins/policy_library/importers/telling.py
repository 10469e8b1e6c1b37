"""The report of an import: what was read from where, what was repaired, what a person has to decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policy_library.locale import text as words
from policy_library.model.documents import Policy
from policy_library.model.findings import Finding, printable
from policy_library.model.names import shown_name

from .base import Note
from .damage import Damage
from .filing import Filed
from .inspect import ELEMENTS, plain
from .linking import Cited

_LONGEST = 60
ASKING = frozenset(["outside", "file", "changes", "textbox", "nested", "numbering"])
"""Notes after which a person looks at the document."""


@dataclass(frozen=True)
class Told:
    """A source, and what became of it."""

    source: str
    reason: str | None = None
    """Why it was not read."""
    filed: Filed | None = None
    file: Path | None = None
    path: str | None = None
    """Of the file, as it can be opened from here."""
    encoding: str | None = None
    findings: tuple[Finding, ...] = ()
    """What keeps the file from being a document."""
    cited: tuple[Cited, ...] = ()
    written: bool = False
    problem: str | None = None
    """Why it could not be written."""

    @property
    def state(self) -> str:
        return self.filed.state if self.filed else "refused"

    @property
    def notes(self) -> tuple[Note, ...]:
        return self.filed.one.notes if self.filed else ()

    @property
    def ambiguous(self) -> tuple[Cited, ...]:
        return tuple(one for one in self.cited if one.candidates)

    @property
    def decisions(self) -> int:
        if not self.filed:
            return 0
        asking = sum(note.kind in ASKING for note in self.notes)
        return len(self.findings) + len(self.filed.one.waiting) + len(self.ambiguous) + asking

    @property
    def is_done(self) -> bool:
        return (self.written or self.state in ("new", "same")) and not self.problem and not self.decisions


# For people.


def lines(told: Told, *, diff: bool) -> Iterator[str]:
    yield words(f"importing.told.head.{told.state}", source=printable(told.source), path=told.path, reason=told.reason)
    if not told.filed or told.state in ("twice", "nameless"):
        return
    if told.encoding:
        yield words("importing.told.encoding", encoding=told.encoding)
    yield from _read(told.filed)
    yield from _repaired(told.filed)
    yield from _decide(told)
    yield from (words("importing.told.info", note=_note(note)) for note in told.notes if note.kind not in ASKING)
    if told.cited:
        found = sum(one.target is not None for one in told.cited)
        missing = len(told.cited) - found - len(told.ambiguous)
        yield words("importing.told.citations", n=len(told.cited), found=found, missing=missing, ambiguous=len(told.ambiguous))
    if told.problem:
        yield words("importing.told.failed", problem=told.problem)
    elif told.state == "differs" and not told.written:
        yield words("importing.told.kept")
    if diff:
        yield from (f"    {printable(line)}" for line in told.filed.diff)


def _read(filed: Filed) -> Iterator[str]:
    for name in ("title", "number", "issuers", "written", "effective", "expires"):
        if name in filed.one.front.given:
            value = filed.one.front.given[name]
            shown = "、".join(map(str, value)) if isinstance(value, list) else str(value)
            yield words("importing.told.element", name=shown_name(Policy.type, name), value=printable(shown))


def _repaired(filed: Filed) -> Iterator[str]:
    kinds = Counter(one.damage.kind for one in filed.one.repaired)
    if kinds:
        told = "，".join(words("importing.told.kind", kind=words(f"intake.kind.{kind}"), n=n) for kind, n in kinds.most_common())
        yield words("importing.told.repaired", n=kinds.total(), kinds=told)


def _decide(told: Told) -> Iterator[str]:
    assert told.filed
    if not told.decisions:
        return
    yield words("importing.told.decide", n=told.decisions)
    for finding in told.findings:
        yield words("importing.told.place", line=finding.line, what=finding.message)
        yield words("importing.told.mend", mend=finding.mend)
    for line, damage in told.filed.one.waiting:
        proposed = words("intake.read.by_hand") if damage.proposed is None else _short(damage.proposed)
        what = words("importing.told.damage", kind=words(f"intake.kind.{damage.kind}"), found=_short(damage.found), proposed=proposed)
        yield words("importing.told.place", line=line, what=what)
    for one in told.ambiguous:
        yield words("importing.told.ambiguous", text=_short(one.text), n=len(one.candidates), candidates="、".join(one.candidates))
    yield from (words("importing.told.note", note=_note(note)) for note in told.notes if note.kind in ASKING)


def summary(told: Sequence[Told]) -> str:
    return words(
        "importing.told.total", read=len(told), written=sum(one.written for one in told), same=sum(one.state == "same" for one in told),
        left=sum(not one.written and one.state != "same" for one in told), decide=sum(bool(one.decisions) for one in told),
    )


def _note(note: Note) -> str:
    values = {name: printable(value) if isinstance(value, str) else value for name, value in note.values.items()}
    return words(f"importing.note.{note.kind}", **values)


def _short(value: str) -> str:
    shown = printable(value)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"


# As data.


def as_data(told: Sequence[Told]) -> dict[str, Any]:
    return {"summary": summary(told), "sources": [_data(one) for one in told]}


def _data(told: Told) -> dict[str, Any]:
    head = {"source": told.source, "state": told.state, "path": told.path, "written": told.written}
    if told.problem or told.reason:
        head["reason"] = told.problem or told.reason
    if not told.filed:
        return head
    one = told.filed.one
    return {
        **head,
        "encoding": told.encoding,
        "elements": {name: plain(getattr(one.found.elements, name)) for name in ELEMENTS},
        "repaired": [_damage(repaired.line, repaired.damage) for repaired in one.repaired],
        "decide": [
            *({"line": finding.line, "code": finding.code, "message": finding.message, "mend": finding.mend} for finding in told.findings),
            *(_damage(line, damage) for line, damage in one.waiting),
        ],
        "notes": [{"kind": note.kind, "asks": note.kind in ASKING, "message": _note(note)} for note in told.notes],
        "citations": [
            {"text": cited.text, "relation": cited.relation, "target": cited.target, "candidates": list(cited.candidates)} for cited in told.cited
        ],
        "diff": list(told.filed.diff),
    }


def _damage(line: int | None, damage: Damage) -> dict[str, Any]:
    return {"line": line, "kind": damage.kind, "severity": damage.severity, "found": damage.found, "proposed": damage.proposed}
