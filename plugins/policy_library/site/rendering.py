"""Texts to HTML, each once: in processes of their own where there are many, and from an earlier run where nothing changed.

A text may ask its surroundings (does this picture exist? where does this quotation stand?). What it asked and was answered is
kept with the result; another answer, and it is made anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from policy_library.work.memory import Memory, digest
from policy_library.work.stages import Stages

from .render import CitationLink, Rendered, Source, render_policy, render_prose

KIND = "rendered"
Ask = Callable[[str, str], str | None]
"""What is asked ('link', 'article') and of what → where it leads; None where it leads nowhere."""


@dataclass(frozen=True)
class Task:
    """One text of a page. ``level`` of its headings; None for a policy, which has its own shape."""

    path: str
    body: str
    body_line: int
    title: str
    links: tuple[CitationLink, ...] = ()
    number: str | None = None
    prefix: str = ""
    level: int | None = None


@dataclass(frozen=True)
class Outcome:
    rendered: Rendered
    answers: tuple[tuple[str, str, str | None], ...]
    """(what was asked, of what, the answer)."""


class Unforeseen(Exception):
    """A text asked something in a process that knows nothing but the text."""


def render_all(tasks: Iterable[tuple[Task, Ask]], memory: Memory) -> list[Rendered]:
    """In order. Every question of every text is asked here, in order, whether its answer is known or not."""
    pairs = list(tasks)
    names = [digest(task.body, replace(task, body="")) for task, _ in pairs]
    known = memory.known(KIND, names)
    missing = [(name, task) for name, (task, _) in zip(names, pairs, strict=True) if name not in known]
    made = memory.mapped(_alone, [task for _, task in missing], sum(len(task.body) for _, task in missing))
    memory.stages.yielded("sanitise", sum(spent for _, spent in made))
    fresh = {name: outcome for (name, _), (outcome, _) in zip(missing, made, strict=True) if outcome}
    found = []
    for name, (task, ask) in zip(names, pairs, strict=True):
        outcome = known.get(name) or fresh.get(name)
        answered = {(what, of): ask(what, of) for what, of, _ in outcome.answers} if outcome else {}
        if outcome is None or any(answered[what, of] != answer for what, of, answer in outcome.answers):
            outcome = fresh[name] = render(task, ask, answered, memory.stages)
        if name in fresh:
            memory.keep(KIND, name, outcome)
        found.append(outcome.rendered)
    return found


def render(
    task: Task, ask: Ask, answered: Mapping[tuple[str, str], str | None] = MappingProxyType({}), stages: Stages | None = None,
) -> Outcome:
    """A question is asked once, however often the text asks it: an answer may be a finding."""
    answers: dict[tuple[str, str], str | None] = {}

    def asked(what: str, of: str) -> str | None:
        if (what, of) not in answers:
            answers[what, of] = answered[what, of] if (what, of) in answered else ask(what, of)
        return answers[what, of]

    source = Source(
        task.path, task.body, task.body_line, task.title, task.links, task.number, task.prefix, stages or Stages(), resolve=lambda address: asked("link", address),
    )
    if task.level is None:
        rendered = render_policy(source)
    else:
        rendered = render_prose(source, level=task.level, article_href=lambda article: asked("article", article))
    return Outcome(rendered, tuple((what, of, answer) for (what, of), answer in answers.items()))


def _alone(task: Task) -> tuple[Outcome | None, float]:
    """With the seconds of CPU that the gate took. None for a text that has to be rendered where its questions are answered."""
    stages = Stages()
    try:
        outcome = render(task, _unforeseen, stages=stages)
    except Unforeseen:
        outcome = None
    return outcome, stages.spent()["sanitise"].cpu


def _unforeseen(what: str, of: str) -> str | None:
    raise Unforeseen
