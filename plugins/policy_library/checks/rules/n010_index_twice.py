from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Finding
from policy_library.text.index_numbers import next_free


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    bearers = defaultdict(list)
    for policy in subject.public.policies:
        if policy.index_number:
            bearers[policy.index_number].append(policy)
    for number, policies in bearers.items():
        for policy in policies if len(policies) > 1 else ():
            others = "、".join(f"{one.path}:{one.place('index_number').line}" for one in policies if one is not policy)
            yield rule.found(policy.place("index_number"), about=number, number=number, others=others, free=_free(number, bearers))


def _free(number: str, taken: Iterable[str]) -> str:
    """Of its year; nothing where it has no serial."""
    head, _, serial = number.rpartition("-")
    return next_free(head, taken, len(serial)) if serial.isdecimal() else ""


RULE = Rule(
    "N010", "index-number-used-twice", "error", check,
    bad=(policy("▸index_number: YH00010455/2024-00025"), policy("▸index_number: YH00010455/2024-00025", id="b")),
    good=(policy("index_number: YH00010455/2024-00025"), policy("index_number: YH00010455/2024-00026", id="b")),
)
