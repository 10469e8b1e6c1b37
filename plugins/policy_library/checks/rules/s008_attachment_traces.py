from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import packed, policy
from policy_library.checks.files import attached, hidden
from policy_library.locale import text
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    for one in attached(subject):
        for found in hidden(one.data):
            if found.kind in ("comment", "change", "sheet"):
                what = text(f"terms.hidden.{found.kind}", what=found.what)
                yield rule.found(one.place, about=found.what, file=one.attachment.file, what=what)


FORM = "attachments:\n▸- {title: 停车场备案登记表, file: form.docx}"

RULE = Rule(
    "S008", "attachment-with-traces", "error", check,
    source="保守国家秘密法实施条例（2024）第四十二条",
    bad=(policy(FORM), packed("policies/form.docx", {"word/document.xml": '<w:p><w:ins w:author="张三"><w:t>收费</w:t></w:ins></w:p>'})),
    good=(policy(FORM.replace("▸", "")), packed("policies/form.docx", {"word/document.xml": "<w:p><w:t>收费</w:t></w:p>"})),
)
