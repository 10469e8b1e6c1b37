"""The texts of an edition as HTML: what each cites, shows and is asked, answered from the edition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from urllib.parse import unquote, urlsplit

from policy_library.edition import Edition
from policy_library.locale import text
from policy_library.model.documents import Consultation, Document, Faq, Interpretation, Policy, Topic
from policy_library.model.questions import introduction, questions
from policy_library.model.source import Body, body_of
from policy_library.text.titles import quoted
from policy_library.work.memory import Memory

from .convert import CitationLink
from .copies import Copies, beside
from .present.common import file_href
from .rendering import Ask, Laid, Task, render_all


def rendered(edition: Edition, copies: Copies, memory: Memory) -> dict[str, Laid]:
    """By key. Policies first: what explains them links to their articles. FAQs are left out: each answer stands by itself."""
    found: dict[str, Laid] = {}
    others = [one for one in edition.library.documents if not isinstance(one, Policy | Faq)]
    for documents in (edition.library.policies, others):
        tasks = [(partial(_task, document, edition), document.words, _asker(document, edition, copies, found)) for document in documents]
        found |= zip((document.key for document in documents), render_all(tasks, memory), strict=True)
    return found


def answers(edition: Edition, copies: Copies, memory: Memory) -> dict[str, dict[str, Laid]]:
    """By key of an FAQ, by key of its question; '' is what stands above the questions."""
    parts = {faq.key: _answers(faq, edition) for faq in edition.library.faqs}
    asked = [
        (lambda task=task: task, body, _asker(faq, edition, copies, {})) for faq in edition.library.faqs for task, body in parts[faq.key].values()
    ]
    made = iter(render_all(asked, memory))
    return {faq: {key: next(made) for key in held} for faq, held in parts.items()}


def _task(document: Document, edition: Edition) -> Task:
    base = base_of(document.address)
    links = []
    for citation in edition.graph.citations.get(document.key, ()):
        if citation.target is None or citation.target == document.key or citation.reading.citation.inside is not None:
            continue
        target = edition.library.by_key[citation.target]
        articles = citation.reading.citation.articles
        anchor = f"#{articles[0]}" if len(articles) == 1 else ""
        links.append(CitationLink(citation.start, citation.end, f"{base}{target.address}{anchor}", _tooltip(target, edition)))
    if isinstance(document, Policy):
        return Task(document.path, document.words.digest, document.body_line, document.title, tuple(links), document.number)
    level = 3 if isinstance(document, Topic | Consultation) else 2
    return Task(document.path, document.words.digest, document.body_line, document.title, tuple(links), level=level)


def _answers(faq: Faq, edition: Edition) -> dict[str, tuple[Task, Body]]:
    """Each answer by itself; its citations are those of the file that stand in it."""
    whole = _task(faq, edition)

    def part(start: int, text: str, prefix: str) -> tuple[Task, Body]:
        links = tuple(
            replace(link, start=link.start - start, end=link.end - start)
            for link in whole.links if start <= link.start and link.end <= start + len(text)
        )
        line = faq.body_line + faq.body.count("\n", 0, start)
        body = body_of(text)
        return replace(whole, body_digest=body.digest, body_line=line, links=links, prefix=prefix, level=4), body

    found = {"": part(0, introduction(faq), "")}
    for question in questions(faq)[0]:
        start = faq.body.index(question.answer, line_offset(faq, question.line)) if question.answer else 0
        found[question.key] = part(start, question.answer, f"{question.key}.")
    return found


def _asker(document: Document, edition: Edition, copies: Copies, found: Mapping[str, Laid]) -> Ask:
    def ask(what: str, of: str) -> str | None:
        if what == "link":
            return _resolve(of, document, edition, copies)
        if not isinstance(document, Interpretation):
            return None
        targets = [link.other for link in edition.graph.forward(document.key) if link.relation == "interprets" and link.other]
        target = next((key for key in targets if key in found and of in found[key].rendered.anchors), None)
        return f"{base_of(document.address)}{target}/#{of}" if target else None

    return ask


def line_offset(document: Document, line: int) -> int:
    offset = 0
    for _ in range(line - document.body_line):
        offset = document.body.index("\n", offset) + 1
    return offset


def _tooltip(target: Document, edition: Edition) -> str:
    parts = [quoted(target.title)]
    if isinstance(target, Policy):
        parts += [target.number] if target.number else []
        parts.append(text(f"terms.status.{edition.statuses[target.key].word}"))
    return "，".join(parts)


def _resolve(address: str, document: Document, edition: Edition, copies: Copies) -> str | None:
    """A relative link of an author: to another content file, or to a picture or attachment beside it."""
    split = urlsplit(address)
    path = beside(document, unquote(split.path))
    anchor = f"#{split.fragment}" if split.fragment else ""
    base = base_of(document.address)
    if other := edition.library.by_path.get(path):
        return f"{base}{other.address}{anchor}"
    target = copies.add(document, path, document.body_place(max(0, document.body.find(address))))
    return f"{base}{file_href(target)}{anchor}" if target else None


def base_of(address: str) -> str:
    """From a page back to the site's root: policies/x/ → ../../"""
    return "../" * address.count("/") or "./"
