from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    for document in subject.public.documents:
        if document.issued and document.issued > subject.day:
            yield rule.found(document.place("issued"), issued=document.issued.isoformat(), day=subject.day.isoformat())


RULE = Rule(
    "D007", "issued-in-the-future", "warning", check,
    bad=(policy("number: 云交规〔2026〕3号\nwritten: 2026-12-20\n▸issued: 2027-01-05\neffective: 2027-02-01\nexpires: 2032-01-31"),),
    good=(policy(),),
)
