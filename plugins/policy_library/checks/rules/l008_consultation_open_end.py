from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import consultation
from policy_library.model.findings import Finding
from policy_library.text.dates import shifted


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    days = subject.limits.outcome_days
    for one in subject.public.consultations:
        if shifted(one.closes, days) < subject.day and not one.answered:
            yield rule.found(one.place("closes"), closes=one.closes.isoformat(), days=days)


RULE = Rule(
    "L008", "consultation-without-outcome", "warning", check,
    source="优化营商环境条例 第六十二条",
    bad=(consultation("opens: 2026-01-01\n▸closes: 2026-02-05"),),
    good=(consultation("opens: 2026-01-01\ncloses: 2026-02-05\nresult: 收到意见12条，采纳9条。"),),
)
