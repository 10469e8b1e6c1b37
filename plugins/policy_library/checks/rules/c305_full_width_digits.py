from __future__ import annotations

import re
from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Edit, Finding
from policy_library.text.normalize import half_width


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """In running text each run is a mend of its own; the official original is not changed, only its transcript."""
    for document in subject.public.documents:
        for found in DIGITS.finditer(document.body):
            place = document.body_place(found.start())
            plain = half_width(found[0])
            yield rule.found(place, about=found[0], edit=Edit(place.column, found[0], plain), written=found[0], plain=plain)


DIGITS = re.compile("[０-９]+")

RULE = Rule(
    "C305", "full-width-digits", "note", check,
    source="GB/T 15835—2011",
    bad=(policy("\n▸第一条　停车超过３０分钟的，按次收费。"),),
    good=(policy("\n第一条　停车超过30分钟的，按次收费。"),),
)
