from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.checks.persons import persons
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """Of a single vehicle; kinds of plates are none."""
    for place, found in persons(subject, "plate"):
        yield rule.found(place, about=found.value, shown=found.shown)


RULE = Rule(
    "P004", "number-plate", "warning", check, private=True, alone=True,
    source="个人信息保护法 第五条",
    bad=(policy("\n▸对沪A12345的车辆依法处理。"),),
    good=(policy("\n外省市号牌（如沪牌、浙A牌照）的车辆另行规定。"),),
)
