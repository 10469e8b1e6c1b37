"""Politeness towards one host: how many requests at a time, what time between them, and when to leave it alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from yarl import URL

from policy_library.settings import LinkOptions

from .failures import Failure


class Host:
    def __init__(self, options: LinkOptions) -> None:
        self._pause = options.pause
        self._places = asyncio.Semaphore(options.per_host)
        self._free_at = 0.0
        self.closed: dict[URL, Failure] = {}
        """By origin (scheme, host, port), why nothing more is asked of it in this run."""

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """One request's."""
        async with self._places:
            clock = asyncio.get_running_loop().time
            while (wait := self._free_at - clock()) > 0:
                await asyncio.sleep(wait)
            self.rest(self._pause)
            try:
                yield
            finally:
                self.rest(self._pause)

    def rest(self, seconds: float) -> None:
        self._free_at = max(self._free_at, asyncio.get_running_loop().time() + seconds)
