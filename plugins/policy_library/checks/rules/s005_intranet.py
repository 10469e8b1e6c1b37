from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Finding, Place
from policy_library.text.secrecy import INTRANET


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """In the text and in the front matter: a reader cannot open it, and it tells how the inner network is built."""
    for document in subject.public.documents:
        for found in subject.scan(document).secrecy:
            if found.kind == "intranet":
                yield rule.found(document.body_place(found.start), about=found.text, address=found.text)
    for service in subject.whole.vocabularies.services.values():
        if INTRANET.match(service.url):
            yield rule.found(Place("vocabulary/services.yml", service.line), about=service.url, address=service.url)


RULE = Rule(
    "S005", "intranet-address", "error", check,
    source="保守国家秘密法实施条例（2024）第四十二条",
    bad=(policy("\n▸登记表见 http://192.168.10.8/forms/ 。"),),
    good=(policy("\n登记表见 https://www.yunhai.example/forms/ 。"),),
)
