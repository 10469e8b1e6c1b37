from __future__ import annotations

import re
from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import interpretation, policy
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """Only of explanations in words that come with the policy; a picture or a film says it in its own way."""
    for one in subject.public.interpretations:
        if one.stage != "release" or one.form != "text" or not one.body.strip():
            continue
        missing = [name for name, words in PARTS.items() if not re.search(words, one.body)]
        if missing:
            yield rule.found(one.place(), missing="、".join(missing))


PARTS = {"背景依据": r"背景|依据|为什么|为何|由来|必要性|目的|起草", "主要内容": r"主要内容|内容|重点|亮点|怎么|如何|哪些|要点|措施|变化"}

RULE = Rule(
    "L006", "interpretation-part-missing", "warning", check, alone=True,
    source="《国务院办公厅关于全面推进政务公开工作的意见》实施细则（政策解读）",
    bad=(policy(), interpretation("form: text\n\n## 主要内容\n\n停车场要备案，备案不收费。\n")),
    good=(policy(), interpretation("form: text\n\n## 背景依据\n\n车多位少。\n\n## 主要内容\n\n停车场要备案，备案不收费。\n")),
)
