from __future__ import annotations

import re
from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Edit, Finding
from policy_library.text.numbers import DocNumber


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """The front matter is read in any form; what stands in the file is copied into other files as it stands."""
    for policy in subject.public.policies:
        if not policy.number or not DocNumber.parse(policy.number):
            continue
        place = policy.place("number")
        line = subject.line(place)
        written = WRITTEN.match(line)
        if written and written["value"] != policy.number and DocNumber.parse(written["value"]):
            edit = Edit(written.start("value") + 1, written["value"], policy.number)
            yield rule.found(place, about=written["value"], edit=edit, written=written["value"], number=policy.number)


WRITTEN = re.compile(r"""\s*[^:]+:\s*(?P<quote>["']?)(?P<value>[^"'#]*?号)(?P=quote)\s*(?:\s#.*)?$""")

RULE = Rule(
    "N004", "number-not-in-standard-form", "warning", check, alone=True,
    source="GB/T 9704—2012 7.2.5",
    bad=(policy("▸number: 云交规[2024]第03 号"),),
    good=(policy("number: 云交规〔2024〕3号"),),
)
