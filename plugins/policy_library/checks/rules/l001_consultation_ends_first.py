from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.model.findings import Finding
from policy_library.text.dates import format_zh


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    for one in subject.whole.consultations:
        if one.opens and one.closes and one.closes < one.opens:
            yield rule.found(one.place("closes"), opens=format_zh(one.opens), closes=format_zh(one.closes))


RULE = Rule(
    "L001", "consultation-ends-first", "error",
    "Its page would call it closed before it opened, and nobody would send an opinion.", check,
)
