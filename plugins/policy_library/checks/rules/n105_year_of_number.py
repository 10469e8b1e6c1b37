from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Finding
from policy_library.text.numbers import DocNumber


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """A document written in December is often numbered in January: only a year that is neither that of writing nor
    between it and publication is told."""
    for policy in subject.public.policies:
        number = DocNumber.parse(policy.number) if policy.number else None
        written = policy.written or subject.terms[policy.key].written
        if number is None or written is None:
            continue
        late = policy.issued.year if policy.issued and policy.issued > written else written.year
        if number.year != written.year and not (written.month == 12 and number.year == written.year + 1 <= late):
            yield rule.found(policy.place("number"), number=policy.number, written=written.isoformat())


RULE = Rule(
    "N105", "year-of-number-not-of-writing", "warning", check,
    source="GB/T 9704—2012 7.2.5",
    bad=(policy("▸number: 云交规〔2023〕3号"),),
    good=(policy("number: 云交规〔2024〕3号"),),
)
