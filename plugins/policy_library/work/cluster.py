"""Work on the machines of a Dask cluster that somebody runs: the way to it, and what may be wrong with it. Dask alone schedules."""

from __future__ import annotations

import functools
import logging
import platform
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from contextlib import ExitStack, contextmanager
from importlib import import_module
from typing import Any, Literal, TypeVar

from .memory import code_version

R = TypeVar("R")

Why = Literal["missing", "unreachable", "idle", "unlike", "lost"]


class Unusable(Exception):
    def __init__(self, why: Why, about: str = "") -> None:
        """``missing``: no Dask here; ``idle``: no workers there; ``unlike``: workers with other code; ``lost``: while it worked."""
        super().__init__(why, about)
        self.why, self.about = why, about


@contextmanager
def cluster(address: str) -> Iterator[Callable[[], Executor]]:
    """Makes executors. Nobody is asked before the first one is wanted; there is one connection for all, and it ends with this."""
    with ExitStack() as stack:
        client = functools.cache(lambda: stack.enter_context(_client(address)))
        try:
            yield lambda: _Checking(client().get_executor(pure=False))  # what is pure is looked for by a digest of all that it is given
        except Exception as problem:
            if isinstance(problem, CancelledError) or type(problem).__module__.partition(".")[0] == "distributed":
                raise Unusable("lost", str(problem) or type(problem).__name__) from problem
            raise


def _client(address: str) -> Any:
    """Dask's own configuration holds how long anybody is waited for, and certificates."""
    try:
        dask, distributed = import_module("dask"), import_module("distributed")
    except ModuleNotFoundError as problem:
        raise Unusable("missing", str(problem)) from problem
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # what goes wrong is told as an error
    try:
        distributed.comm.resolve_address(address)  # a client that cannot read its address does not end cleanly
        client = distributed.Client(address, set_as_default=False)
    except (OSError, ValueError) as problem:
        raise Unusable("unreachable", str(problem)) from problem
    try:
        client.wait_for_workers(1, timeout=dask.config.get("distributed.comm.timeouts.connect"))
        found = client.run(code_version, on_error="return")
        if others := sorted(worker for worker, version in found.items() if version != code_version()):
            raise Unusable("unlike", ", ".join(others))
    except TimeoutError as problem:
        client.close()
        raise Unusable("idle") from problem
    except BaseException:
        client.close()
        raise
    return client


class _Checking(Executor):
    """A worker that joins later is asked for its code as well: what it does may be kept for years."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor

    def submit(self, function: Callable[..., R], /, *given: Any, **named: Any) -> Future[R]:
        return self._executor.submit(_checked, code_version(), function, *given, **named)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._executor.shutdown(wait and not cancel_futures)


def _checked(version: str, function: Callable[..., R], *given: Any, **named: Any) -> R:
    if version != code_version():
        raise Unusable("unlike", platform.node())
    return function(*given, **named)
