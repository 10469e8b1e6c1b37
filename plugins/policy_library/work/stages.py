"""Where the time of a run goes, by stage."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal, get_args

Name = Literal["read", "graph", "checks", "markdown", "sanitise", "templates", "search", "write", "host"]
NAMES: tuple[Name, ...] = get_args(Name)


@dataclass
class Spent:
    """Seconds."""

    wall: float = 0.0
    cpu: float = 0.0
    """Of this process and of the work that it gave to others."""


class Stages:
    """Every moment belongs to one stage, so the stages add up to the whole; one within another interrupts it."""

    def __init__(self, told: Callable[[Name, float], None] = lambda name, share: None) -> None:
        """``told`` which stage begins for the first time (0), and how much of one is done where that is known (up to 1)."""
        self._told = told
        self._spent: dict[Name, Spent] = {"host": Spent()}
        self._running: Name = "host"
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def switch(self, name: Name) -> Name:
        """From now on it is this one's time. Gives the one that it was; ``stage`` is this with an end."""
        before = self._running
        wall, cpu = time.perf_counter(), time.process_time()
        spent = self._spent[before]
        spent.wall += wall - self._wall
        spent.cpu += cpu - self._cpu
        self._wall, self._cpu, self._running = wall, cpu, name
        if name not in self._spent:
            self._spent[name] = Spent()
            self._told(name, 0.0)
        return before

    @contextmanager
    def stage(self, name: Name) -> Iterator[None]:
        before = self.switch(name)
        try:
            yield
        finally:
            self.switch(before)

    def reached(self, share: float) -> None:
        """Of the running stage."""
        self._told(self._running, share)

    def worked(self, cpu: float) -> None:
        """Another process did so much for the running stage."""
        self._spent[self._running].cpu += cpu

    def yielded(self, name: Name, cpu: float) -> None:
        """So much of the running stage's CPU was this one's in truth; the wall's time goes along in proportion."""
        self.switch(self.switch(name))
        spent, other = self._spent[self._running], self._spent[name]
        wall = spent.wall * cpu / spent.cpu if spent.cpu else 0.0
        other.wall, other.cpu = other.wall + wall, other.cpu + cpu
        spent.wall, spent.cpu = spent.wall - wall, spent.cpu - cpu

    def spent(self) -> Mapping[Name, Spent]:
        """Up to now, every stage in the order of ``NAMES``."""
        self.switch(self._running)
        return {name: self._spent.get(name, Spent()) for name in NAMES}
