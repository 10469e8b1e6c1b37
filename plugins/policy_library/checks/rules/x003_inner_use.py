from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    for document in subject.public.documents:
        for found in subject.scan(document).secrecy:
            if found.kind == "inner":
                yield rule.found(document.body_place(found.start), about=found.text, words=found.text)


RULE = Rule(
    "X003", "inner-use-mark", "error", check, alone=True,
    source="政府信息公开条例 第十六条",
    bad=(policy("\n▸（内部资料　注意保存）\n\n第一条　为了规范停车，制定本办法。"),),
    good=(policy("\n第一条　企业应当妥善保管内部资料和票据。"),),
)
