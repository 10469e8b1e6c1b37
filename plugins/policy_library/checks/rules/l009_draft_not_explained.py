from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import consultation, interpretation
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """Only while opinions are asked for: afterwards nobody can be helped by it."""
    explained = {edge.target for edge in subject.graph.edges if edge.relation == "interprets"}
    for one in subject.public.consultations:
        if one.opens <= subject.day <= one.closes and one.key not in explained:
            yield rule.found(one.place())


OPEN = "opens: 2026-11-01\ncloses: 2026-12-05"

RULE = Rule(
    "L009", "draft-without-explanation", "note", check,
    source="重大行政决策程序暂行条例 第十五条",
    bad=(consultation(OPEN),),
    good=(consultation(OPEN), interpretation("title: 《停车场管理办法（征求意见稿）》起草说明\ninterprets: [consultations/k]\nstage: draft\nissued: 2026-11-01")),
)
