"""How an agency's existing files are read, and the names of fields in whatever words they are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .documents import PLACE_FIELDS
from .findings import Finding, Place, finding
from .names import field_names
from .source import FrontMatter, Mark, Parsed, Path


@dataclass(frozen=True)
class Joining:
    """How an agency's existing files are read without being changed. ``reason`` is printed by every build."""

    reason: str = ""
    folders: Mapping[str, str] = field(default_factory=dict)
    """Folder ('.' is the root) → type."""
    fields: Mapping[str, str | None] = field(default_factory=dict)
    """Key in the files → field; None leaves the key out."""
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Field → value in the files → value."""
    absent: Sequence[str] = ()
    """Values that mean nothing is there, such as '-'."""
    assume: Mapping[str, str] = field(default_factory=dict)
    """Field → value where the files say nothing."""


def rename(
    type: str, path: str, front: FrontMatter | Parsed, joining: Joining
) -> tuple[dict[str, Any], dict[Path, Mark], list[Finding]]:
    """Chinese and joined keys become field names; marks follow; a field written under two names is a finding."""
    renaming = _Renaming(field_names(type), path, front.marks, joining)
    data = renaming.walk(front.data, (), ())
    assert isinstance(data, dict)
    return data, renaming.marks, renaming.problems


class _Renaming:
    """``old``: where something stands in the file; ``new``: by the names of fields."""

    def __init__(self, names: Mapping[str, str], path: str, written: Mapping[Path, Mark], joining: Joining) -> None:
        self.names, self.path, self.written, self.joining = names, path, written, joining
        self.marks: dict[Path, Mark] = {}
        self.problems: list[Finding] = []

    def name_of(self, key: str, depth: int) -> str | None:
        if depth == 0 and key in self.joining.fields:
            return self.joining.fields[key]
        return self.names.get(key, key)

    def walk(self, value: object, old: Path, new: Path) -> object:
        if old in self.written:
            self.marks[new] = self.written[old]
        if isinstance(value, Mapping):
            return self._fields(value, old, new)
        if isinstance(value, list):
            return self._items(value, old, new)
        return value

    def _fields(self, value: Mapping[str, object], old: Path, new: Path) -> dict[str, object]:
        renamed: dict[str, object] = {}
        for key, item in value.items():
            name = self.name_of(key, len(old))
            if name is None:
                continue
            mark = self.written[*old, key]
            if name in renamed:
                place = Place(self.path, mark.line, mark.column)
                self.problems.append(finding("C009", "error", place, key=key, first=self.marks[*new, name].line))
                continue
            renamed[name] = self.walk(item, (*old, key), (*new, name))
            if len(old) == 0:
                renamed[name] = _joined(renamed[name], name, self.joining)
        return {name: item for name, item in renamed.items() if item is not None}

    def _items(self, values: list[object], old: Path, new: Path) -> list[object]:
        """Empty items are none; those behind them keep their marks."""
        kept: list[object] = []
        for index, item in enumerate(values):
            read = self.walk(item, (*old, index), (*new, len(kept)))
            read = _joined(read, str(new[0]), self.joining) if len(new) == 1 else read
            if read is not None:
                kept.append(read)
        return kept


def _joined(value: object, name: str, joining: Joining) -> object:
    if not isinstance(value, str):
        return value
    if value.strip() in joining.absent:
        return None
    return joining.values.get(name, {}).get(value.strip(), value)


def without_places(data: dict[str, Any], path: str, marks: Mapping[Path, Mark]) -> list[Finding]:
    """Takes out of ``data`` what only the reader may fill in."""
    written = [name for name in PLACE_FIELDS if data.pop(name, None) is not None]
    places = [(name, marks[(name,)]) for name in written]
    return [finding("E002", "error", Place(path, mark.line, mark.column), field=name, hint="") for name, mark in places]
