from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Finding

def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """Told without the key: findings are read in logs."""
    for document in subject.public.documents:
        for found in subject.scan(document).secrecy:
            if found.kind == "key":
                yield rule.found(document.body_place(found.start), shown=f"{found.text[:4]}…")


RULE = Rule(
    "X006", "access-key", "error", check, alone=True, private=True,
    source="保守国家秘密法实施条例（2024）第四十二条",
    bad=(policy("\n▸系统登录密码：Yunhai2024。"),),
    good=(policy("\n用户应当妥善保管密码：不得转借他人。"),),
)
