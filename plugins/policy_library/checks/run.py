"""All rules over a library; rules are found by looking into the folder."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Mapping

from policy_library.graph.graph import Graph
from policy_library.graph.status import Status
from policy_library.model.findings import Finding
from policy_library.model.library import Library

from . import rules as folder
from .base import Rule, Subject


@functools.cache
def rules() -> tuple[Rule, ...]:
    """By code."""
    found = (importlib.import_module(f"{folder.__name__}.{module.name}").RULE for module in pkgutil.iter_modules(folder.__path__))
    return tuple(sorted(found, key=lambda rule: rule.code))


def run(whole: Library, public: Library, graph: Graph, statuses: Mapping[str, Status]) -> list[Finding]:
    subject = Subject(whole, public, graph, statuses)
    return [finding for rule in rules() for finding in rule.check(subject, rule)]
