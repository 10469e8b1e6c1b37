from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Finding
from policy_library.model.publishable import embargoed


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """Left out of the site and told to staff, so that nobody waits for what waits itself."""
    for document in subject.whole.documents:
        if embargoed(document, subject.day) and document.publish_at:
            yield rule.found(document.place("publish_at"), day=document.publish_at.isoformat())


RULE = Rule(
    "X007", "embargoed", "note", check,
    source="政府信息公开条例 第二十六条",
    bad=(policy("▸publish_at: 2026-12-01"),),
    good=(policy("publish_at: 2024-05-16"),),
)
