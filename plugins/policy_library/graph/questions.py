"""Which documents a question is about, and by which of their articles it is answered."""

from __future__ import annotations

from dataclasses import dataclass

from policy_library.model.documents import Faq
from policy_library.model.questions import Question

from .graph import Graph


@dataclass(frozen=True)
class Ground:
    """What an answer rests on. ``key`` is None where the library does not have the document of these words."""

    key: str | None
    shown: str
    articles: tuple[str, ...] = ()


def grounds(faq: Faq, question: Question, graph: Graph) -> tuple[Ground, ...]:
    """依据 of the question: articles without a document are those of the first document that the file answers for.
    A question that gives none is about every document of the file, as a whole."""
    answered = [link.other for link in graph.forward(faq.key) if link.relation == "answers" and link.other]
    if not question.basis:
        return tuple(Ground(key, graph.library.by_key[key].title) for key in answered)
    found = []
    for basis in question.basis:
        if basis.document is None:
            key = answered[0] if answered else None
        else:
            named = graph.resolver.named(basis.document)
            key = named[0].key if len(named) == 1 else None
        shown = graph.library.by_key[key].title if key else basis.document or ""
        found.append(Ground(key, shown, basis.articles))
    return tuple(found)
