from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.checks.persons import persons
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """Only where it is called a card or an account, and Luhn's check digit holds."""
    for place, found in persons(subject, "card"):
        yield rule.found(place, about=found.value, shown=found.shown)


RULE = Rule(
    "P002", "bank-card-number", "error", check, private=True, alone=True,
    source="个人信息保护法 第二十八条",
    bad=(policy("\n▸退款至卡号 6212 2610 0100 0123 452。"),),
    good=(policy("\n本市停车泊位编号 4111111111111112。"),),
)
