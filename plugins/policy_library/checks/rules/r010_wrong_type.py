from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import interpretation, policy
from policy_library.locale import text
from policy_library.model.findings import Finding
from policy_library.model.names import shown_name


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    for document in subject.public.documents:
        for field, index, reference in document.references:
            wanted = WANTED.get(field, ANY)
            named = subject.graph.resolver.referred(reference)
            if len(named) == 1 and named[0].key != document.key and wanted is not ANY and named[0].type not in wanted:
                yield rule.found(
                    document.place(f"{field}.{index}"), field=shown_name(document.type, field), shown=reference.shown,
                    type=text(f"terms.type.{named[0].type}") if named[0].type else named[0].path,
                    wanted="、".join(text(f"terms.type.{type}") for type in wanted),
                )


ANY = ()
POLICY = ("policies",)
WANTED = {
    **dict.fromkeys(("basis", "implements", "supporting", "issues", "forwards", "amends", "repeals", "replaces", "extends", "outcome"), POLICY),
    **dict.fromkeys(("interprets", "answers"), ("policies", "consultations")),
}
"""By relation, the types that it may point to."""

RULE = Rule(
    "R010", "relation-to-the-wrong-type", "error", check,
    bad=(policy("▸basis: [interpretations/a]"), interpretation()),
    good=(policy("basis: [b]"), policy(id="b")),
)
