from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    for document in subject.public.documents:
        for found in subject.scan(document).half_marks:
            yield rule.found(document.body_place(found.start), mark=found.text)


RULE = Rule(
    "C301", "half-a-mark", "warning", check, alone=True,
    bad=(policy("\n▸第一条　根据《云海市城市道路管理条例，制定本办法。"),),
    good=(policy("\n第一条　根据云海市城市道路管理的规定，制定本办法。"),),
)
