"""What the figures count of each public policy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from policy_library.checks import doing, in_step
from policy_library.edition import Edition
from policy_library.graph.questions import grounds
from policy_library.model.documents import Policy
from policy_library.model.questions import questions
from policy_library.text import applying


@dataclass(frozen=True)
class Facts:
    agencies: tuple[str, ...]
    year: int | None
    """Issued, or else written; None where neither is known."""
    status: str
    asked_for: bool
    """An interpretation is."""
    interpreted: bool
    pace: in_step.Pace | None
    doable: bool
    linked: bool
    questions: frozenset[str]


def facts(edition: Edition) -> Iterator[Facts]:
    """Of what is public, and of nothing else."""
    asked = _questions(edition)
    for policy in edition.library.policies:
        status, graph, limits = edition.statuses[policy.key], edition.graph, edition.limits
        release = in_step.release(policy, graph, limits)
        linked = bool(policy.services) and doing.stands(status)
        yield Facts(
            policy.issuers, year(policy), status.word, in_step.asked_for(policy, limits), in_step.interpreted(policy, graph),
            release.pace if release else None, linked or (doing.may_ask(policy, status) and applying.find(policy.body) is not None), linked,
            asked.get(policy.key, frozenset()),
        )


def year(policy: Policy) -> int | None:
    return policy.dated.year if policy.dated else None


def _questions(edition: Edition) -> Mapping[str, frozenset[str]]:
    """Of every document, the questions about it."""
    found: dict[str, set[str]] = {}
    for faq in edition.library.faqs:
        for question in questions(faq)[0]:
            for ground in grounds(faq, question, edition.graph):
                if ground.key:
                    found.setdefault(ground.key, set()).add(f"{faq.key}#{question.key}")
    return {key: frozenset(held) for key, held in found.items()}
