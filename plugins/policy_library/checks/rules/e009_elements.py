from __future__ import annotations

from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Finding
from policy_library.model.names import shown_name


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """A date of writing below the signature counts; what a joined library assumes does not make it complete."""
    for policy in subject.public.policies:
        wanted = subject.limits.elements.get(policy.kind, ())
        missing = [
            name for name in wanted
            if getattr(policy, name) is None and not (name == "written" and subject.terms[policy.key].written)
        ]
        if missing:
            yield rule.found(policy.place(), fields="、".join(f"{shown_name('policies', name)}（{name}）" for name in missing))


RULE = Rule(
    "E009", "element-missing", "warning", check, alone=True,
    source="政府信息公开条例 第十二条；GB/T 9704—2012 第7章",
    bad=(policy("number:"),),
    good=(policy("number: 云交规〔2024〕3号"),),
)
