from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    for policy in subject.public.policies:
        if subject.statuses[policy.key].word == "unknown":
            yield rule.found(policy.place("effective"))


RULE = Rule(
    "V002", "unknown-status", "warning",
    "Without a start the library cannot say whether a document is in force; readers see 效力待核.", check,
)
