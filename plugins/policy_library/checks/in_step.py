"""Interpretation in step with its policy (三同步): what is asked for, and when it came. Rules and figures mean the same by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from policy_library.graph.graph import Graph
from policy_library.model.documents import Interpretation, Policy
from policy_library.text import workdays

from .limits import Limits

Pace = Literal["same-day", "in-time", "late"]


@dataclass(frozen=True)
class Release:
    """The interpretation that came first with a policy."""

    interpretation: Interpretation
    last: date | None
    """The last day on which it is in time; None where the calendar of working days does not go so far."""
    pace: Pace | None
    """None where nobody can tell."""


def asked_for(policy: Policy, limits: Limits) -> bool:
    """Whether a policy of this kind is published with an interpretation."""
    return policy.kind in limits.interpreted_kinds


def interpreted(policy: Policy, graph: Graph) -> bool:
    """Explained as it was issued: what explains the draft alone explains something else."""
    return any(one.stage != "draft" for one in _interpretations(policy, graph))


def release(policy: Policy, graph: Graph, limits: Limits) -> Release | None:
    """The first one published with the policy counts; later ones follow up. One that explains an amendment beside the
    amended document came with the amendment."""
    day = policy.issued
    dated = [
        (one.issued, one.key, one) for one in _interpretations(policy, graph)
        if one.stage == "release" and one.issued and day == _came(one, graph)
    ]
    if not dated or not day:
        return None
    came, _, first = min(dated, key=lambda held: held[:2])
    last = workdays.after(day, limits.interpretation_working_days)
    return Release(first, last, _pace(day, came, last))


def _pace(day: date, came: date, last: date | None) -> Pace | None:
    if came <= day:
        return "same-day"
    if last is None:
        return None
    return "in-time" if came <= last else "late"


def _interpretations(policy: Policy, graph: Graph) -> list[Interpretation]:
    keys = dict.fromkeys(edge.source for edge in graph.backward_edges.get(policy.key, ()) if edge.relation == "interprets")
    return [one for key in keys if isinstance(one := graph.library.by_key[key], Interpretation)]


def _came(one: Interpretation, graph: Graph) -> date | None:
    """The day of the last document that it explains."""
    edges = graph.forward_edges.get(one.key, ())
    targets = (graph.library.by_key[edge.target] for edge in edges if edge.relation == "interprets" and edge.target)
    return max((target.issued for target in targets if target.issued), default=None)
