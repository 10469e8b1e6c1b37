from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Finding
from policy_library.text.numbers import DocNumber


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """Only where the register gives the issuers' codes."""
    agencies = subject.public.vocabularies.agencies
    owners = {code: agency for agency in agencies.values() for code in agency.office_codes}
    for policy in subject.public.policies:
        number = DocNumber.parse(policy.number) if policy.number else None
        issuers = [agencies[id] for id in policy.issuers if id in agencies]
        if not number or len(issuers) < len(policy.issuers) or not all(agency.office_codes for agency in issuers):
            continue
        if not any(number.office in agency.office_codes for agency in issuers):
            owner = owners.get(number.office)
            yield rule.found(
                policy.place("number"), about=number.office, office=number.office, issuers="、".join(agency.name for agency in issuers),
                hint=f"，它登记在{owner.name}名下" if owner else "",
            )


RULE = Rule(
    "N005", "office-code-of-another-agency", "warning", check, alone=True,
    source="GB/T 9704—2012 7.2.5",
    bad=(policy("▸number: 云公〔2024〕3号"),),
    good=(policy("number: 云公〔2024〕3号\nissuers: [police]"),),
)
