"""Asks one address to the end: redirects, further attempts, HEAD and GET; every request in its host's turn."""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from yarl import URL

from policy_library.settings import LinkOptions

from .failures import NO_CONNECTION, PASSING, Failure
from .hosts import Host
from .inner import is_inner
from .pages import Page
from .replies import PERMANENT, Reply, Session
from .soft import is_file

AGAIN = {408, 425, 429, 500, 502, 503, 504}


@dataclass(frozen=True)
class Answer:
    asked: URL
    answered: URL
    """Where the redirects ended."""
    status: int
    permanent: bool
    """Whether there were redirects and all of them are to be kept for ever."""
    page: Page | None
    certificate_ends: date | None


class Asker:
    def __init__(self, session: Session, options: LinkOptions) -> None:
        self.session, self.options = session, options
        self.hosts: defaultdict[str, Host] = defaultdict(lambda: Host(options))

    async def ask(self, address: str) -> Answer | Failure:
        try:
            asked = URL(address)
        except ValueError:
            return Failure("bad-address")
        if not asked.host:
            return Failure("bad-address")
        return await self._follow(asked)

    async def _follow(self, asked: URL) -> Answer | Failure:
        """Of a file, the head is enough. That a page is gone is often seen in its body only, so that a page is asked for at once."""
        at, method = asked, "HEAD" if is_file(asked) else "GET"
        statuses: list[int] = []
        ends: date | None = None
        been = {self._visit(at)}
        while True:
            reply = await self._reply(method, at)
            if method == "HEAD" and not (isinstance(reply, Reply) and (reply.location or reply.file)):
                method = "GET"  # refused, or not to be believed
                reply = await self._reply(method, at)
            if isinstance(reply, Failure):
                return Failure("redirect-inner", str(at)) if statuses and reply.reason == "inner" else reply
            ends = min(filter(None, (ends, reply.certificate_ends)), default=None)
            if reply.location is None:
                return Answer(asked, at, reply.status, bool(statuses) and PERMANENT.issuperset(statuses), reply.page, ends)
            statuses.append(reply.status)
            if reply.location.scheme not in ("http", "https") or not reply.location.host:
                return Failure("redirect-elsewhere", str(reply.location))
            at = reply.location
            if self._visit(at) in been:
                return Failure("redirect-loop", at.human_repr())
            if len(statuses) > self.options.redirects:
                return Failure("redirect-limit", at.human_repr())
            been.add(self._visit(at))

    def _visit(self, url: URL) -> tuple[URL, str]:
        """A host may set a cookie and send back to the same address: no loop yet."""
        return url, self.session.cookies(url)

    async def _reply(self, method: str, url: URL) -> Reply | Failure:
        if is_inner(url, self.options.networks):
            return Failure("inner")
        host = self.hosts[url.host or ""]
        attempts = 1 if method == "HEAD" else self.options.attempts
        for attempt in range(attempts):
            if closed := host.closed.get(url.origin()):
                return closed
            async with host.turn():
                reply = await self.session.reply(method, url)
            wait = reply.wait if isinstance(reply, Reply) and reply.status in AGAIN else None
            if wait is not None:
                if wait > self.options.longest_wait:
                    host.closed[url.origin()] = Failure("rest", f"{wait:.0f}")
                    return reply
                host.rest(wait)
            again = reply.status in AGAIN if isinstance(reply, Reply) else reply.reason in PASSING
            if not again or attempt + 1 == attempts:
                break
            if wait is None:
                await asyncio.sleep(self.options.backoff * 2**attempt * random.uniform(0.5, 1.5))
        if isinstance(reply, Failure) and reply.reason in NO_CONNECTION and method == "GET":
            host.closed[url.origin()] = reply
        return reply
