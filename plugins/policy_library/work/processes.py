"""Who does a build's work: processes beside each other, or this one alone."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import suppress
from typing import Any, TypeVar

R = TypeVar("R")


def pool(workers: int | None = None) -> Executor:
    """``workers``: by default as many as the machine has; one would only send things to and fro. A copy of this process is the
    quickest start, and safe only while no thread of it could hold a lock in the copy."""
    if (workers or os.cpu_count()) == 1:
        return Serial()
    gc.freeze()  # or the copies' collectors would write into all that they share with this process
    alone = sys.platform == "linux" and threading.active_count() == 1
    return ProcessPoolExecutor(workers, multiprocessing.get_context("fork" if alone else "spawn"), _leave_stopping)


def _leave_stopping() -> None:
    """A terminal's Ctrl-C reaches every process; the one that gives out the work says what becomes of it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


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
