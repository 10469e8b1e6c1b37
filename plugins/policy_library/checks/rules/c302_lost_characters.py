from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    for document in subject.public.documents:
        for found in subject.scan(document).damaged:
            if found.kind == "character":
                yield rule.found(document.body_place(found.start), about=found.text, characters=found.text)


RULE = Rule(
    "C302", "lost-characters", "warning", check, alone=True,
    bad=(policy("\n▸第一条　为了规范\ue5f1停车，制定本办法。"),),
    good=(policy("\n第一条　为了规范停车，制定本办法。"),),
)
