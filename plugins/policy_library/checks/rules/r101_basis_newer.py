from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.documents import Policy
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """Of what authors declared; the text names a law by its title and means the version of its day."""
    for policy in subject.public.policies:
        own = policy.written or policy.issued
        for index, reference in enumerate(policy.basis):
            named = subject.graph.resolver.referred(reference)
            basis = named[0] if len(named) == 1 else None
            if not isinstance(basis, Policy) or own is None:
                continue
            written = basis.written or basis.issued
            if written and written > max(own, policy.updated or own):
                yield rule.found(
                    policy.place(f"basis.{index}"), basis=basis.title, written=written.isoformat(), own=own.isoformat(),
                )


RULE = Rule(
    "R101", "basis-newer-than-what-rests-on-it", "warning", check,
    bad=(policy("▸basis: [b]"), policy("number: 云交规〔2025〕4号\nwritten: 2025-01-13\nissued: 2025-01-16\neffective: 2025-02-01", id="b")),
    good=(policy("basis: [b]"), policy("number: 云交规〔2023〕4号\nwritten: 2023-01-13\nissued: 2023-01-16\neffective: 2023-02-01\nexpires: 2028-01-31", id="b")),
)
