from __future__ import annotations

import re
from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """A picture that only decorates has no place in an official text; one that says something says it in words, too."""
    for document in subject.public.documents:
        for found in IMAGE.finditer(document.body) if "![" in document.body else ():
            if not WORDS.search(found["words"]):
                yield rule.found(document.body_place(found.start()), about=found["file"], file=found["file"])


IMAGE = re.compile(r"!\[(?P<words>[^\[\]\n]*)\]\(\s*<?(?P<file>[^)\s>]+)")
WORDS = re.compile(r"[一-鿿]{2}|[A-Za-z]{3,}(?<!image)(?<!img)(?<!png)(?<!jpg)")

RULE = Rule(
    "A001", "image-without-words", "warning", check, alone=True,
    source="无障碍环境建设法 第三十二条；GB/T 37668—2019",
    bad=(policy("\n▸![](map.png)"),),
    good=(policy("\n![停车场位置图：入口在人民路一侧](map.png)"),),
)
