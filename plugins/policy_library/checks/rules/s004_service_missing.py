from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.doing import may_ask
from policy_library.checks.examples import policy
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """Only where the text says where or how an applicant goes, and only of what is in force; laws leave that to others."""
    for policy in subject.public.policies:
        if policy.services or not may_ask(policy, subject.statuses[policy.key]):
            continue
        if found := subject.scan(policy).application:
            start, words = found
            yield rule.found(policy.body_place(start), words=words)


RULE = Rule(
    "S004", "service-missing", "warning", check,
    source="上海市交通委员会2024年政务公开工作要点 二（五）",
    bad=(policy("\n▸第八条　经营者可以通过“一网通办”平台办理备案。"),),
    good=(policy("services: [filing]\n\n第八条　经营者可以通过“一网通办”平台办理备案。"),),
)
