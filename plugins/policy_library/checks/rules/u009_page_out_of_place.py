from __future__ import annotations

import posixpath
from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import written
from policy_library.model.documents import TYPES
from policy_library.model.findings import Finding, Place


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """Pages stand at the root of the content folder, or are the index of a folder of their own: any other file in a folder
    is likely a document whose folder is misspelt, and would be published unasked."""
    for page in subject.whole.pages:
        if "/" in page.path and posixpath.basename(page.path) != "index.md":
            folder = page.path.partition("/")[0]
            yield rule.found(Place(page.path), about=page.path, folder=posixpath.dirname(page.path), known="、".join(TYPES), first=folder)


RULE = Rule(
    "U009", "page-in-a-folder", "error", check,
    bad=(written("policy/a.md", "▸---\ntitle: 云海市停车场管理办法\n---\n"),),
    good=(written("about.md", "---\ntitle: 关于本库\n---\n"), written("help/index.md", "---\ntitle: 使用说明\n---\n")),
)
