from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.checks.persons import persons
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """One person's data in several documents tells more than any of them; told once, at the first, with all others."""
    held = defaultdict(list)
    for kind in ("resident", "mobile", "plate", "address", "place", "mail"):
        for document, found in persons(subject, kind):
            if all(other is not document for other, _ in held[kind, found.value]):
                held[kind, found.value].append((document, found))
    for bearers in held.values():
        if len(bearers) >= subject.limits.exposure:
            first, found = bearers[0]
            others = "、".join(one.path for one, _ in bearers[1:6])
            yield rule.found(first.body_place(found.start), about=found.value, shown=found.shown, n=len(bearers), others=others)


PHONE = "\n联系人电话 13800138000。"

RULE = Rule(
    "P108", "same-person-in-many-documents", "warning", check,
    source="保守国家秘密法（2024）第三十六条（汇聚）",
    bad=(
        policy("\n▸联系人电话 13800138000。"), policy(PHONE, id="b"), policy(PHONE, id="c"),
    ),
    good=(policy(), policy("\n咨询电话 021-12345678。", id="b"), policy("\n咨询电话 021-12345678。", id="c")),
)
