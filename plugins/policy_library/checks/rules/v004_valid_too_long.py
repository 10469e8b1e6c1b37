from __future__ import annotations

import re
from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.graph.status import last_day
from policy_library.locale import text
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """By the kind of a document and by its title (暂行, 试行); other kinds have no limit of their own."""
    limits = subject.limits
    for policy in subject.public.policies:
        term = subject.terms[policy.key]
        years = limits.validity_years.get(policy.kind)
        if years and policy.kind == "normative" and TRIAL.search(policy.title):
            years = limits.trial_years
        if not years or not term.effective:
            continue
        last = last_day(term.effective, years)
        if term.endless or (last and term.expires and (term.expires - last).days > 1):
            expires = term.expires.isoformat() if term.expires else text("terms.end.none")
            yield rule.found(
                policy.place("expires"), kind=text(f"terms.kind.{policy.kind}"), years=years, expires=expires,
                last=last.isoformat() if last else "",
            )


TRIAL = re.compile(r"[（(](?:暂行|试行)[）)]|暂行(?:办法|规定|细则|意见|标准)|试行(?:办法|规定|细则|意见)")

RULE = Rule(
    "V004", "valid-for-too-long", "warning", check, alone=True,
    source="上海市行政规范性文件制定和备案规定（2010）第二十六条；本地另有规定的，在配置 checks.validity_years 里写明",
    bad=(policy("effective: 2024-06-01\n▸expires: 2034-05-31"),),
    good=(policy("effective: 2024-06-01\nexpires: 2029-05-31"),),
)
