from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Edit, Finding
from policy_library.text.normalize import half_width


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """In running text each run is a mend of its own; the official original is not changed, only its transcript."""
    for document in subject.public.documents:
        for start, digits in subject.scan(document).full_width:
            place = document.body_place(start)
            plain = half_width(digits)
            yield rule.found(place, about=digits, edit=Edit(place.column, digits, plain), written=digits, plain=plain)


RULE = Rule(
    "C305", "full-width-digits", "note", check, alone=True,
    source="GB/T 15835—2011",
    bad=(policy("\n▸第一条　停车超过３０分钟的，按次收费。"),),
    good=(policy("\n第一条　停车超过30分钟的，按次收费。"),),
)
