"""Texts to HTML, each once: in processes of their own where there are many, and from an earlier run where nothing changed.

A text may ask its surroundings (does this picture exist? where does this quotation stand?). What it asked and was answered is
kept with the result; another answer, and it is made anew. The HTML itself and its contents are laid aside until the page is made: the
pages of a large library do not fit into memory beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

from policy_library.model.source import Body
from policy_library.work.memory import Memory, digest, packed
from policy_library.work.stages import Stages

from .convert import CitationLink, Source
from .render import Heading, Rendered, render_policy, render_prose
from .views import Html

KIND, ASIDE = "rendered", "html"
Ask = Callable[[str, str], str | None]
"""What is asked ('link', 'article') and of what → where it leads; None where it leads nowhere."""
CITED = re.compile(r'(<a class="cite" href="(?:\./|(?:\.\./)+)([^"#]*))#([^"]*)"')


@dataclass(frozen=True)
class Task:
    """What a text of a page is made by beside its words. ``level`` of its headings; None for a policy, which has its own shape."""

    path: str
    body_digest: str
    body_line: int
    title: str
    links: tuple[CitationLink, ...] = ()
    number: str | None = None
    prefix: str = ""
    level: int | None = None


@dataclass(frozen=True)
class Outcome:
    rendered: Rendered
    """Without HTML and contents where those are laid aside."""
    answers: tuple[tuple[str, str, str | None], ...]
    """(what was asked, of what, the answer)."""
    cited: tuple[tuple[str, str], ...]
    """(address, place in it) of every citation of an article."""
    digest: str = ""
    """Of the task and its answers, by which HTML and contents are laid aside; empty where there is no HTML."""


class Aside(NamedTuple):
    """What only the page itself needs."""

    html: str = ""
    contents: tuple[Heading, ...] = ()


@dataclass(frozen=True)
class Written:
    """A text as its page shows it."""

    html: str | Html = ""
    fetch: Callable[[], Aside] = Aside

    @property
    def contents(self) -> tuple[Heading, ...]:
        return self.fetch().contents


@dataclass(frozen=True)
class Laid:
    """A text whose HTML is laid aside."""

    outcome: Outcome
    fetch: Callable[[], Aside]

    @property
    def rendered(self) -> Rendered:
        return self.outcome.rendered

    def written(self, anchors: Mapping[str, Collection[str]]) -> Written:
        """``anchors``: address → the places of its text. A citation of an article that is not there leads to the text."""
        if not self.outcome.digest:
            return Written()
        lost = tuple(one for one in self.outcome.cited if one[1] not in anchors.get(one[0], ()))
        html = Html(self.outcome.digest if not lost else digest(self.outcome.digest, lost), partial(_settled, self.fetch, frozenset(lost)))
        return Written(html, self.fetch)


def _settled(fetch: Callable[[], Aside], lost: frozenset[tuple[str, str]]) -> str:
    html = fetch().html
    return CITED.sub(lambda match: f'{match[1]}"' if (match[2], match[3]) in lost else match[0], html) if lost else html


class Unforeseen(Exception):
    """A text asked something in a process that knows nothing but the text."""


def render_all(texts: Iterable[tuple[Callable[[], Task], Body, Ask]], memory: Memory) -> list[Laid]:
    """In order. Every question of every text is asked here, in order, whether its answer is known or not. A task is made when it is wanted:
    of most texts nothing but its name is."""
    given = list(texts)
    names = [digest("", task()) for task, _, _ in given]
    known = memory.known(KIND, names)
    fresh = _made({name: (task, body) for name, (task, body, _) in zip(names, given, strict=True) if name not in known}, memory)
    found = []
    for name, (task, body, ask) in zip(names, given, strict=True):
        outcome = known.get(name) or fresh.get(name)
        answered = {(what, of): ask(what, of) for what, of, _ in outcome.answers} if outcome else {}
        if outcome is None or any(answered[what, of] != answer for what, of, answer in outcome.answers):
            outcome, aside = _parted(name, render(task(), body.text, ask, answered, memory.stages))
            memory.lay_aside(ASIDE, outcome.digest, aside)
            fresh[name] = outcome
        if name in fresh:
            memory.keep(KIND, name, outcome)
        answers = {(what, of): answer for what, of, answer in outcome.answers}
        found.append(Laid(outcome, partial(_fetched, outcome.digest, task, body, answers, memory)))
    memory.still(ASIDE, (one.outcome.digest for one in found))
    return found


def _made(texts: Mapping[str, tuple[Callable[[], Task], Body]], memory: Memory) -> dict[str, Outcome]:
    """By name, those that ask nothing."""
    made, gate = {}, 0.0
    sent = ((name, body.text.encode("utf8", "surrogatepass"), task()) for name, (task, body) in texts.items())
    outcomes = memory.mapped(_alone, sent, len(texts), sum(body.length for _, body in texts.values()))
    for name, (parted, spent) in zip(texts, outcomes, strict=True):
        gate += spent
        if parted:
            made[name], aside = parted
            memory.lay_aside(ASIDE, made[name].digest, aside)
    memory.stages.yielded("sanitise", gate)
    return made


def _parted(name: str, outcome: Outcome) -> tuple[Outcome, bytes]:
    """With what only its page needs, to be laid aside. ``name``: of the task."""
    rendered, aside = outcome.rendered, packed(Aside(outcome.rendered.html, outcome.rendered.contents))
    return replace(outcome, rendered=replace(rendered, html="", contents=()), digest=digest(name, outcome.answers) if rendered.html else ""), aside


def _fetched(name: str, task: Callable[[], Task], body: Body, answers: Mapping[tuple[str, str], str | None], memory: Memory) -> Aside:
    if isinstance(aside := memory.fetch(ASIDE, name), Aside):
        return aside
    rendered = render(task(), body.text, _unforeseen, answers).rendered
    return Aside(rendered.html, rendered.contents)


def render(
    task: Task, body: str, ask: Ask, answered: Mapping[tuple[str, str], str | None] = MappingProxyType({}), stages: Stages | None = None,
) -> Outcome:
    """A question is asked once, however often the text asks it: an answer may be a finding."""
    answers: dict[tuple[str, str], str | None] = {}

    def asked(what: str, of: str) -> str | None:
        if (what, of) not in answers:
            answers[what, of] = answered[what, of] if (what, of) in answered else ask(what, of)
        return answers[what, of]

    source = Source(
        task.path, body, task.body_line, task.title, task.links, task.number, task.prefix, stages or Stages(), resolve=lambda address: asked("link", address),
    )
    if task.level is None:
        rendered = render_policy(source)
    else:
        rendered = render_prose(source, level=task.level, article_href=lambda article: asked("article", article))
    cited = tuple(dict.fromkeys((match[2], match[3]) for match in CITED.finditer(rendered.html)))
    return Outcome(rendered, tuple((what, of, answer) for (what, of), answer in answers.items()), cited)


def _alone(sent: tuple[str, bytes, Task]) -> tuple[tuple[Outcome, bytes] | None, float]:
    """With the seconds of CPU that the gate took. None for a text that has to be rendered where its questions are answered."""
    name, body, task = sent
    stages = Stages()
    try:
        made = _parted(name, render(task, body.decode("utf8", "surrogatepass"), _unforeseen, stages=stages))
    except Unforeseen:
        made = None
    return made, stages.spent()["sanitise"].cpu


def _unforeseen(what: str, of: str) -> str | None:
    raise Unforeseen
