from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.checks.persons import persons
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """Only where it is called one: the form alone is that of many other numbers."""
    for place, found in persons(subject, "passport"):
        yield rule.found(place, about=found.value, shown=found.shown)


RULE = Rule(
    "P009", "passport-number", "error", check, private=True, alone=True,
    source="个人信息保护法 第二十八条",
    bad=(policy("\n▸申请人护照号码：E12345678。"),),
    good=(policy("\n申请人应当提交护照复印件；表格编号 E12345678。"),),
)
