from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import faq, policy
from policy_library.model.findings import Finding
from policy_library.model.questions import questions


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """The codes C101 to C107 are given by the reader of questions, which knows the place."""
    for faq in subject.whole.faqs:
        yield from questions(faq)[1]


RULE = Rule(
    "C101", "question-without-key", "error", check,
    bad=(policy(), faq("\n▸## 要备案吗？\n\n要。\n")),
    good=(policy(), faq("\n## 要备案吗？ {#filing}\n\n要。\n")),
)
