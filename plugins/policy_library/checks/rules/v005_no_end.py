from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.graph.status import last_day
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """Where none is stated a limit is counted all the same, and nobody reads it off the page. Ended ones need no end."""
    years = subject.limits.validity_years.get("normative")
    for policy in subject.public.policies if years else ():
        status, term = subject.statuses[policy.key], subject.terms[policy.key]
        if policy.kind != "normative" or term.expires or term.endless or not term.effective or status.term.expires:
            continue
        if status.word in ("in-force", "not-yet") and (last := last_day(term.effective, years or 0)):
            yield rule.found(policy.place("expires"), years=years, last=last.isoformat())


RULE = Rule(
    "V005", "no-end-of-validity", "warning", check,
    source="上海市行政规范性文件制定和备案规定（2010）第二十六条",
    bad=(policy("▸expires:"),),
    good=(policy("expires: 2029-05-31"),),
)
