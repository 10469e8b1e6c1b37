"""What a rule is. One rule, one file in ``rules/``; adding one touches no list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from policy_library.graph.graph import Graph
from policy_library.graph.status import Status
from policy_library.model.findings import Finding, Place, Severity, finding
from policy_library.model.library import Library


@dataclass(frozen=True)
class Subject:
    """What a check may look at."""

    whole: Library
    public: Library
    graph: Graph
    statuses: Mapping[str, Status]
    """Of public documents, by key."""


@dataclass(frozen=True)
class Rule:
    code: str
    name: str
    severity: Severity
    why: str
    check: Callable[[Subject, Rule], Iterable[Finding]]
    source: str | None = None
    """The article of law or standard."""

    def found(self, place: Place, **values: object) -> Finding:
        return finding(self.code, self.severity, place, source=self.source, **values)
