from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy, topic
from policy_library.model.documents import Policy
from policy_library.model.findings import Finding
from policy_library.topics.collections import matches, topic_words


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """What neither a rule of the topic nor its candidates (T004) would bring need not be kept out."""
    for topic in subject.public.topics:
        wanted = topic_words(topic)
        for index, section in enumerate(topic.sections):
            added = {one.key for reference in section.include for one in subject.graph.resolver.referred(reference)}
            for number, reference in enumerate(section.exclude):
                for one in subject.graph.resolver.referred(reference):
                    if one.key not in added and not wanted & {*one.tags, *one.audiences} and not (isinstance(one, Policy) and matches(section.rule, one)):
                        yield rule.found(topic.place(f"sections.{index}.exclude.{number}"), about=one.key, section=section.title, title=one.title)


SECTION = "sections:\n- key: rules\n  title: 管理规定\n  include: [b]\n  rule: {tags: [parking]}\n"

RULE = Rule(
    "T006", "exclusion-without-effect", "note", check,
    bad=(policy(), policy("tags: [parking]", id="b"), topic(f"{SECTION}▸  exclude: [a]")),
    good=(policy("tags: [parking]"), policy("tags: [parking]", id="b"), topic(f"{SECTION}  exclude: [a]")),
)
