"""All files of a site that are ours: pages, permalinks, data, the map, the index. A build writes them, a preview makes each when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

from policy_library.edition import Edition
from policy_library.search.files import FOLDER as INDEX
from policy_library.search.index import Content
from policy_library.work.memory import Memory, digest
from policy_library.work.processes import give_back

from . import sitemap
from .keeping import Last, made_from
from .links import Links
from .pages import DATA, Made, Pages, Plan, redirect_view
from .preview import Preview
from .templates import Printer

Data = Mapping[str, Content]
"""Address → content."""
TOGETHER = 16
"""Pages that are written at once."""


@dataclass
class Writing:
    edition: Edition
    pages: Pages
    printer: Printer
    surroundings: str
    """Of what all pages share; see keeping.py."""
    url: str | None
    """Of the site's root."""
    memory: Memory
    last: Last
    """What it holds is not written again."""
    names: dict[str, str] = field(default_factory=dict)
    """Page's file → a name for all that it is made from."""
    looked_at: dict[str, tuple[str, Links]] = field(default_factory=dict)
    """Of pages that were written, digest and links."""

    # ── Building ──────────────────────────────────────────────────────────────

    def write(self, site: Path, pages: bool) -> None:
        """All of the site, with its pages or without. The index comes first: it takes most of memory, and what is left of making pages would lie beside it."""
        stage = self.memory.stages.stage
        with stage("search"):
            index = self._new(self.pages.index(self.memory))
        with stage("write"):
            write(site, index)
        del index
        give_back()
        with stage("templates"):
            to_make = [*self._to_make(pages)]
            for start in range(0, len(to_make), TOGETHER):
                printed = {path: self.printer.page(path, make()) for path, make in to_make[start : start + TOGETHER]}
                self.memory.stages.reached((start + len(printed)) / len(to_make))
                with stage("write"):
                    write(site, {path: one.html for path, one in printed.items()})
                self.looked_at.update((path, (one.digest, one.links)) for path, one in printed.items())
            data = self._new(self._data() | self._map())
        with stage("write"):
            write(site, data)

    def _to_make(self, pages: bool) -> Iterator[tuple[str, Callable[[], Made]]]:
        """Pages and permalinks, but for what the last site holds."""
        if pages:
            yield from [(plan.path, partial(self._made, plan)) for plan in self.pages.plans if not self._is_kept(plan)]
        for path, address in self._shorts.items():
            self.names[path] = digest(self._title(address), address, self.surroundings)
            if not self.last.keeps_page(path, self.names[path]):
                yield path, partial(self._redirect, address)

    def page(self, plan: Plan) -> bytes:
        return self.printer.page(plan.path, self._made(plan)).html

    def _made(self, plan: Plan) -> Made:
        made = plan.made()
        if plan.path not in self.names:
            self.names[plan.path] = made_from(made, self.surroundings)
        return made

    def _is_kept(self, plan: Plan) -> bool:
        """Whether the last site holds this very page. Where there is no site, a page need not be made to be compared."""
        if told := plan.told():
            self.names[plan.path] = digest(told, self.surroundings)
        elif self.last.folder is None:
            return False
        else:
            self.names[plan.path] = made_from(plan.made(), self.surroundings)
        return self.last.keeps_page(plan.path, self.names[plan.path])

    def _new(self, data: Data) -> dict[str, Content]:
        return {address: content for address, content in data.items() if not self.last.keeps(address, content)}

    # ── A preview ─────────────────────────────────────────────────────────────

    def show(self, preview: Preview, site: Path) -> None:
        plans = {plan.path: plan for plan in self.pages.plans}
        data: dict[str, Callable[[], Data]] = {DATA: self._data, sitemap.ADDRESS: self._map, INDEX: partial(self.pages.index, self.memory)}

        def make(path: str) -> None:
            if path in data:
                write(site, data[path]())
            else:
                made = self._redirect(self._shorts[path]) if path in self._shorts else plans[path].made()
                write(site, {path: self.printer.page(path, made).html})

        preview.show([*plans, *self._shorts, *data], make)

    # ── Parts ─────────────────────────────────────────────────────────────────

    def _data(self) -> dict[str, bytes]:
        return {address: content.encode() for address, content in self.pages.data().items()}

    def _map(self) -> dict[str, bytes]:
        return {sitemap.ADDRESS: sitemap.sitemap(self.pages.plans, self.url, self.edition.day).encode()} if self.url else {}

    def missing(self) -> bytes:
        """The page for what is not there, shown at any address."""
        view = self.pages.missing
        return self.printer.anywhere(Made(view.template, view, {}))

    @cached_property
    def _shorts(self) -> dict[str, str]:
        """File of a permalink → the address to which it leads."""
        return {f"{short}index.html": address for short, address in self.pages.permalinks}

    def _redirect(self, address: str) -> Made:
        view = redirect_view(self._title(address), address)
        return Made(view.template, view, {})

    def _title(self, address: str) -> str:
        return self.edition.library.by_key[address.rstrip("/")].title


def write(site: Path, data: Data) -> None:
    for folder in {address.rpartition("/")[0] for address in data}:
        (site / folder).mkdir(parents=True, exist_ok=True)
    for address, content in data.items():
        with open(f"{site}/{address}", "wb") as file:  # with a buffer: without one, a disk that is full in the middle would be no error
            file.write(content if isinstance(content, bytes) else content())
