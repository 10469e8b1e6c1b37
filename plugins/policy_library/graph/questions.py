"""Which documents a question is about, and by which of their articles it is answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from policy_library.model.documents import Faq
from policy_library.model.library import Library
from policy_library.model.questions import Question, questions

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


@dataclass(frozen=True)
class Asked:
    """A question about a document, by which of its articles."""

    faq: Faq
    question: Question
    articles: tuple[str, ...]

    @property
    def href(self) -> str:
        return f"{self.faq.address}#{self.question.anchor}"


def every_question(library: Library) -> Mapping[str, tuple[Question, ...]]:
    """By the key of the file."""
    return {faq.key: questions(faq)[0] for faq in library.faqs}


def asked(graph: Graph, held: Mapping[str, tuple[Question, ...]]) -> Mapping[str, tuple[Asked, ...]]:
    """Of every document, the questions about it, the most asked first."""
    found: dict[str, list[Asked]] = {}
    for faq in graph.library.faqs:
        for question in held[faq.key]:
            for ground in grounds(faq, question, graph):
                if ground.key:
                    found.setdefault(ground.key, []).append(Asked(faq, question, ground.articles))
    return {key: tuple(sorted(about, key=lambda one: -(one.question.asked or 0))) for key, about in found.items()}
