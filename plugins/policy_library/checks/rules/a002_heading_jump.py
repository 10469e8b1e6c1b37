from __future__ import annotations

import re
from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.documents import Faq
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """The page's title is the first level; text begins with the second, or with the first where it repeats the title."""
    for document in subject.public.documents:
        if isinstance(document, Faq) or "#" not in document.body:
            continue
        before = 1
        body = document.body
        if "```" in body or "~~~" in body:
            body = FENCE.sub(lambda fence: re.sub(r"[^\n]", " ", fence[0]), body)
        for found in HEADING.finditer(f"\n{body}"):
            level = len(found[1])
            if level > before + 1:
                yield rule.found(document.body_place(found.start()), level=level, before=before, wanted="#" * (before + 1))
            before = level


HEADING = re.compile(r"\n(#{1,6})[ \t]+\S")
"""Its first letters are looked for much quicker than the beginning of a line."""
FENCE = re.compile(r"^(```|~~~).*?^\1", re.M | re.S)

RULE = Rule(
    "A002", "heading-level-left-out", "warning", check, alone=True,
    source="无障碍环境建设法 第三十二条；GB/T 37668—2019",
    bad=(policy("\n## 第一章　总则\n\n▸#### 第一节　一般规定\n"),),
    good=(policy("\n## 第一章　总则\n\n### 第一节　一般规定\n"),),
)
