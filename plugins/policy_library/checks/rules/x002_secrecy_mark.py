from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """Of all that is declared public, withdrawn or not: the file stands in the repository."""
    for document in subject.whole.documents:
        for found in subject.scan(document).secrecy if document.disclosure == "public" else ():
            if found.kind == "secret":
                yield rule.found(document.body_place(found.start), about=found.text, mark=found.text)


RULE = Rule(
    "X002", "secrecy-mark", "error", check, alone=True,
    source="保守国家秘密法（2024）第二十二条；政府信息公开条例 第十四条",
    bad=(policy("\n▸秘密★5年\n\n第一条　为了规范停车，制定本办法。"),),
    good=(policy("\n第一条　涉及国家秘密、商业秘密的，依照有关规定办理。"),),
)
