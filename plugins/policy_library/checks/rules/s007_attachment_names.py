from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import packed, policy
from policy_library.checks.files import attached, hidden
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    for one in attached(subject):
        for found in hidden(one.data):
            if found.kind in ("name", "position"):
                yield rule.found(one.place, about=found.what, file=one.attachment.file, what=found.what)


FORM = "attachments:\n▸- {title: 停车场备案登记表, file: form.docx}"

RULE = Rule(
    "S007", "attachment-tells-a-name", "warning", check,
    source="个人信息保护法 第五条；保守国家秘密法实施条例（2024）第四十二条",
    bad=(policy(FORM), packed("policies/form.docx", {"docProps/core.xml": "<dc:creator>张三</dc:creator>"})),
    good=(policy(FORM.replace("▸", "")), packed("policies/form.docx", {"docProps/core.xml": "<dc:creator></dc:creator>"})),
)
