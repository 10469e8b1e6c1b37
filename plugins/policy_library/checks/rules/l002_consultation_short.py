from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import consultation
from policy_library.model.findings import Finding

USUAL = 30
"""Days, the first and the last among them."""


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    for one in subject.whole.consultations:
        if one.opens and one.closes and one.opens <= one.closes and not one.short_reason:
            days = (one.closes - one.opens).days + 1
            if days < USUAL:
                yield rule.found(one.place("closes"), days=days, usual=USUAL)


RULE = Rule(
    "L002", "consultation-short", "warning", check,
    source="重大行政决策程序暂行条例第十五条",
    bad=(consultation("opens: 2026-11-01\n▸closes: 2026-11-15"),),
    good=(consultation("opens: 2026-11-01\ncloses: 2026-11-15\nshort_reason: 汛期将至，需在汛前施行"),),
)
