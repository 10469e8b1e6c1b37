from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """Told at each of the documents, since nobody knows which of them is wrong."""
    bearers = defaultdict(list)
    for policy in subject.public.policies:
        if policy.number:
            bearers[policy.number].append(policy)
    for number, policies in bearers.items():
        for policy in policies if len(policies) > 1 else ():
            others = "、".join(f"{one.path}:{one.place('number').line}" for one in policies if one is not policy)
            yield rule.found(policy.place("number"), about=number, number=number, others=others)


RULE = Rule(
    "N103", "number-used-twice", "error", check,
    source="GB/T 9704—2012 7.2.5",
    bad=(policy("▸number: 云交规〔2024〕3号"), policy("▸number: 云交规〔2024〕3号", id="b")),
    good=(policy("number: 云交规〔2024〕3号"), policy("number: 云交规〔2024〕4号", id="b")),
)
