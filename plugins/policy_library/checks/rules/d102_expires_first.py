from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    for policy in subject.public.policies:
        term = subject.terms[policy.key]
        if term.effective and term.expires and term.expires < term.effective:
            yield rule.found(policy.place("expires"), effective=term.effective.isoformat(), expires=term.expires.isoformat())


RULE = Rule(
    "D102", "expires-before-effective", "error", check,
    bad=(policy("effective: 2024-06-01\n▸expires: 2023-05-31"),),
    good=(policy("effective: 2024-06-01\nexpires: 2029-05-31"),),
)
