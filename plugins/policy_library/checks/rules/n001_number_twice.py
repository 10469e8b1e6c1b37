from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.documents import Policy
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """At every bearer, so that each of their editors is told."""
    bearers: dict[str, list[Policy]] = {}
    for policy in subject.whole.policies:
        if policy.number:
            bearers.setdefault(policy.number, []).append(policy)
    for number, policies in bearers.items():
        for policy in policies if len(policies) > 1 else ():
            others = "、".join(other.path for other in policies if other is not policy)
            yield rule.found(policy.place("number"), number=number, others=others)


RULE = Rule(
    "N001", "number-twice", "warning", check,
    source="党政机关公文处理工作条例第九条",
    bad=(policy("▸number: 云交规〔2024〕3号"), policy("▸number: 云交规〔2024〕3号", id="b"),),
    good=(policy("number: 云交规〔2024〕3号"), policy("number: 云交规〔2024〕4号", id="b"),),
)
