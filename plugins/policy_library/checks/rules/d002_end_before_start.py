from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Finding
from policy_library.model.names import shown_name
from policy_library.text.dates import format_zh


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    for policy in subject.whole.policies:
        for field in ("written", "issued", "effective"):
            start = getattr(policy, field)
            if isinstance(start, date) and isinstance(policy.expires, date) and policy.expires < start:
                yield rule.found(
                    policy.place("expires"), end=format_zh(policy.expires), field=shown_name(policy.type, field), start=format_zh(start),
                )
                break


RULE = Rule(
    "D002", "end-before-start", "error", check, alone=True,
    bad=(policy("effective: 2024-06-01\n▸expires: 2023-05-31"),),
    good=(policy("effective: 2024-06-01\nexpires: 2029-05-31"),),
)
