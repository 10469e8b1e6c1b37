"""The five parts that belong together (原文 依据 解读 问答 办事), counted for every policy."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from policy_library.graph.edges import Edge, Link
from policy_library.graph.graph import Graph
from policy_library.graph.questions import Asked
from policy_library.model.library import Library


@dataclass(frozen=True)
class Parts:
    text: int
    """1 where there is a text, 0 where there is none."""
    basis: int
    interpretations: int
    questions: int
    services: int


def parts(library: Library, graph: Graph, asked: Mapping[str, Sequence[Asked]]) -> Mapping[str, Parts]:
    """By key."""
    return {
        policy.key: Parts(
            int(bool(policy.words.length)), _links(policy.key, "basis", graph.forward_edges, graph.forward),
            _links(policy.key, "interprets", graph.backward_edges, graph.backward), len(asked.get(policy.key, ())), len(policy.services),
        )
        for policy in library.policies
    }


def _links(key: str, relation: str, edges: Mapping[str, Sequence[Edge]], grouped: Callable[[str], Sequence[Link]]) -> int:
    """Most documents have none."""
    some = any(edge.relation == relation for edge in edges.get(key, ()))
    return sum(link.relation == relation for link in grouped(key)) if some else 0
