from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Finding
from policy_library.text.dates import format_zh
from policy_library.text.numbers import DocNumber


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """Either date may give the year: what is signed in December is often issued in January."""
    for policy in subject.whole.policies:
        number = DocNumber.parse(policy.number) if policy.number else None
        dates = [day for day in (policy.written, policy.issued) if day]
        if number and dates and number.year not in {day.year for day in dates}:
            yield rule.found(policy.place("number"), number=policy.number, year=number.year, day=format_zh(dates[0]))


RULE = Rule(
    "N002", "year-of-number", "warning", check, alone=True,
    source="党政机关公文处理工作条例第九条",
    bad=(policy("▸number: 云交规〔2023〕3号"),),
    good=(policy("number: 云交规〔2024〕3号"),),
)
