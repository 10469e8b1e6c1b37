from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy, topic
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """A policy that bears a tag of the topic's rules or of most of its policies, stands nowhere in it, and is not excluded."""
    for collection in subject.collections:
        topic = collection.topic
        members = [subject.public.by_key[key] for key in collection.keys]
        excluded = {one.key for section in topic.sections for reference in section.exclude for one in subject.graph.resolver.referred(reference)}
        tags = {tag for section in topic.sections for tag in section.rule.tags}
        shared = {tag for one in members for tag in one.tags if sum(tag in other.tags for other in members) * 2 > len(members) > 2}
        missing = [
            policy for policy in subject.public.policies
            if policy.key not in collection.keys and policy.key not in excluded and (tags | shared) & set(policy.tags)
            and subject.statuses[policy.key].word in ("in-force", "not-yet")
        ]
        if missing:
            shown = "、".join(f"《{one.title}》（{one.id}）" for one in missing[:5])
            yield rule.found(topic.place("sections"), n=len(missing), shown=shown)


RULE = Rule(
    "T004", "candidate-not-in-topic", "note", check,
    bad=(policy("tags: [parking]"), policy("tags: [parking]\nkind: notice", id="b"), topic("▸sections:\n- {key: rules, title: 管理规定, rule: {tags: [parking], kinds: [normative]}}")),
    good=(policy("tags: [parking]"), policy("tags: [parking]\nkind: notice", id="b"), topic("sections:\n- {key: rules, title: 管理规定, rule: {tags: [parking], kinds: [normative]}, exclude: [b]}")),
)
