from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Edit, Finding
from policy_library.text import numbers
from policy_library.text.normalize import squeeze


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """In every form it is found and linked; a copy of another form is not found by a search elsewhere."""
    for document in subject.public.documents:
        for citation in subject.graph.citations.get(document.key, ()):
            written = citation.reading.citation
            if written.form != "number" or "\n" in written.text:
                continue
            number = numbers.DocNumber.parse(squeeze(written.text))
            if number and str(number) != written.text:
                place = document.body_place(written.start)
                yield rule.found(place, about=written.text, edit=Edit(place.column, written.text, str(number)), written=written.text, number=str(number))


RULE = Rule(
    "C306", "cited-number-form", "note", check,
    source="GB/T 9704—2012 7.2.5",
    bad=(policy(), policy("\n▸第一条　根据停车场管理的规定（云交规[2024] 3号），制定本办法。", id="b")),
    good=(policy(), policy("\n第一条　根据停车场管理的规定（云交规〔2024〕3号），制定本办法。", id="b")),
)
