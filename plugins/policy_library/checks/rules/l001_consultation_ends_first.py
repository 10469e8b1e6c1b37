from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import consultation
from policy_library.model.findings import Finding
from policy_library.text.dates import format_zh


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    for one in subject.whole.consultations:
        if one.opens and one.closes and one.closes < one.opens:
            yield rule.found(one.place("closes"), opens=format_zh(one.opens), closes=format_zh(one.closes))


RULE = Rule(
    "L001", "consultation-ends-first", "error", check,
    bad=(consultation("opens: 2026-11-01\n▸closes: 2026-10-05"),),
    good=(consultation("opens: 2026-12-01\ncloses: 2027-01-05"),),
)
