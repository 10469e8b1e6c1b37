from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.checks.persons import persons
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """Down to the room, and called a home."""
    for place, found in persons(subject, "address"):
        yield rule.found(place, about=found.value, shown=found.shown)


RULE = Rule(
    "P005", "home-address", "error", check, private=True, alone=True,
    source="个人信息保护法 第五条；政府信息公开条例 第十五条",
    bad=(policy("\n▸当事人住址：云海市滨江区平安路12弄3号楼501室。"),),
    good=(policy("\n办公地址：云海市人民路1号1001室。"),),
)
