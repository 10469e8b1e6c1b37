from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.graph.edges import Declared
from policy_library.model.documents import Policy
from policy_library.model.findings import Finding, Place
from policy_library.text.dates import format_zh


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """Of what editors declare; what is read in a text may be a later edition of the same title."""
    for policy in subject.public.policies:
        for edge in subject.graph.forward_edges.get(policy.key, ()):
            basis = subject.public.by_key.get(edge.target or "")
            if edge.relation != "basis" or not isinstance(edge.evidence, Declared) or not isinstance(basis, Policy):
                continue
            if policy.written and basis.written and basis.written > policy.written:
                yield rule.found(
                    Place(edge.evidence.path, edge.evidence.line), basis=basis.title, day=format_zh(basis.written), written=format_zh(policy.written),
                )


RULE = Rule(
    "R008", "basis-newer-than-policy", "warning", check,
    bad=(policy("▸basis: [b]"), policy("written: 2024-08-13\nissued: 2024-08-16\neffective: 2024-09-01", id="b"),),
    good=(policy("basis: [b]"), policy("written: 2024-03-13\nissued: 2024-03-16", id="b"),),
)
