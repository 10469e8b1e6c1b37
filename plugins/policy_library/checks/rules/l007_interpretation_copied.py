from __future__ import annotations

import re
from collections.abc import Iterator

from policy_library.checks.base import Rule, Subject
from policy_library.checks.examples import interpretation, policy
from policy_library.model.findings import Finding
from policy_library.text.normalize import squeeze


def check(subject: Subject, rule: Rule) -> Iterator[Finding]:
    """Quotations (>) are marked as such and do not count."""
    for one in subject.public.interpretations:
        own = _sentences(one.body)
        policies = [subject.public.by_key[edge.target] for edge in subject.graph.forward_edges.get(one.key, ()) if edge.relation == "interprets" and edge.target]
        held = {sentence for policy in policies for sentence in _sentences(policy.body)}
        if len(own) < FEWEST or not held:
            continue
        share = sum(sentence in held for sentence in own) / len(own)
        if share > subject.limits.copied_share:
            yield rule.found(one.body_place(0), share=f"{share:.0%}", limit=f"{subject.limits.copied_share:.0%}")


def _sentences(body: str) -> list[str]:
    plain = re.sub(r"^[^\S\n]*>.*$", "", body, flags=re.M)
    return [found for piece in re.split(r"[。！？；\n]", plain) if len(found := squeeze(piece)) >= SHORTEST]


FEWEST = 5
"""Of fewer sentences no share is told."""
SHORTEST = 12

ARTICLES = "".join(f"第{n}条　{words}。\n\n" for n, words in zip("一二三四五", (
    "为了加强本市停车场管理制定本办法", "本办法适用于本市范围内的各类停车场", "停车场应当在开业后十五日内办理备案手续",
    "停车场应当在入口处公示收费标准和时间", "停车场收费应当向停车人出具合法有效票据",
), strict=True))

RULE = Rule(
    "L007", "interpretation-copied", "warning", check,
    source="《国务院办公厅关于全面推进政务公开工作的意见》实施细则（政策解读）",
    bad=(policy(f"\n{ARTICLES}"), interpretation(f"\n▸{ARTICLES}")),
    good=(policy(f"\n{ARTICLES}"), interpretation("\n车多位少，大家都说停车难。办法回应的就是这件事。\n\n开停车场的，开业十五日内到区里备案，当场办结。\n\n停车的，看入口公示的价钱，离场可以要发票。\n\n多收了怎么办，打服务电话，五个工作日内有答复。\n\n办法从六月一日起施行，管五年。\n")),
)
