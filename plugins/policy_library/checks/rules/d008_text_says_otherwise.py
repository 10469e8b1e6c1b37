from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Finding
from policy_library.model.names import shown_name


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """The text is the document; what stands above it was typed in by somebody."""
    for policy in subject.public.policies:
        read = subject.words.of(policy).validity
        pairs = (("written", policy.written, read.signed), ("effective", policy.effective, read.effective), ("expires", policy.expires, read.expires))
        for field, stated, found in pairs:
            if isinstance(stated, date) and found and stated != found:
                yield rule.found(policy.place(field), field=shown_name("policies", field), stated=stated.isoformat(), found=found.isoformat())


RULE = Rule(
    "D008", "date-contradicts-text", "warning", check, alone=True,
    bad=(policy("▸effective: 2024-06-01\n\n第一条　为了规范停车，制定本办法。\n\n第二条　本办法自2024年7月1日起施行。"),),
    good=(policy("effective: 2024-06-01\n\n第一条　为了规范停车，制定本办法。\n\n第二条　本办法自2024年6月1日起施行。"),),
)
