from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.checks.persons import persons
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """Five or more decimals are a metre: exact enough to find one house."""
    for place, found in persons(subject, "place"):
        yield rule.found(place, about=found.value, shown=found.shown)


RULE = Rule(
    "P006", "exact-coordinates", "warning", check, private=True, alone=True,
    source="测绘法 第三十七条；保守国家秘密法（2024）第三十六条",
    bad=(policy("\n▸泊位位于 121.473701, 31.230416。"),),
    good=(policy("\n比例尺采用 1.25000 和 0.50000。"),),
)
