from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Finding
from policy_library.model.names import shown_name


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    for document in subject.public.documents:
        for field, index, reference in document.references:
            named = subject.graph.resolver.referred(reference)
            if len(named) == 1 and named[0].key == document.key:
                yield rule.found(document.place(f"{field}.{index}"), field=shown_name(document.type, field), shown=reference.shown)


RULE = Rule(
    "R009", "refers-to-itself", "error", check,
    bad=(policy("▸basis: [a]"),),
    good=(policy("basis: [b]"), policy(id="b")),
)
