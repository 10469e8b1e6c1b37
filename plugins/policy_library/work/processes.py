"""Processes that do a build's work beside each other."""

from __future__ import annotations

import multiprocessing
import sys
import threading
from concurrent.futures import ProcessPoolExecutor


def pool(workers: int | None = None) -> ProcessPoolExecutor:
    """``workers``: by default as many as the machine has. A copy of this process is the quickest start, and safe only while
    no thread of it could hold a lock in the copy."""
    alone = sys.platform == "linux" and threading.active_count() == 1
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork" if alone else "spawn"))
