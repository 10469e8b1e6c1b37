from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.checks.persons import persons
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """A box at a public provider is a person's, and goes with him."""
    for place, found in persons(subject, "mail"):
        yield rule.found(place, about=found.value, shown=found.shown)


RULE = Rule(
    "P007", "private-mail-address", "warning", check, private=True, alone=True,
    source="网络安全法 第四十二条；个人信息保护法 第五条",
    bad=(policy("\n▸意见请发至 zhangsan@qq.com。"),),
    good=(policy("\n意见请发至 parking@yunhai.example。"),),
)
