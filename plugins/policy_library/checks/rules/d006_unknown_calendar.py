from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Finding
from policy_library.text import workdays


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """Only where twenty days of any kind would not do: less is in time by every calendar."""
    days = subject.limits.disclosure_working_days
    for policy in subject.public.policies:
        written = policy.written or subject.terms[policy.key].written
        if written and policy.issued and (policy.issued - written).days > days and workdays.after(written, days) is None:
            yield rule.found(policy.place("issued"), year=written.year)


RULE = Rule(
    "D006", "working-days-unknown", "note", check, alone=True,
    source="政府信息公开条例 第二十六条",
    bad=(policy("number: 云交规〔1999〕3号\nwritten: 1999-05-13\n▸issued: 1999-08-16\neffective: 1999-06-01\nexpires: none\nkind: rules"),),
    good=(policy("written: 2024-05-13\nissued: 2024-05-16"),),
)
