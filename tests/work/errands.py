"""What tests have workers do: a module that the workers can import, too."""

from __future__ import annotations

import os
import time
from pathlib import Path


def busy(seconds: float) -> int:
    """Of CPU, whatever other threads of the process do; gives the process that was."""
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass
    return os.getpid()


def dies_once(marker: Path) -> str:
    """One process that comes here ends without a word."""
    try:
        marker.touch(exist_ok=False)
    except FileExistsError:
        return "done"
    os._exit(1)
