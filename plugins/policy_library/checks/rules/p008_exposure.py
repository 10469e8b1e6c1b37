from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.checks.persons import bearers
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """One person's data in several documents tells more than any of them; told once, at the first, with all others."""
    held = defaultdict(list)
    for kind in ("resident", "mobile", "plate", "address", "place", "mail", "passport"):
        for document, place, found in bearers(subject, kind):
            if all(other.path != document.path for other, _ in held[kind, found.value]):
                held[kind, found.value].append((place, found))
    for several in held.values():
        if len(several) >= subject.limits.exposure:
            first, found = several[0]
            others = "、".join(one.path for one, _ in several[1:6])
            yield rule.found(first, about=found.value, shown=found.shown, n=len(several), others=others)


PHONE = "\n联系人电话 13800138000。"

RULE = Rule(
    "P008", "same-person-in-many-documents", "warning", check, private=True,
    source="保守国家秘密法（2024）第三十六条（汇聚）",
    bad=(
        policy("\n▸联系人电话 13800138000。"), policy(PHONE, id="b"), policy(PHONE, id="c"),
    ),
    good=(policy(), policy("\n咨询电话 021-12345678。", id="b"), policy("\n咨询电话 021-12345678。", id="c")),
)
