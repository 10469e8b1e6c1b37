from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    for policy in subject.public.policies:
        if subject.statuses[policy.key].word == "unknown":
            yield rule.found(policy.place("effective"))


RULE = Rule(
    "V002", "unknown-status", "warning", check,
    bad=(policy("▸effective:\nexpires:"),),
    good=(policy("effective:\nexpires:\n\n本办法自2024年6月1日起施行，有效期至2029年5月31日。"),),
)
