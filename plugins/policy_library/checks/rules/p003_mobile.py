from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.checks.persons import persons
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """A mobile number that an office publishes for its duty is an exception with a reason."""
    for place, found in persons(subject, "mobile"):
        yield rule.found(place, about=found.value, shown=found.shown)


RULE = Rule(
    "P003", "mobile-number", "warning", check, private=True, alone=True,
    source="个人信息保护法 第五条；政府信息公开条例 第十五条",
    bad=(policy("\n▸联系人：李工，13800138000。"),),
    good=(policy("\n咨询电话：12345，021-12345678。"),),
)
