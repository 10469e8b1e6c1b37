from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """先审查、后公开: each step on the day of publication at the latest."""
    for document in subject.public.documents:
        steps = ("secrecy", "privacy", "legality") if document.review and document.issued else ()
        for name in steps:
            step = getattr(document.review, name)
            if step and document.issued and step.on > document.issued:
                yield rule.found(document.place(f"review.{name}.on"), on=step.on.isoformat(), issued=document.issued.isoformat(), office=step.office)


RULE = Rule(
    "X005", "reviewed-after-publication", "warning", check, alone=True,
    source="政府信息公开条例 第十七条",
    bad=(policy("▸review: {secrecy: {office: 保密审查岗, on: 2024-06-10}}"),),
    good=(policy("review: {secrecy: {office: 保密审查岗, on: 2024-05-10}}"),),
)
