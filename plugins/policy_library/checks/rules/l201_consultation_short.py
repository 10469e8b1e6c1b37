from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import consultation
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    days = subject.limits.consultation_days
    for one in subject.public.consultations:
        held = (one.closes - one.opens).days + 1
        if 0 < held < days and not one.short_reason:
            yield rule.found(one.place("closes"), held=held, days=days)


RULE = Rule(
    "L201", "consultation-too-short", "warning", check,
    source="重大行政决策程序暂行条例 第十五条",
    bad=(consultation("opens: 2026-11-01\n▸closes: 2026-11-20"),),
    good=(consultation("opens: 2026-11-01\ncloses: 2026-11-20\nshort_reason: 汛期前必须施行"),),
)
