"""A preview makes a page when it is first looked at, so that an edit costs what was edited and what is read, not what the library holds."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any

from policy_library.model.files import Changed

PATIENCE = 50
"""Tenths of a second."""
App = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Make = Callable[[str], None]


class Preview:
    """Stands in front of the host's server: before that looks for a file in its folder, the file is there."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._building = False
        self._begun = 0
        """Builds."""
        self._unmade: set[str] = set()
        self._make: Make = lambda path: None

    def begin(self) -> None:
        """A build begins: whoever asks waits for its end."""
        self._lock.acquire()
        self._building = True
        self._begun += 1

    def end(self) -> None:
        if self._building:
            self._building = False
            self._lock.release()

    def show(self, paths: Iterable[str], make: Make) -> None:
        """``make`` is given one of the paths and puts it into the site; of one that ends in / all that lies below."""
        self._unmade, self._make = set(paths), make

    def provide(self, path: str) -> None:
        """``path`` below the site, as a browser asks for it, with or without its last /."""
        page = f"{path.rstrip('/')}/index.html".lstrip("/")
        with self._lock:
            for name in self._unmade & {path, page, *_folders(path)}:
                self._make(name)
                self._unmade.remove(name)

    def _provide_soon(self, path: str) -> None:
        for _ in range(PATIENCE):
            try:
                return self.provide(path)
            except Changed:  # by a save whose build begins in a moment
                time.sleep(0.1)

    def provide_all(self) -> None:
        for path in list(self._unmade):
            self.provide(path)

    def in_front_of(self, app: App, mount: str) -> App:
        """``mount``: the path at which the site stands ('/library/')."""

        def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            path = environ["PATH_INFO"].encode("latin-1").decode("utf8", "replace")
            while True:
                told: list[tuple[Any, ...]] = []
                begun = self._begun
                if path.startswith(mount):
                    self._provide_soon(path.removeprefix(mount))
                answered = app(environ, lambda *given, told=told: told.append(given))
                if begun == self._begun or not told[0][0].startswith("404"):
                    start_response(*told[0])
                    return answered
                # a build has emptied the folder since the page was made

        return answer


def _folders(path: str) -> list[str]:
    return [f"{path[:at]}/" for at, character in enumerate(path) if character == "/"]
