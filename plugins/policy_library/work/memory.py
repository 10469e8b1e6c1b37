"""What was worked out of a text once, kept between runs: pure functions whose results depend on their input and on this code alone.

One SQLite file in the folder ``.cache/policy-library`` beside the configuration, which keeps itself out of git. Hosts may store it and hand it to later
runs. A file that is damaged, foreign or locked only costs time. What a run does not use is deleted from it, so that it neither
grows for ever nor keeps a text that was taken back.
"""

from __future__ import annotations

import functools
import hashlib
import io
import json
import os
import pickle
import platform
import sqlite3
import time
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager, suppress
from dataclasses import is_dataclass
from datetime import date
from functools import partial
from importlib import import_module
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from .processes import pool
from .stages import Stages

T = TypeVar("T")
R = TypeVar("R")

FOLDER, FILE = ".cache/policy-library", "texts.sqlite"
ENOUGH = 400_000
"""Characters of input from which on processes of their own are worth their start."""
WRITTEN_AT_ONCE = 16_000_000
"""Bytes of new results from which on they are written before the run ends: a large library's do not fit into memory beside it."""
BATCH = 16
"""Inputs that are sent to a worker together: not every executor does that by itself."""
BATCHES = 32
"""That are on their way at once: more than there are workers, and few enough for memory."""
COUNTED = slice(24, 28)
"""Bytes of an SQLite file: its file change counter (sqlite.org/fileformat.html, 1.3.7)."""
CHECK = 4
"""Bytes before each value that tell whether it is whole, and under its own key."""
PAGE = 16384
"""Bytes of a page of the file: most values are that large, and one that needs many pages is slow to write."""
RUN = os.urandom(8)
"""This process and copies of it, wherever others run."""
PACKAGE = "policy_library"
RENDERERS = ("deflate", "markdown", "nh3")
"""Packages whose versions change results."""


class Memory:
    """``known`` gives what is known, ``keep`` adds to it; ``store`` ends a run."""

    def __init__(
        self, folder: Path | None = None, executor: Callable[[], Executor] = pool, stages: Stages | None = None, *, held: bool = False,
    ) -> None:
        """Without a folder nothing is kept beyond the run. ``executor`` makes one, each time that there is work again after ``close``.
        ``held``: for a process with many runs, which need not look twice for the same thing."""
        self.folder, self._make = folder, executor
        self.stages = stages or Stages()
        self._held: dict[str, dict[str, Any]] | None = {} if held else None
        self._executor: Executor | None = None
        self._new: dict[tuple[str, str], bytes] = {}
        self._size = 0
        self._aside: dict[tuple[str, str], bytes] = {}
        self._fetched: tuple[tuple[str, str] | None, Any] = None, None
        self._reading: sqlite3.Connection | None = None
        self._used: dict[str, set[str]] = {}
        self._stored: dict[str, set[str]] = {}
        """What the last run of this process has left, where there are many."""
        self._left = b""
        """How often the file had been changed then."""

    @property
    def executor(self) -> Executor:
        """Starts no process before it has work."""
        if self._executor is None:
            self._executor = self._make()
        return self._executor

    def begin(self, size: Callable[[], int]) -> None:
        """Where nothing is known of so many characters as are to be read, the workers start now: they are copies of this process, and it is
        small yet."""
        if not (self.folder and (self.folder / FILE).exists()) and size() >= ENOUGH:
            self.executor.submit(_process).result()

    def known(self, kind: str, keys: Sequence[str]) -> dict[str, Any]:
        """By key, what an earlier run kept of this kind, and it stays; keys that are not known are left out."""
        self.still(kind, keys)
        return self.look_up(kind, keys)

    def look_up(self, kind: str, keys: Sequence[str]) -> dict[str, Any]:
        """As ``known``, but whether it stays is said later."""
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
                    found[key] = _unpacked(_whole(kind, key, blob))
        return found

    def keep(self, kind: str, key: str, value: object) -> None:
        if self._held is not None:
            self._held.setdefault(kind, {})[key] = value
        if self.folder:
            self._add(kind, key, packed(value))

    def lay_aside(self, kind: str, key: str, blob: bytes) -> None:
        """For ``fetch``: what is large and not needed before it is written, and which many runs find as it was; ``packed``, as a worker can do it."""
        self.still(kind, [key])
        if self.folder:
            self._add(kind, key, blob)
        else:
            self._aside[kind, key] = blob

    def still(self, kind: str, keys: Iterable[str]) -> None:
        """What an earlier run has kept or laid aside under these keys stays."""
        self._used.setdefault(kind, set()).update(keys)

    def fetch(self, kind: str, key: str) -> Any:
        """None where it is lost. What was fetched last is at hand: a page asks for its parts one after another."""
        if self._fetched[0] != (kind, key):
            self._fetched = (kind, key), None
            with suppress(Exception):  # whatever is wrong with it, it is made anew
                self._fetched = (kind, key), _unpacked(self._laid_aside(kind, key))
        return self._fetched[1]

    def _laid_aside(self, kind: str, key: str) -> bytes | memoryview:
        """Raises anything where it is lost."""
        if self.folder is None:
            return self._aside[kind, key]
        if (blob := self._new.get((kind, key))) is None:
            self._reading = self._reading or _database(self.folder)
            (blob,) = self._reading.execute("SELECT value FROM kept WHERE kind = ? AND key = ?", (kind, key)).fetchone()
        return _whole(kind, key, blob)

    def _add(self, kind: str, key: str, blob: bytes) -> None:
        self._new[kind, key] = _sum(kind, key, blob) + blob
        self._size += len(blob)
        if self._size > WRITTEN_AT_ONCE:
            with self._opened() as database:
                self._write(database)
            self._forget()  # whether it could be written or not

    def _write(self, database: sqlite3.Connection | None) -> None:
        if database:
            database.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", ((*key, blob) for key, blob in self._new.items()))
            database.commit()
            self._forget()

    def _forget(self) -> None:
        self._new.clear()
        self._size = 0

    def mapped(self, function: Callable[[T], R], inputs: Iterable[T], count: int, size: int) -> Iterator[R]:
        """``function`` of each of ``count`` inputs, in order, by the executor where ``size`` characters of input are enough for that.
        A string that was sent is kept twice by Python, a text is better sent as bytes; inputs are asked for when they are to be sent."""
        if size < ENOUGH:
            yield from map(function, inputs)
            return
        done = 0
        for results, worker, spent in _in_turn(self.executor, partial(_counted, function), _batches(inputs, min(BATCH, max(1, count // BATCHES)))):
            self.stages.worked(spent if worker != _process() else 0.0)
            self.stages.reached((done := done + len(results)) / count)
            yield from results

    def store(self) -> None:
        """Writes what is new and deletes what this run did not ask for."""
        if self._left != self._changes():
            self._stored.clear()  # another program has written, who knows what
        with self._opened() as database:
            for kind, used in self._used.items() if database else ():
                if kind in self._stored:
                    keys, which = self._stored[kind] - used, "IN"
                else:
                    keys, which = used, "NOT IN"
                database.execute(f"DELETE FROM kept WHERE kind = ? AND key {which} (SELECT value FROM json_each(?))", (kind, json.dumps([*keys])))
            self._write(database)
            if database and self._held is not None:
                self._stored |= self._used
        self._left = self._changes()
        if self._held is not None:
            for kind, used in self._used.items():
                held = self._held.get(kind, {})
                for key in held.keys() - used:
                    del held[key]
        self._forget()
        self._used = {}

    def _changes(self) -> bytes:
        """SQLite counts in its file how often it was changed, by whomever."""
        with suppress(OSError):
            if self.folder:
                with open(self.folder / FILE, "rb") as file:
                    return file.read(COUNTED.stop)[COUNTED]
        return b""

    def close(self) -> None:
        """Ends the workers; what comes later starts new ones."""
        if self._executor:
            self._executor.shutdown()
            self._executor = None
        self._fetched = None, None
        if self._reading:
            self._reading.close()
            self._reading = None

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection | None]:
        database = None
        try:
            database = _database(self.folder) if self.folder else None
            yield database
        except (sqlite3.Error, OSError) as error:
            if database is None:
                yield None
            elif self.folder and type(error) is sqlite3.DatabaseError:  # malformed; what a moment or another program is to blame for is more special
                database.close()
                with suppress(OSError):
                    (self.folder / FILE).unlink()
        finally:
            if database is not None:
                database.close()


def _batches(inputs: Iterable[T], size: int) -> Iterator[Sequence[T]]:
    given = iter(inputs)
    while some := list(islice(given, size)):
        yield some


def _in_turn(executor: Executor, function: Callable[[T], R], inputs: Iterable[T]) -> Iterator[R]:
    """``Executor.map`` with a bound on what is on its way, as Python has it from 3.14 on."""
    waiting: deque[Future[R]] = deque()
    try:
        for one in inputs:
            waiting.append(executor.submit(function, one))
            if len(waiting) == BATCHES:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for left in waiting:
            left.cancel()


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
    """Where most of a kind is wanted, one after the other is quicker than each by its name."""
    (held,) = database.execute("SELECT count(*) FROM (SELECT 1 FROM kept WHERE kind = ? LIMIT ?)", (kind, 2 * len(keys))).fetchone()
    if len(keys) <= held < 2 * len(keys):
        wanted = set(keys)
        yield from (row for row in database.execute("SELECT key, value FROM kept WHERE kind = ?", (kind,)) if row[0] in wanted)
        return
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        yield from database.execute(f"SELECT key, value FROM kept WHERE kind = ? AND key IN ({','.join('?' * len(some))})", (kind, *some))


def _database(folder: Path) -> sqlite3.Connection:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".gitignore").write_text("*\n", "utf8")
    file = folder / FILE
    try:
        return _prepared(file)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        file.unlink()
        return _prepared(file)


class _OtherCode(sqlite3.DatabaseError):
    """What is in the file was kept by other code, in whatever form."""


def _prepared(file: Path) -> sqlite3.Connection:
    database = sqlite3.connect(file, timeout=5, check_same_thread=False)  # a preview's pages are made in threads, one at a time
    try:
        _current(database)
    except sqlite3.Error:
        database.close()  # Windows deletes no file that is open
        raise
    return database


def _current(database: sqlite3.Connection) -> None:
    """Raises ``_OtherCode``. No write waits for the disk: where a machine stops in the middle of it, damaged values are known by their sums,
    lost ones are made anew, and what was not deleted the next run deletes."""
    database.execute(f"PRAGMA page_size = {PAGE}")
    database.execute("PRAGMA synchronous = OFF")
    database.execute("PRAGMA secure_delete = ON")  # a text that was taken back is not left in the free pages
    if database.execute("SELECT count(*) FROM sqlite_master WHERE name IN ('kept', 'version')").fetchone() != (2,):
        database.execute("BEGIN IMMEDIATE")
        database.execute("CREATE TABLE IF NOT EXISTS kept (kind TEXT, key TEXT, value BLOB, UNIQUE (kind, key))")
        database.execute("CREATE TABLE IF NOT EXISTS version AS SELECT ? AS code", (code_version(),))
        database.commit()
    if database.execute("SELECT code FROM version").fetchone() != (code_version(),):
        raise _OtherCode


def packed(value: object) -> bytes:
    return pickle.dumps(value, protocol=5)


def _sum(kind: str, key: str, blob: bytes | memoryview) -> bytes:
    return zlib.crc32(blob, zlib.crc32(f"{kind}\0{key}".encode("utf8", "surrogatepass"))).to_bytes(CHECK, "big")


def _whole(kind: str, key: str, blob: bytes) -> memoryview:
    """SQLite does not see damage to a value, and half of one can be a value, as can another's."""
    value = memoryview(blob)[CHECK:]
    if blob[:CHECK] != _sum(kind, key, value):
        raise pickle.UnpicklingError("damaged")
    return value


def _unpacked(blob: bytes | memoryview) -> Any:
    return _Reader(io.BytesIO(blob)).load()


class _Reader(pickle.Unpickler):
    """Makes data classes, models and named tuples of this package and nothing else: a file that somebody put there runs no code."""

    def find_class(self, module: str, name: str) -> Any:
        return _class(module, name)


SAFE: Mapping[tuple[str, str], type] = {("datetime", "date"): date}


@functools.cache
def _class(module: str, name: str) -> type:
    if (module, name) in SAFE:
        return SAFE[module, name]
    found = getattr(import_module(module), name, None) if module.startswith(f"{PACKAGE}.") and "." not in name else None
    if isinstance(found, type) and found.__module__ == module and (is_dataclass(found) or issubclass(found, tuple | BaseModel)):
        return found
    raise pickle.UnpicklingError(f"{module}.{name}")

