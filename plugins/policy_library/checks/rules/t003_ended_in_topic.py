from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy, topic
from policy_library.locale import text
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """A rule leaves out what has ended; only an editor's own entry keeps it in."""
    for topic in subject.public.topics:
        for index, section in enumerate(topic.sections):
            for number, reference in enumerate(section.include):
                named = subject.graph.resolver.referred(reference)
                status = subject.statuses.get(named[0].key) if len(named) == 1 else None
                if status and status.word in ("expired", "repealed", "withdrawn"):
                    yield rule.found(
                        topic.place(f"sections.{index}.include.{number}"), about=named[0].key, section=section.title, title=named[0].title,
                        status=text(f"terms.status.{status.word}"),
                    )


SECTION = "sections:\n- key: rules\n  title: 管理规定\n"

RULE = Rule(
    "T003", "ended-document-in-topic", "warning", check,
    bad=(policy("effective: 2021-06-01\nexpires: 2026-05-31\nwritten: 2021-05-13\nissued: 2021-05-16\nnumber: 云交规〔2021〕3号"), topic(f"{SECTION}▸  include: [a]")),
    good=(policy(), topic(f"{SECTION}  include: [a]")),
)
