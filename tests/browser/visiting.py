"""A reader at a browser, who notes whatever goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, expect

TODAY = "2026-11-20"
"""The day of the builds, and of the reader's clock unless a test says otherwise."""


@dataclass
class Windows:
    """Windows are dear: a test gets one that another has left, emptied. ``idle`` holds them by (phone, scripts)."""

    browser: Browser
    idle: dict[tuple[bool, bool], list[Page]] = field(default_factory=dict)
    day: dict[BrowserContext, str] = field(default_factory=dict)

    def new(self, *, phone: bool, scripts: bool) -> Page:
        context = self.browser.new_context(
            java_script_enabled=scripts, reduced_motion="reduce", locale="zh-CN", timezone_id="Asia/Shanghai",
            permissions=["clipboard-read", "clipboard-write"], is_mobile=phone, has_touch=phone,
        )
        page = context.new_page()
        page.set_default_timeout(10_000)
        return page

    def take(self, *, phone: bool, scripts: bool) -> Page:
        left = self.idle.get((phone, scripts))
        return left.pop() if left else self.new(phone=phone, scripts=scripts)

    def leave(self, page: Page, *, phone: bool, scripts: bool) -> None:
        page.unroute_all()
        if page.url.startswith("http"):
            page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        self.idle.setdefault((phone, scripts), []).append(page)

    def set_day(self, page: Page, day: str) -> None:
        if self.day.get(page.context) != day:
            page.clock.set_fixed_time(datetime.fromisoformat(f"{day}T12:00:00+08:00"))
            self.day[page.context] = day


@dataclass
class Visitor:
    """``visitor.open(address)`` is a page in a window. What goes wrong in any of them stands in ``troubles``."""

    windows: Windows
    troubles: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    leaving: list[Callable[[], None]] = field(default_factory=list)

    def window(
        self, *, width: int = 1440, palette: str = "light", phone: bool = False, scripts: bool = True, before: str | None = None,
    ) -> Page:
        """A page without address. ``before`` is a script that runs ahead of the page's own: such a window is nobody else's."""
        if before is None:
            page = self.windows.take(phone=phone, scripts=scripts)
            self.leaving.append(lambda: self.windows.leave(page, phone=phone, scripts=scripts))
        else:
            page = self.windows.new(phone=phone, scripts=scripts)
            page.add_init_script(before)
            self.leaving.append(page.context.close)
        page.set_viewport_size({"width": 390, "height": 844} if phone else {"width": width, "height": 900})
        page.emulate_media(color_scheme=palette, media="screen")  # type: ignore[arg-type]
        self._listen(page)
        return page

    def open(self, address: str, *, on: str = TODAY, **options: Any) -> Page:
        """``on``: the day of the reader's clock, at noon."""
        page = self.window(**options)
        self.set_day(page, on)
        if page.url.partition("#")[0] == address.partition("#")[0]:
            page.goto("about:blank")  # to go to another place of the same page would not load it
        page.goto(address)
        if "/search/?q=" in address:
            expect(page.locator("#results")).to_have_attribute("data-state", "final")
        return page

    def set_day(self, page: Page, day: str) -> None:
        self.windows.set_day(page, day)

    def leave(self) -> None:
        for leave in reversed(self.leaving):
            leave()

    def _listen(self, page: Page) -> None:
        self._on(page, "console", lambda said: self._note(said.type in ("error", "warning"), f"{said.type}: {said.text}"))
        self._on(page, "pageerror", lambda error: self._note(True, f"script: {error}"))
        # What is under way when the reader goes on is broken off, and no trouble.
        self._on(page, "requestfailed", lambda one: self._note("ERR_ABORTED" not in (one.failure or ""), f"failed: {one.url} {one.failure}"))
        self._on(page, "response", lambda answer: self._note(answer.status >= 400, f"{answer.status}: {answer.url}"))
        self._on(page, "request", lambda request: self._requested(request.url))
        self._on(page, "dialog", lambda dialog: (self._note(True, f"dialog: {dialog.message}"), dialog.dismiss()))

    def _on(self, page: Page, event: Any, listener: Callable[[Any], object]) -> None:
        page.on(event, listener)
        self.leaving.append(lambda: page.remove_listener(event, listener))

    def _note(self, wrong: bool, what: str) -> None:
        if wrong:
            self.troubles.append(what)

    def _requested(self, url: str) -> None:
        self.requests.append(url)
        self._note(urlsplit(url).hostname not in ("127.0.0.1", None), f"another host: {url}")
