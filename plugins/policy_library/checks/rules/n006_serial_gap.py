from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Finding
from policy_library.model.series import serial_gaps


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """Told at the document after the gap."""
    for gap in serial_gaps(subject.public.policies):
        yield rule.found(gap.after.place("number"), missing="、".join(map(str, gap.missing)))


RULE = Rule(
    "N006", "serial-gap", "note", check,
    bad=(policy(), policy(id="b"), policy("▸number: 云交规〔2024〕6号", id="c")),
    good=(policy(), policy(id="b"), policy(id="c")),
)
