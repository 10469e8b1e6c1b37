from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy, topic
from policy_library.model.findings import Finding
from policy_library.text.dates import shifted


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    days = subject.limits.topic_review_days
    for topic in subject.public.topics:
        reviewed = topic.last_review
        if reviewed is None or shifted(reviewed, days) < subject.day:
            yield rule.found(topic.place("reviewed"), reviewed=reviewed.isoformat() if reviewed else "没有记录", days=days)


SECTIONS = "sections:\n- {key: rules, title: 管理规定, include: [a]}"

RULE = Rule(
    "T005", "topic-review-stale", "warning", check,
    source="上海市交通委员会2024年政务公开工作要点 二（一）",
    bad=(policy(), topic(f"▸reviewed: 2025-06-01\n{SECTIONS}")),
    good=(policy(), topic(f"reviewed: 2026-06-01\n{SECTIONS}")),
)
