"""What was worked out of a text once, kept between runs: pure functions whose results depend on their input and on this code alone.

One SQLite file in the folder ``.cache/policy-library`` beside the configuration, which keeps itself out of git. Hosts may store it and hand it to later
runs. A file that is damaged, foreign or locked only costs time. What a run does not use is deleted from it, so that it neither
grows for ever nor keeps a text that was taken back.
"""

from __future__ import annotations

import functools
import hashlib
import io
import os
import pickle
import platform
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager, suppress
from dataclasses import is_dataclass
from datetime import date
from functools import partial
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

from .processes import pool
from .stages import Stages

T = TypeVar("T")
R = TypeVar("R")

FOLDER = ".cache/policy-library"
ENOUGH = 400_000
"""Characters of input from which on processes of their own are worth their start."""
BATCHES = 64
"""Of work for executors: few enough to cost little, more than there are workers."""
RUN = os.urandom(8)
"""This process and copies of it, wherever others run."""
PACKAGE = "policy_library"
RENDERERS = ("markdown", "nh3")
"""Packages whose versions change results."""


class Memory:
    """``get`` gives what is known, ``keep`` adds to it; nothing is written before ``store``."""

    def __init__(
        self, folder: Path | None = None, executor: Callable[[], Executor] = pool, stages: Stages | None = None, *, held: bool = False,
    ) -> None:
        """Without a folder nothing is kept beyond the run. ``executor`` makes one, each time that there is work again after ``store``.
        ``held``: for a process with many runs, which need not look twice for the same thing."""
        self.folder, self._make = folder, executor
        self.stages = stages or Stages()
        self._held: dict[str, dict[str, Any]] | None = {} if held else None
        self._executor: Executor | None = None
        self._new: dict[tuple[str, str], bytes] = {}
        self._used: dict[str, set[str]] = {}

    @property
    def executor(self) -> Executor:
        """Starts no process before it has work."""
        if self._executor is None:
            self._executor = self._make()
        return self._executor

    def known(self, kind: str, keys: Sequence[str]) -> dict[str, Any]:
        """By key, what an earlier run kept of this kind; keys that are not known are left out."""
        self._used.setdefault(kind, set()).update(keys)
        held = {} if self._held is None else self._held.setdefault(kind, {})
        found = {key: held[key] for key in keys if key in held}
        if wanted := [key for key in keys if key not in found]:
            found |= self._read(kind, wanted)
            held.update(found)
        return found

    def _read(self, kind: str, keys: Sequence[str]) -> dict[str, Any]:
        found = {}
        with self._opened() as database:
            for key, blob in _selected(database, kind, keys) if database else ():
                with suppress(Exception):  # whatever is wrong with it, it is made anew
                    found[key] = _Reader(io.BytesIO(blob)).load()
        return found

    def keep(self, kind: str, key: str, value: object) -> None:
        if self._held is not None:
            self._held.setdefault(kind, {})[key] = value
        if self.folder:
            self._new[kind, key] = pickle.dumps(value, protocol=5)

    def mapped(self, function: Callable[[T], R], inputs: Sequence[T], size: int) -> list[R]:
        """``function`` of each, by the executor where ``size`` characters of input are enough for that."""
        if size < ENOUGH:
            return [function(one) for one in inputs]
        found: list[R] = []
        for results, worker, spent in self.executor.map(partial(_counted, function), _batches(inputs)):
            found += results
            self.stages.worked(spent if worker != _process() else 0.0)
            self.stages.reached(len(found) / len(inputs))
        return found

    def store(self) -> None:
        """Writes what is new, deletes what this run did not ask for, and ends the workers."""
        with self._opened() as database:
            if database:
                held = {kind: {key for (key,) in database.execute("SELECT key FROM kept WHERE kind = ?", (kind,))} for kind in self._used}
                idle = [(kind, key) for kind, keys in held.items() for key in keys - self._used[kind]]
                database.executemany("DELETE FROM kept WHERE kind = ? AND key = ?", idle)
                database.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", [(*key, blob) for key, blob in self._new.items()])
                database.commit()
        if self._held is not None:
            for kind, used in self._used.items():
                self._held[kind] = {key: value for key, value in self._held.get(kind, {}).items() if key in used}
        self._new.clear()
        self._used.clear()
        if self._executor:
            self._executor.shutdown()
            self._executor = None

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection | None]:
        database = None
        try:
            database = _database(self.folder) if self.folder else None
            yield database
        except (sqlite3.Error, OSError):
            if database is None:
                yield None
        finally:
            if database is not None:
                database.close()


def _batches(inputs: Sequence[T]) -> list[Sequence[T]]:
    """Not every executor sends more than one at a time by itself."""
    size = max(1, len(inputs) // BATCHES)
    return [inputs[start : start + size] for start in range(0, len(inputs), size)]


def _counted(function: Callable[[T], R], inputs: Sequence[T]) -> tuple[list[R], tuple[bytes, int], float]:
    """With the process that did it and the seconds of CPU that it took, whatever other threads do there."""
    started = time.thread_time()
    return [function(one) for one in inputs], _process(), time.thread_time() - started


def _process() -> tuple[bytes, int]:
    return RUN, os.getpid()


def digest(text: str, *others: object) -> str:
    """Of a text and of what else a result depends on: values whose repr tells all of them."""
    found = hashlib.blake2b(text.encode("utf8", "surrogatepass"), digest_size=16)
    found.update(f"\0{others!r}".encode("utf8", "surrogatepass"))
    return found.hexdigest()


@functools.cache
def code_version() -> str:
    """Of the code that makes results: other code, other results."""
    found = hashlib.blake2b("\0".join((platform.python_version(), *map(version, RENDERERS))).encode(), digest_size=16)
    package = Path(__file__).resolve().parent.parent
    for path in sorted([*package.rglob("*.py"), *package.rglob("*.yml")]):
        found.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def _selected(database: sqlite3.Connection, kind: str, keys: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        yield from database.execute(f"SELECT key, value FROM kept WHERE kind = ? AND key IN ({','.join('?' * len(some))})", (kind, *some))


def _database(folder: Path) -> sqlite3.Connection:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".gitignore").write_text("*\n", "utf8")
    file = folder / "texts.sqlite"
    try:
        return _prepared(file)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        file.unlink()
        return _prepared(file)


def _prepared(file: Path) -> sqlite3.Connection:
    database = sqlite3.connect(file, timeout=5)
    try:
        _current(database)
    except sqlite3.Error:
        database.close()  # Windows deletes no file that is open
        raise
    return database


def _current(database: sqlite3.Connection) -> None:
    """Empties what other code has kept."""
    database.execute("PRAGMA secure_delete = ON")  # a text that was taken back is not left in the free pages
    database.execute("CREATE TABLE IF NOT EXISTS version (code TEXT)")
    database.execute("CREATE TABLE IF NOT EXISTS kept (kind TEXT, key TEXT, value BLOB, PRIMARY KEY (kind, key)) WITHOUT ROWID")
    if database.execute("SELECT code FROM version").fetchone() != (code_version(),):
        database.execute("DELETE FROM kept")
        database.execute("DELETE FROM version")
        database.execute("INSERT INTO version VALUES (?)", (code_version(),))
        database.commit()


class _Reader(pickle.Unpickler):
    """Makes data classes of this package and nothing else: a file that somebody put there runs no code."""

    def find_class(self, module: str, name: str) -> Any:
        return _class(module, name)


SAFE: Mapping[tuple[str, str], type] = {("datetime", "date"): date}


@functools.cache
def _class(module: str, name: str) -> type:
    if (module, name) in SAFE:
        return SAFE[module, name]
    found = getattr(import_module(module), name, None) if module.startswith(f"{PACKAGE}.") and "." not in name else None
    if isinstance(found, type) and is_dataclass(found) and found.__module__ == module:
        return found
    raise pickle.UnpicklingError(f"{module}.{name}")

