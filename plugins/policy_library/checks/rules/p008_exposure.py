from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Finding, Place, ordered
from policy_library.text.personal import masked


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """One person's data in several documents tells more than any of them; told once, at the first, with all others."""
    held: dict[tuple[str, str | None], dict[str, Finding]] = {}
    for one in ordered(one for one in subject.found_alone if one.code in OF_PERSONS):
        held.setdefault((one.code, one.about), {}).setdefault(one.path, one)
    for (_, value), by_path in held.items():
        if value and len(by_path) >= subject.limits.exposure:
            first, *others = by_path.values()
            place = Place(first.path, first.line, first.column)
            yield rule.found(place, about=value, shown=masked(value), n=len(by_path), others="、".join(one.path for one in others[:5]))


OF_PERSONS = {"P001", "P003", "P004", "P005", "P006", "P007", "P009"}
"""Rules that find what belongs to one person; the accounts of P002 are mostly those of offices."""


PHONE = "\n联系人电话 13800138000。"

RULE = Rule(
    "P008", "same-person-in-many-documents", "warning", check, private=True,
    source="保守国家秘密法（2024）第三十六条（汇聚）",
    bad=(
        policy("\n▸联系人电话 13800138000。"), policy(PHONE, id="b"), policy(PHONE, id="c"),
    ),
    good=(policy(), policy("\n咨询电话 021-12345678。", id="b"), policy("\n咨询电话 021-12345678。", id="c")),
)
