from __future__ import annotations

import re
from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import policy
from policy_library.model.findings import Finding


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """Only where the text says where or how an applicant goes, and only of what is in force; laws leave that to others."""
    for policy in subject.public.policies:
        if policy.services or policy.kind in ("law", "regulation", "plan", "work-points", "reply", "letter", "standard"):
            continue
        if subject.statuses[policy.key].word not in ("in-force", "not-yet", "unknown"):
            continue
        if found := APPLY.search(policy.body):
            yield rule.found(policy.body_place(found.start()), words=found[0])


APPLY = re.compile(
    r"(?:通过|登录|在|到|至|向)[^，。；\n]{0,24}(?:一网通办|政务服务(?:网|平台|窗口|中心|大厅)|受理窗口|办事窗口|行政服务中心|随申办)[^。；\n]{0,30}(?:申请|申报|办理|备案|登记|提交|预约)"
    r"|(?:申请人|申请单位|申请企业|申报单位|经营者)(?:应当|可以|需)?向[^，。；\n]{2,24}(?:提出|提交|递交)[^，。；\n]{0,12}申请"
)

RULE = Rule(
    "S004", "service-missing", "warning", check,
    source="上海市交通委员会2024年政务公开工作要点 二（五）",
    bad=(policy("\n▸第八条　经营者可以通过“一网通办”平台办理备案。"),),
    good=(policy("services: [filing]\n\n第八条　经营者可以通过“一网通办”平台办理备案。"),),
)
