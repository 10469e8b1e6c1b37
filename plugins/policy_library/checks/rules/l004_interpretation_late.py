from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import interpretation, policy
from policy_library.checks.in_step import release
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    limits = subject.limits
    for policy in subject.public.policies:
        found = release(policy, subject.graph, limits)
        if found and found.pace == "late" and policy.issued and found.last:
            yield rule.found(
                found.interpretation.place("issued"), policy=policy.title, issued=policy.issued.isoformat(),
                days=limits.interpretation_working_days, last=found.last.isoformat(),
            )


RULE = Rule(
    "L004", "interpretation-late", "warning", check,
    source="上海市优化营商环境条例 第七十四条；天数在配置 checks.interpretation_working_days 里写明",
    bad=(policy(), interpretation("▸issued: 2024-06-16")),
    good=(
        policy(), policy("written: 2026-06-03\nissued: 2026-06-08\neffective: 2026-07-01\nexpires: 2031-06-30\nnumber: 云交规〔2026〕4号", id="b"),
        interpretation("interprets: [b, a]\nissued: 2026-06-08"),
    ),
)
