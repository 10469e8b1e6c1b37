"""A preview hears of a save at once, from the system; and by looking, since of network drives and shared folders the system tells nothing."""

from __future__ import annotations

import importlib
import os
import warnings
from collections.abc import Sequence
from contextlib import suppress
from threading import Lock
from typing import Any

Stamp = tuple[int, ...] | None
"""Of a file: mode, size, times, inode; None where there is none."""
CANNOT = (ImportError, OSError, RuntimeError, SystemError)
"""How the system's observer fails: on an unusual system, or where watches or open files are at their limit."""


def hear_at_once(server: Any, watched: Sequence[str]) -> None:
    """``watched``: what the host's server watches already."""
    for path in watched:
        server.unwatch(path)
    server.observer = Observers(server.observer)
    for path in watched:
        server.watch(path)


class Observers:
    """In the place of the host's observer: that one, and the system's beside it while it works. What both see is told once."""

    def __init__(self, looking: Any) -> None:
        self._looking, self._system = looking, None
        with suppress(*CANNOT):
            self._system = _system_observer()

    def schedule(self, handler: Any, path: str, *, recursive: bool = False) -> tuple[Any, Any]:
        once = Once(handler, path)
        watch = self._looking.schedule(once, path, recursive=recursive)
        return watch, self._ask("schedule", once, path, recursive=recursive, event_filter=_changes())

    def unschedule(self, watch: tuple[Any, Any]) -> None:
        self._looking.unschedule(watch[0])
        self._ask("unschedule", watch[1])

    def start(self) -> None:
        self._looking.start()
        self._ask("start")

    def stop(self) -> None:
        self._looking.stop()
        self._ask("stop")

    def join(self) -> None:
        self._looking.join()
        self._ask("join")

    def _ask(self, what: str, *given: Any, **options: Any) -> Any:
        if system := self._system:
            try:
                return getattr(system, what)(*given, **options)
            except CANNOT:
                self._system = None
                system.stop()
        return None


class Once:
    """Hands on what is news of a file; of folders everything. Systems tell also of files that were only read, so it knows those that are there."""

    def __init__(self, handler: Any, path: str) -> None:
        self._handler, self._lock = handler, Lock()
        files = (os.path.join(folder, name) for folder, _, names in os.walk(os.path.realpath(path)) for name in names)
        self._told = {file: _stamp(file) for file in (*files, _real(path))}

    def dispatch(self, event: Any) -> None:
        if event.is_directory or self._is_news(event.src_path, event.dest_path):
            self._handler.dispatch(event)

    def _is_news(self, *paths: str) -> bool:
        with self._lock:
            now = {(real := _real(path)): _stamp(real) for path in paths if path}
            news = any(self._told.get(path, ()) != stamp for path, stamp in now.items())
            self._told |= now
        return news


def _real(path: str) -> str:
    """The same, whoever tells of a file behind a link to its folder."""
    return os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path))


def _stamp(path: str) -> Stamp:
    with suppress(OSError):
        found = os.stat(path)
        return found.st_mode, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino
    return None


def _system_observer() -> Any:
    """Loaded here, since a build needs none of it. kqueue would hold every file open; what inotify warns of when folders come quickly is no matter of editors."""
    warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning)
    kind = importlib.import_module("watchdog.observers").Observer
    return None if kind.__name__ in {"PollingObserver", "KqueueObserver"} else kind()


def _changes() -> list[Any]:
    events = importlib.import_module("watchdog.events")
    return [events.FileCreatedEvent, events.FileModifiedEvent, events.FileMovedEvent, events.FileDeletedEvent]
