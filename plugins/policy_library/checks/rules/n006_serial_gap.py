from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.documents import Policy
from policy_library.model.findings import Finding
from policy_library.text.numbers import DocNumber

WIDEST = 10
"""More missing in a row: the library just does not hold that office's documents."""


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """Only of offices for normative documents (规), all of which are public; told at the document after the gap."""
    series: dict[tuple[str, int], dict[int, Policy]] = defaultdict(dict)
    for policy in subject.public.policies:
        if policy.number and (number := DocNumber.parse(policy.number)) and number.office.endswith("规"):
            series[number.office, number.year].setdefault(number.serial, policy)
    for (office, year), held in series.items():
        serials = sorted(held)
        for before, after in zip(serials, serials[1:]) if len(serials) > 2 else ():
            if 1 < after - before <= WIDEST:
                missing = "、".join(f"{office}〔{year}〕{serial}号" for serial in range(before + 1, after))
                yield rule.found(held[after].place("number"), missing=missing)


RULE = Rule(
    "N006", "serial-gap", "note", check,
    bad=(policy(), policy(id="b"), policy("▸number: 云交规〔2024〕6号", id="c")),
    good=(policy(), policy(id="b"), policy(id="c")),
)
