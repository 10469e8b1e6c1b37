"""Who does a build's work: processes beside each other, or this one alone."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import suppress
from itertools import islice
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

BATCH = 16
"""Inputs that are sent to a worker together: not every executor does that by itself."""
BATCHES = 32
"""That are on their way at once: more than there are workers, and few enough for memory."""
RUN = os.urandom(8)
"""This process and copies of it, wherever others run."""


def pool(workers: int | None = None) -> Executor:
    """``workers``: by default as many as the machine has; one would only send things to and fro. A copy of this process is the
    quickest start, and safe only while no thread of it could hold a lock in the copy."""
    if (workers or os.cpu_count()) == 1:
        return Serial()
    gc.freeze()  # or the copies' collectors would write into all that they share with this process
    alone = sys.platform == "linux" and threading.active_count() == 1
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork" if alone else "spawn"))


def give_back() -> None:
    """To the system, what this process has freed and the C library holds for it: where much was large, and comes no more."""
    with suppress(OSError, AttributeError, TypeError):  # other systems' libraries
        ctypes.CDLL(None).malloc_trim(0)


class Serial(Executor):
    """Each at once."""

    def submit(self, function: Callable[..., R], /, *given: Any, **named: Any) -> Future[R]:
        done: Future[R] = Future()
        try:
            done.set_result(function(*given, **named))
        except Exception as problem:
            done.set_exception(problem)
        return done


class Begun(Iterator[R]):
    """What a function makes of inputs, in their order: as ``Executor.map``, but with a bound on what is on its way, and for somebody who has
    other things to do meanwhile. Inputs are asked for when they are to be sent. Without an executor each is worked on when it is asked for."""

    def __init__(
        self, function: Callable[[T], R], inputs: Iterable[T], executor: Executor | None = None, batch: int = BATCH,
        told: Callable[[int, float], None] = lambda results, cpu: None,
    ) -> None:
        """``told`` how many results came, and the seconds of CPU that another process took for them."""
        self._function, self._inputs, self._executor, self._batch, self._told = function, iter(inputs), executor, batch, told
        self._waiting: deque[Future[tuple[list[R], float, Process]]] = deque()
        self._results: deque[R] = deque()
        self._send()

    @property
    def is_ready(self) -> bool:
        """Whether the next result is there, so that nobody waits for it."""
        return bool(self._results) or bool(self._waiting) and self._waiting[0].done()

    def __next__(self) -> R:
        if self._executor is None:
            return self._function(next(self._inputs))
        if not self._results:
            if not self._waiting:
                raise StopIteration
            results, cpu, process = self._waiting.popleft().result()
            self._told(len(results), cpu if process != this_process() else 0.0)
            self._results.extend(results)
            self._send()
        return self._results.popleft()

    def _send(self) -> None:
        while self._executor and len(self._waiting) < BATCHES and (some := list(islice(self._inputs, self._batch))):
            self._waiting.append(self._executor.submit(_counted, self._function, some))

    def cancel(self) -> None:
        """What nobody has begun."""
        for one in self._waiting:
            one.cancel()


def _counted(function: Callable[[T], R], inputs: Sequence[T]) -> tuple[list[R], float, Process]:
    """With the seconds of CPU that it took, whatever other threads do there, and the process that did it."""
    started = time.thread_time()
    return [function(one) for one in inputs], time.thread_time() - started, this_process()


Process = tuple[bytes, int]


def this_process() -> Process:
    return RUN, os.getpid()
