from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.locale import text
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    for policy in subject.public.policies:
        status = subject.statuses[policy.key]
        if status.conflict and policy.declared_status:
            yield rule.found(
                policy.place("declared_status"),
                declared=text(f"terms.declared.{policy.declared_status}"), computed=text(f"terms.status.{status.computed}"),
            )


RULE = Rule(
    "V001", "declared-status-contradicted", "warning", check,
    bad=(policy("▸declared_status: 失效"),),
    good=(policy("declared_status: 有效"),),
)
