from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.model.findings import Finding
from policy_library.model.questions import questions


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """The codes C101 to C105 are given by the reader of questions, which knows the place."""
    for faq in subject.whole.faqs:
        yield from questions(faq)[1]


RULE = Rule(
    "C101", "question-without-key", "error",
    "A question is cited, shared and linked from topics by its key; a heading's place in the file changes.", check,
)
