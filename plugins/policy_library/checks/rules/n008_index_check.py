from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Finding
from policy_library.text import index_numbers


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    for policy in subject.public.policies if subject.limits.index_numbers == "code/yyyy-nnnnn" else ():
        number = index_numbers.IndexNumber.parse(policy.index_number or "")
        if number and (failed := index_numbers.check(number.prefix).failed):
            yield rule.found(policy.place("index_number"), about=number.prefix, prefix=number.prefix, standard="、".join(failed))


RULE = Rule(
    "N008", "index-number-check-fails", "warning", check, alone=True,
    source="GB 11714—1997；GB 32100—2015",
    bad=(policy("▸index_number: 002421192/2024-00025"),),
    good=(policy("index_number: YH00010455/2024-00025"),),
)
