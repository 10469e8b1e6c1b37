from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Finding
from policy_library.text.numbers import DocNumber
from policy_library.text.orders import OrderNumber


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    for policy in subject.public.policies:
        if policy.number and not DocNumber.parse(policy.number) and not OrderNumber.parse(policy.number):
            yield rule.found(policy.place("number"), number=policy.number)


RULE = Rule(
    "N003", "number-unreadable", "warning", check, alone=True,
    source="GB/T 9704—2012 7.2.5",
    bad=(policy("▸number: 云交规2024-3"),),
    good=(policy("number: 云交规〔2024〕3号"),),
)
