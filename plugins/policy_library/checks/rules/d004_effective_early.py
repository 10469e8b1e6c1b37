from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """From the day of writing on is usual (自印发之日起); before it, nobody could know the rule."""
    for policy in subject.public.policies:
        written = policy.written or subject.terms[policy.key].written or policy.issued
        if isinstance(policy.effective, date) and written and policy.effective < written:
            yield rule.found(policy.place("effective"), effective=policy.effective.isoformat(), written=written.isoformat())


RULE = Rule(
    "D004", "effective-before-written", "warning", check, alone=True,
    source="立法法 第一百零四条（不溯及既往）",
    bad=(policy("▸effective: 2024-05-01\nexpires: 2029-04-30"),),
    good=(policy("effective: 2024-06-01"),),
)
