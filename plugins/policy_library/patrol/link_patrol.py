"""Asks the addresses and judges their answers: the one way in for those who want to know how the links are."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from urllib.parse import urlsplit

from policy_library.settings import LinkOptions

from .asking import Answer, Asker
from .failures import NO_CONNECTION, Failure
from .known import Known
from .links import Link
from .replies import Session
from .verdicts import GOOD, LinkResult, judge

Progress = Callable[[int, int], None]
"""How many of how many are done."""


def changed_only(links: Iterable[Link], changed: Collection[str]) -> tuple[Link, ...]:
    """Those that one of the changed files names."""
    return tuple(link for link in links if any(path in changed for path, _ in link.places))


def check_links(
    links: Iterable[Link], options: LinkOptions, today: date, known: Known, progress: Progress = lambda done, of: None,
) -> tuple[LinkResult, ...]:
    """One result a link, in their order, which is also the order of asking."""
    links = tuple(links)
    answers = asyncio.run(_ask_all([link.url for link in links], options, progress))
    if _nobody_answered(answers):
        answers = dict.fromkeys(answers, Failure("network"))
    return tuple(judge(link, answers.get(link.url, Failure("time")), options, today, known.of(link.url)) for link in links)


def learnt(known: Known, results: Iterable[LinkResult], links: Iterable[Link], today: date) -> Known:
    """What to keep for the next patrol. ``links``: all that there are, whether asked now or not."""
    told = {result.link.url: result.state in GOOD for result in results if result.state in (*GOOD, "broken")}
    return known.after(told, today).only(link.url for link in links)


async def _ask_all(urls: Sequence[str], options: LinkOptions, progress: Progress) -> dict[str, Answer | Failure]:
    """Without those for which the time was too short."""
    answers: dict[str, Answer | Failure] = {}
    clock = asyncio.get_running_loop().time
    end = clock() + options.time
    queues = _by_host(urls)
    running: dict[asyncio.Task[Answer | Failure], tuple[str, str]] = {}
    async with Session(options) as session:
        asker = Asker(session, options)
        while True:
            busy = Counter(host for host, _ in running.values())
            while len(running) < options.at_once and (host := _next(queues, busy, options.per_host)) is not None:
                _, url = queues[host].popleft()
                running[asyncio.create_task(asker.ask(url))] = host, url
                busy[host] += 1
            done, _ = await asyncio.wait(running, timeout=max(0, end - clock()), return_when="FIRST_COMPLETED") if running else (set(), None)
            if not done:
                break
            for task in done:
                answers[running.pop(task)[1]] = task.result()
                progress(len(answers), len(urls))
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
    return answers


def _by_host(urls: Sequence[str]) -> dict[str, deque[tuple[int, str]]]:
    """Each with its place in the whole order."""
    queues: dict[str, deque[tuple[int, str]]] = {}
    for place, url in enumerate(urls):
        try:
            host = urlsplit(url).hostname or ""
        except ValueError:
            host = ""
        queues.setdefault(host, deque()).append((place, url))
    return queues


def _next(queues: Mapping[str, deque[tuple[int, str]]], busy: Mapping[str, int], per_host: int) -> str | None:
    """The host with room whose first address comes first."""
    free = [(queue[0][0], host) for host, queue in queues.items() if queue and busy[host] < per_host]
    return min(free)[1] if free else None


def _nobody_answered(answers: Mapping[str, Answer | Failure]) -> bool:
    """Then it is our own network that is out of order, and nothing is known about any link."""
    asked = {url: answer for url, answer in answers.items() if not (isinstance(answer, Failure) and answer.reason in ("inner", "bad-address"))}
    cut_off = all(isinstance(answer, Failure) and answer.reason in NO_CONNECTION for answer in asked.values())
    return cut_off and len({urlsplit(url).netloc for url in asked}) > 1
