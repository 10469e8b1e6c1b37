"""A resident's number on a public page."""

from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.checks.persons import persons
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """The check character (GB 11643) must hold; the old form of fifteen digits counts only where it is called so."""
    for place, found in persons(subject, "resident"):
        yield rule.found(place, about=found.value, shown=found.shown)


RULE = Rule(
    "P001", "identity-number", "error", check, private=True, alone=True,
    source="政府信息公开条例 第十五条；个人信息保护法 第二十八条",
    bad=(policy("\n▸联系人身份证号 11010519491231002X。"),),
    good=(policy("\n统一社会信用代码 11990100YH00010455。"),),
)
