from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import interpretation, policy
from policy_library.checks.in_step import asked_for, interpreted
from policy_library.locale import text
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """Only the recent ones, so that a library that begins with old texts is not all warnings; the patrol counts the rest."""
    for policy in subject.public.policies:
        recent = policy.issued is not None and 0 <= (subject.day - policy.issued).days <= subject.limits.interpretation_since_days
        if recent and asked_for(policy, subject.limits) and not interpreted(policy, subject.graph):
            if subject.statuses[policy.key].word not in ("expired", "repealed"):
                yield rule.found(policy.place(), kind=text(f"terms.kind.{policy.kind}"))


NEW = "number: 云交规〔2026〕3号\nwritten: 2026-11-02\nissued: 2026-11-06\neffective: 2026-12-06\nexpires: 2031-12-05"

RULE = Rule(
    "L003", "no-interpretation", "warning", check,
    source="上海市优化营商环境条例 第七十四条",
    bad=(policy(NEW),),
    good=(policy(NEW), interpretation("issued: 2026-11-06")),
)
