from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import interpretation, policy
from policy_library.model.documents import Interpretation, Policy
from policy_library.model.findings import Finding
from policy_library.text import workdays


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """The first one published with the policy counts; later ones follow up. One that explains an amendment beside the
    amended document came with the amendment."""
    days = subject.limits.interpretation_working_days
    for policy in subject.public.policies:
        released = [one for one in _interpretations(subject, policy) if one.stage == "release" and one.issued]
        if not released or not policy.issued:
            continue
        first = min(released, key=lambda one: (one.issued, one.key))
        last = workdays.after(policy.issued, days)
        if last and first.issued and first.issued > last:
            yield rule.found(first.place("issued"), policy=policy.title, issued=policy.issued.isoformat(), days=days, last=last.isoformat())


def _interpretations(subject: Subject, policy: Policy) -> list[Interpretation]:
    keys = [edge.source for edge in subject.graph.backward_edges.get(policy.key, ()) if edge.relation == "interprets"]
    return [one for key in keys if isinstance(one := subject.public.by_key[key], Interpretation) and policy.issued == _came(subject, one)]


def _came(subject: Subject, one: Interpretation) -> date | None:
    """The day of the last document that it explains."""
    targets = (subject.public.by_key[edge.target] for edge in subject.graph.forward_edges.get(one.key, ()) if edge.relation == "interprets" and edge.target)
    return max((target.issued for target in targets if target.issued), default=None)


RULE = Rule(
    "L004", "interpretation-late", "warning", check,
    source="上海市优化营商环境条例 第七十四条；天数在配置 checks.interpretation_working_days 里写明",
    bad=(policy(), interpretation("▸issued: 2024-06-16")),
    good=(
        policy(), policy("written: 2026-06-03\nissued: 2026-06-08\neffective: 2026-07-01\nexpires: 2031-06-30\nnumber: 云交规〔2026〕4号", id="b"),
        interpretation("interprets: [b, a]\nissued: 2026-06-08"),
    ),
)
