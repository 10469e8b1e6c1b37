from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    for document in subject.whole.documents:
        if document.disclosure is None:
            yield rule.found(document.place())


RULE = Rule(
    "X001", "no-disclosure-class", "warning", check, alone=True,
    source="政府信息公开条例 第十三条至第十七条",
    bad=(policy("disclosure:"),),
    good=(policy("disclosure: withheld"),),
)
