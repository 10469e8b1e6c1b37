"""Policies by which something is to be applied for: an online service should stand beside them (阅办联动)."""

from __future__ import annotations

from policy_library.graph.status import Status
from policy_library.model.documents import Policy

NOTHING_TO_DO = ("law", "regulation", "plan", "work-points", "reply", "letter", "standard")
"""Kinds that leave it to others."""
STANDING = ("in-force", "not-yet", "unknown")


def stands(status: Status) -> bool:
    """Nobody applies by what has ended."""
    return status.word in STANDING


def may_ask(policy: Policy, status: Status) -> bool:
    """Whether its words, where they tell an applicant where to go, ask for a service."""
    return stands(status) and policy.kind not in NOTHING_TO_DO
