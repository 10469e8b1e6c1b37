from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.graph.edges import Declared
from policy_library.locale import text
from policy_library.model.findings import Finding, Place


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """Told once a cycle, at its first document in order of keys; what only a text says is not held against an editor."""
    for relation in RELATIONS:
        targets: dict[str, list[str]] = defaultdict(list)
        places = {}
        for edge in subject.graph.edges:
            if edge.relation == relation and edge.target and isinstance(edge.evidence, Declared):
                targets[edge.source].append(edge.target)
                places[edge.source, edge.target] = Place(edge.evidence.path, edge.evidence.line)
        for cycle in _cycles(targets):
            shown = " → ".join(subject.public.by_key[key].path for key in (*cycle, cycle[0]))
            yield rule.found(places[cycle[0], cycle[1 % len(cycle)]], field=text(f"terms.relation.{relation}.forward"), cycle=shown)


def _cycles(targets: dict[str, list[str]]) -> Iterator[tuple[str, ...]]:
    """Each once, beginning with its least key; without recursion, for libraries are deep."""
    done: set[str] = set()
    for start in sorted(targets):
        stack, path = [iter(sorted(targets[start]))], [start]
        while stack and start not in done:
            following = next(stack[-1], None)
            if following is None:
                stack.pop()
                done.add(path.pop())
            elif following in path:
                cycle = path[path.index(following):]
                least = cycle.index(min(cycle))
                yield tuple(cycle[least:] + cycle[:least])
            elif following not in done:
                path.append(following)
                stack.append(iter(sorted(targets.get(following, ()))))


RELATIONS = ("basis", "implements", "supporting", "repeals", "replaces", "amends")

RULE = Rule(
    "R005", "relations-in-a-circle", "error", check,
    bad=(policy("▸basis: [b]"), policy("basis: [a]\nwritten: 2024-05-13", id="b")),
    good=(policy("basis: [b]"), policy("basis: [{title: 道路交通安全法, url: https://flk.example/}]", id="b")),
)
