from __future__ import annotations

import posixpath
from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import large, packed, policy
from policy_library.checks.files import attached, hidden
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """A file that is not what its name says cannot be opened by half of its readers."""
    for one in attached(subject):
        ending = posixpath.splitext(one.attachment.file)[1].lower()
        start = STARTS.get(ending)
        if not one.data or (start and not one.data.startswith(start)) or any(found.kind == "damaged" for found in hidden(one.data)):
            yield rule.found(one.place, about=one.attachment.file, file=one.attachment.file, ending=ending or "（没有扩展名）")


STARTS = {
    **dict.fromkeys((".docx", ".xlsx", ".pptx", ".zip", ".ofd"), b"PK"), ".pdf": b"%PDF", ".png": b"\x89PNG", ".jpg": b"\xff\xd8", ".jpeg": b"\xff\xd8",
    **dict.fromkeys((".doc", ".xls", ".ppt", ".wps", ".et"), b"\xd0\xcf\x11\xe0"),
}
FORM = "attachments:\n▸- {title: 停车场备案登记表, file: form.docx}"

RULE = Rule(
    "S009", "attachment-unreadable", "warning", check,
    bad=(policy(FORM), large("policies/form.docx", 100)),
    good=(policy(FORM.replace("▸", "")), packed("policies/form.docx", {"word/document.xml": "<w:p/>"})),
)
