from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Finding
from policy_library.text import index_numbers


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """Only where the codes of all issuers are registered, and the prefix holds by itself."""
    agencies = subject.public.vocabularies.agencies
    for policy in subject.public.policies if subject.limits.index_numbers == "code/yyyy-nnnnn" else ():
        number = index_numbers.IndexNumber.parse(policy.index_number or "")
        codes = [agencies[id].index_prefixes for id in policy.issuers if id in agencies]
        if number is None or not index_numbers.check(number.prefix).valid or len(codes) < len(policy.issuers) or not all(codes):
            continue
        if not any(number.prefix in held for held in codes):
            owners = [agency.name for agency in agencies.values() if number.prefix in agency.index_prefixes]
            hint = f"，它是{owners[0]}的" if owners else ""
            yield rule.found(policy.place("index_number"), about=number.prefix, prefix=number.prefix, hint=hint)


RULE = Rule(
    "N009", "index-number-of-another-agency", "warning", check, alone=True,
    bad=(policy("▸index_number: 000014349/2024-00025"),),
    good=(policy("index_number: YH00010455/2024-00025"),),
)
