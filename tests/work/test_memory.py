"""What a process with many runs leaves in the cache."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from policy_library.work.memory import FILE, Memory


def run(memory: Memory, *texts: str) -> None:
    """A build that has these texts."""
    known = memory.known("reading", texts)
    for one in texts:
        if one not in known:
            memory.keep("reading", one, (one,))
    memory.store()


def held(folder: Path) -> list[str]:
    database = sqlite3.connect(folder / FILE)
    found = [key for (key,) in database.execute("SELECT key FROM kept")]
    database.close()
    return found


def test_what_a_run_does_not_use_any_more_goes(tmp_path: Path) -> None:
    preview = Memory(tmp_path, held=True)
    for texts in (("a", "b"), ("a", "c"), ("d",)):
        run(preview, *texts)
        assert sorted(held(tmp_path)) == sorted(texts)


def test_what_another_program_has_left_goes_as_well(tmp_path: Path) -> None:
    """A check in another terminal has seen a text that was taken back before the preview saw it."""
    preview = Memory(tmp_path, held=True)
    run(preview, "a", "b")
    run(Memory(tmp_path), "a", "b", "taken back")
    run(preview, "a", "c")
    assert sorted(held(tmp_path)) == ["a", "c"]
