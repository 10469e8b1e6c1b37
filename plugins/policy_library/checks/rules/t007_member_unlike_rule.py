from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy, topic
from policy_library.model.documents import Policy
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """Of what an editor added to a section with a rule: it bears no tag and speaks to no audience that the rule names."""
    for topic in subject.public.topics:
        for index, section in enumerate(topic.sections):
            wanted = {*section.rule.tags, *section.rule.audiences}
            for number, reference in enumerate(section.include) if wanted else ():
                for one in subject.graph.resolver.referred(reference):
                    if isinstance(one, Policy) and not wanted & {*one.tags, *one.audiences}:
                        yield rule.found(topic.place(f"sections.{index}.include.{number}"), about=one.key, section=section.title, title=one.title)


SECTION = "sections:\n- key: rules\n  title: 管理规定\n  rule: {tags: [parking]}\n"

RULE = Rule(
    "T007", "member-unlike-the-rules", "note", check,
    bad=(policy("tags: [parking]"), policy("tags: [fees]", id="b"), topic(f"{SECTION}▸  include: [b]")),
    good=(policy("tags: [parking]"), policy("tags: [fees, parking]", id="b"), topic(f"{SECTION}  include: [b]")),
)
