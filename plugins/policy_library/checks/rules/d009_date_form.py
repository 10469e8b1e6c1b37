from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Edit, Finding
from policy_library.text import dates


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """In the front matter every form is read; only one sorts, and only one is written by everybody alike."""
    for document in subject.public.documents:
        for field in FIELDS:
            if field not in document.lines or not isinstance(getattr(document, field), date):
                continue
            place = document.place(field)
            written = WRITTEN.match(subject.line(place))
            day = dates.parse(written["value"]) if written else None
            if written and day and written["value"] != day.isoformat():
                edit = Edit(written.start("value") + 1, written["value"], day.isoformat())
                yield rule.found(place, about=written["value"], edit=edit, written=written["value"], day=day.isoformat())


FIELDS = ("written", "issued", "effective", "expires", "updated", "opens", "closes", "reviewed", "launched")
WRITTEN = re.compile(r"""\s*[^:]+:\s*(?P<quote>["']?)(?P<value>[^"'#]+?)(?P=quote)\s*(?:\s#.*)?$""")

RULE = Rule(
    "D009", "date-form", "note", check, alone=True,
    bad=(policy("▸issued: 2024年5月16日"),),
    good=(policy("issued: 2024-05-16"),),
)
