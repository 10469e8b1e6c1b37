"""Theme collections: data plus rule. Which documents stand in which section, why, and in what order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from policy_library.graph.graph import Graph, hidden_from
from policy_library.graph.resolve import Resolver
from policy_library.graph.status import Status
from policy_library.locale import text
from policy_library.model.documents import Document, Faq, Policy, Section, Topic
from policy_library.model.findings import Finding, finding
from policy_library.model.library import Library
from policy_library.model.questions import Question, questions
from policy_library.model.values import Rule

ENDED = ("expired", "repealed", "withdrawn")


@dataclass(frozen=True)
class Member:
    """``why`` is rule where the section's rule matched, manual where an editor added it."""

    key: str
    why: Literal["rule", "manual"]


@dataclass(frozen=True)
class AskedQuestion:
    faq: Faq
    question: Question


@dataclass(frozen=True)
class CollectedSection:
    section: Section
    members: tuple[Member, ...]
    questions: tuple[AskedQuestion, ...] = ()


@dataclass(frozen=True)
class Collection:
    topic: Topic
    sections: tuple[CollectedSection, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """Every document of the topic once, in the order of its first appearance."""
        return tuple(dict.fromkeys(member.key for section in self.sections for member in section.members))


def matches(rule: Rule, policy: Policy) -> bool:
    """Every field that the rule gives must match; within a field any value will do. The empty rule matches nothing."""
    return bool(rule) and all((
        not rule.tags or bool(set(rule.tags) & set(policy.tags)),
        not rule.audiences or bool(set(rule.audiences) & set(policy.audiences)),
        not rule.agencies or bool(set(rule.agencies) & set(policy.issuers)),
        not rule.kinds or policy.kind in rule.kinds,
    ))


def topic_words(topic: Topic) -> frozenset[str]:
    """The tags and audiences that any of its rules names."""
    return frozenset(word for section in topic.sections for word in (*section.rule.tags, *section.rule.audiences))


def collect(
    library: Library, graph: Graph, statuses: Mapping[str, Status], whole: Library | None = None
) -> tuple[tuple[Collection, ...], tuple[Finding, ...]]:
    """Every topic's members. A section shows first what its editor added, as written; then what its rule found and is
    not ended, newest first. An excluded document is in neither.

    ``whole`` tells what is named but not published from a mistake."""
    sources = _Sources(library, graph, statuses, hidden_from(library, whole or library), _asked(library), _asked(whole or library))
    collections = []
    findings: list[Finding] = []
    for topic in library.topics:
        sections = []
        for index, section in enumerate(topic.sections):
            collected, problems = _section(topic, index, section, sources)
            sections.append(collected)
            findings += problems
        collections.append(Collection(topic, tuple(sections)))
    return tuple(collections), tuple(findings)


@dataclass(frozen=True)
class _Sources:
    library: Library
    graph: Graph
    statuses: Mapping[str, Status]
    hidden: Resolver
    asked: Mapping[str, AskedQuestion]
    """By ``faq-id#key``; of what is public."""
    asked_anywhere: Mapping[str, AskedQuestion]


def _asked(library: Library) -> Mapping[str, AskedQuestion]:
    return {f"{faq.id}#{question.key}": AskedQuestion(faq, question) for faq in library.faqs for question in questions(faq)[0]}


def _section(topic: Topic, index: int, section: Section, sources: _Sources) -> tuple[CollectedSection, list[Finding]]:
    findings: list[Finding] = []

    def named(field: str) -> list[str]:
        keys = []
        for number, reference in enumerate(getattr(section, field)):
            found = sources.graph.resolver.referred(reference)
            place = topic.place(f"sections.{index}.{field}.{number}")
            values = {"field": text("hints.section", title=section.title), "shown": reference.shown}
            if len(found) == 1:
                keys.append(found[0].key)
            elif found:
                findings.append(finding("R002", "error", place, **values, candidates="、".join(one.path for one in found)))
            elif sources.hidden.referred(reference):
                findings.append(finding("R004", "warning", place, **values))
            elif not sources.graph.resolver.unread(reference):
                findings.append(finding("R001", "error", place, **values, near="", hint=""))
        return keys

    included, excluded = named("include"), set(named("exclude"))
    ruled = sorted(
        (policy for policy in sources.library.policies
         if matches(section.rule, policy) and policy.key not in included and sources.statuses[policy.key].word not in ENDED),
        key=newest_first,
    )
    members = [Member(key, "manual") for key in dict.fromkeys(included)] + [Member(policy.key, "rule") for policy in ruled]
    shown = tuple(member for member in members if member.key not in excluded)
    picked = []
    for number, name in enumerate(section.questions):
        place = topic.place(f"sections.{index}.questions.{number}")
        if name in sources.asked:
            picked.append(sources.asked[name])
        elif name in sources.asked_anywhere:
            findings.append(finding("R004", "warning", place, field=text("hints.section", title=section.title), shown=name))
        elif name.partition("#")[0] not in sources.library.unread:
            findings.append(finding("R006", "error", place, shown=name))
    if not shown and not section.services and not picked:
        findings.append(finding("T001", "warning", topic.place(f"sections.{index}"), section=section.title))
    return CollectedSection(section, shown, tuple(picked)), findings


def newest_first(document: Document) -> tuple[int, str]:
    """The order of every list: by the day issued, newest first, then by key; undated last."""
    return (-(document.dated or date.min).toordinal(), document.key)
