from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Finding
from policy_library.text import workdays


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """The calendar knows the years whose holidays were announced; others are D006."""
    days = subject.limits.disclosure_working_days
    for policy in subject.public.policies:
        written = policy.written or subject.terms[policy.key].written
        last = workdays.after(written, days) if written and policy.issued else None
        if last and policy.issued and policy.issued > last:
            yield rule.found(policy.place("issued"), days=days, last=last.isoformat(), issued=policy.issued.isoformat())


RULE = Rule(
    "D005", "published-late", "warning", check, alone=True,
    source="政府信息公开条例 第二十六条",
    bad=(policy("written: 2024-04-02\n▸issued: 2024-05-16\n\n第一条　为了规范停车，制定本办法。"),),
    good=(policy("written: 2024-04-22\nissued: 2024-05-20\nnumber: 云交规〔2024〕3号"),),
)
