from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import large, policy
from policy_library.checks.files import attached
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    limit = subject.limits.attachment_mb
    for one in attached(subject):
        if len(one.data) > limit * 1_000_000:
            yield rule.found(one.place, about=one.attachment.file, file=one.attachment.file, size=len(one.data) // 1_000_000, limit=limit)


FORM = "attachments:\n▸- {title: 停车场备案登记表, file: form.pdf}"

RULE = Rule(
    "S006", "attachment-too-large", "warning", check,
    bad=(policy(FORM), large("policies/form.pdf", 21_000_000)),
    good=(policy(FORM.replace("▸", "")), large("policies/form.pdf", 200_000)),
)
