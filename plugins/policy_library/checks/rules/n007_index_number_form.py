from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Finding
from policy_library.text.index_numbers import IndexNumber


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    for policy in subject.public.policies if subject.limits.index_numbers == "code/yyyy-nnnnn" else ():
        if policy.index_number and not IndexNumber.parse(policy.index_number):
            yield rule.found(policy.place("index_number"), about=policy.index_number, number=policy.index_number)


RULE = Rule(
    "N007", "index-number-unreadable", "warning", check, alone=True,
    bad=(policy("▸index_number: YH00010455-24-25"),),
    good=(policy("index_number: YH00010455/2024-00025"),),
)
