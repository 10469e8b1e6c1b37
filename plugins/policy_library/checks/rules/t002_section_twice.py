from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy, topic
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    for topic in subject.whole.topics:
        first: dict[str, int] = {}
        for index, section in enumerate(topic.sections):
            place = topic.place(f"sections.{index}.key")
            if first.setdefault(section.key, place.line) != place.line:
                yield rule.found(place, key=section.key, first=first[section.key])


RULE = Rule(
    "T002", "section-key-twice", "error", check,
    bad=(policy(), topic("sections:\n- {key: filing, title: 备案, include: [a]}\n▸- {key: filing, title: 变更, include: [a]}")),
    good=(policy(), topic("sections:\n- {key: filing, title: 备案, include: [a]}\n- {key: change, title: 变更, include: [a]}")),
)
