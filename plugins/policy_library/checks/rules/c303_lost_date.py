from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    for document in subject.public.documents:
        for found in subject.scan(document).damaged:
            if found.kind == "date":
                yield rule.found(document.body_place(found.start), about=found.text, text=found.text)


RULE = Rule(
    "C303", "date-lost-its-words", "warning", check, alone=True,
    source="GB/T 9704—2012 7.3.5",
    bad=(policy("\n为了规范停车，请遵照执行\n\n云海市交通委员会\n\n▸2024513\n"),),
    good=(policy("\n为了规范停车，请遵照执行。\n\n云海市交通委员会\n\n2024年5月13日\n"),),
)
