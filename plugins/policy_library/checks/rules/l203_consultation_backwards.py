from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import consultation
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    for one in subject.public.consultations:
        if one.closes < one.opens:
            yield rule.found(one.place("closes"), opens=one.opens.isoformat(), closes=one.closes.isoformat())


RULE = Rule(
    "L203", "consultation-closes-first", "error", check,
    bad=(consultation("opens: 2026-11-01\n▸closes: 2026-10-05"),),
    good=(consultation("opens: 2026-11-01\ncloses: 2026-12-05"),),
)
