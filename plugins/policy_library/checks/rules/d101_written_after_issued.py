from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    for policy in subject.public.policies:
        if policy.written and policy.issued and policy.written > policy.issued:
            yield rule.found(policy.place("written"), written=policy.written.isoformat(), issued=policy.issued.isoformat())


RULE = Rule(
    "D101", "written-after-issued", "error", check,
    bad=(policy("▸written: 2024-05-26\nissued: 2024-05-16"),),
    good=(policy("written: 2024-05-13\nissued: 2024-05-16"),),
)
