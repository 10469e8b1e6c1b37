from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Finding
from policy_library.text.dates import format_zh


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    for policy in subject.whole.policies:
        if policy.written and policy.issued and policy.issued < policy.written:
            yield rule.found(policy.place("issued"), issued=format_zh(policy.issued), written=format_zh(policy.written))


RULE = Rule(
    "D003", "issued-before-written", "warning", check, alone=True,
    bad=(policy("written: 2024-05-26\n▸issued: 2024-05-16"),),
    good=(policy("written: 2024-05-13\nissued: 2024-05-16"),),
)
