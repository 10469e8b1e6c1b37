from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """Asked only of agencies that number others of their documents: elsewhere the place has no such numbers."""
    numbering = {issuer for policy in subject.public.policies if policy.index_number for issuer in policy.issuers[:1]}
    for policy in subject.public.policies:
        if policy.index_number is None and policy.issuers[0] in numbering:
            yield rule.found(policy.place(), issuer=subject.public.vocabularies.agency(policy.issuers[0]).name)


RULE = Rule(
    "E010", "index-number-missing", "warning", check,
    source="政府信息公开条例 第十二条",
    bad=(policy("index_number: YH00010455/2024-00025"), policy(id="b")),
    good=(policy("index_number: YH00010455/2024-00025"), policy("index_number: YH00010455/2024-00026", id="b")),
)
