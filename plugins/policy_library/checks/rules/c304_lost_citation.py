from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    for document in subject.public.documents:
        for found in subject.scan(document).damaged:
            if found.kind == "citation":
                yield rule.found(document.body_place(found.start), about=found.text, text=found.text)


RULE = Rule(
    "C304", "number-lost-a-bracket", "warning", check, alone=True,
    source="GB/T 9704—2012 7.2.5",
    bad=(policy("\n▸第一条　根据市政府办公厅通知（云府办〔20245号），制定本办法。"),),
    good=(policy("\n第一条　为了规范停车，制定本办法。"),),
)
