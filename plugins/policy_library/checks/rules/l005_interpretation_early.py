from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import interpretation, policy
from policy_library.model.documents import Policy
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    for one in subject.public.interpretations:
        for edge in subject.graph.forward_edges.get(one.key, ()):
            policy = subject.public.by_key.get(edge.target or "")
            if edge.relation != "interprets" or not isinstance(policy, Policy) or one.stage == "draft":
                continue
            if one.issued and policy.issued and one.issued < policy.issued:
                yield rule.found(one.place("issued"), policy=policy.title, issued=policy.issued.isoformat())


RULE = Rule(
    "L005", "interpretation-before-policy", "warning", check,
    bad=(policy(), interpretation("▸issued: 2024-05-14")),
    good=(policy(), interpretation("issued: 2024-05-16")),
)
