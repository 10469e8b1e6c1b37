from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """A joined library says once, with its reason, that all was reviewed."""
    for document in subject.public.documents:
        if document.type and document.type != "topics" and document.review is None and "review" not in document.assumed:
            yield rule.found(document.place())


RULE = Rule(
    "X004", "review-not-recorded", "warning", check, alone=True,
    source="保守国家秘密法实施条例（2024）第四十二条；政府信息公开条例 第十七条",
    bad=(policy("review:"),),
    good=(policy("review: {secrecy: {office: 保密审查岗, on: 2024-05-10}, privacy: {office: 政务公开岗, on: 2024-05-10}, legality: {office: 法制审核岗, on: 2024-05-10}}"),),
)
