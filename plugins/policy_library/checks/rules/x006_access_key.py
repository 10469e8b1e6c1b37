from __future__ import annotations

import re
from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Finding

KEY = re.compile(
    r"-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bLTAI[0-9A-Za-z]{12,24}\b|\bgh[pousr]_[0-9A-Za-z]{36}\b|\bglpat-[\w-]{20}\b"
    r"|(?i:password|passwd|secret|access[_-]?key|api[_-]?key|token|密码|口令)\s*[=:：]\s*[\"'“]?(?=[\w!@#$%^&*.-]*\d)(?=[\w!@#$%^&*.-]*[A-Za-z])[\w!@#$%^&*.-]{8,}",
    re.ASCII,
)
"""Forms that the issuers of keys give them; and what stands behind a word for a password, with letters and digits in it."""


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """Told without the key: findings are read in logs."""
    for document in subject.public.documents:
        for found in KEY.finditer(document.body):
            yield rule.found(document.body_place(found.start()), shown=f"{found[0][:4]}…")


RULE = Rule(
    "X006", "access-key", "error", check, private=True,
    source="保守国家秘密法实施条例（2024）第四十二条",
    bad=(policy("\n▸系统登录密码：Yunhai2024。"),),
    good=(policy("\n用户应当妥善保管密码：不得转借他人。"),),
)
