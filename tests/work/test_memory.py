"""What runs leave in the cache, and what they make of what others left there."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from policy_library.work.memory import FILE, PAGE, Memory


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


FOREIGN = {
    "an older form": ["CREATE TABLE version (code TEXT)", "INSERT INTO version VALUES ('older')", "CREATE TABLE kept (kind TEXT, key TEXT, value BLOB, PRIMARY KEY (kind, key)) WITHOUT ROWID"],
    "nothing kept": ["CREATE TABLE version AS SELECT 'older' AS code"],
    "no version": ["CREATE TABLE kept (kind TEXT, key TEXT, value BLOB, UNIQUE (kind, key))"],
}


@pytest.mark.parametrize("left", FOREIGN)
def test_a_cache_that_other_code_has_left_is_made_anew(tmp_path: Path, left: str) -> None:
    with closing(sqlite3.connect(tmp_path / FILE)) as database:
        for line in FOREIGN[left]:
            database.execute(line)
        if "version" in left:
            database.execute("INSERT INTO kept VALUES ('reading', 'a', x'80')")
        database.commit()
    run(Memory(tmp_path), "a", "b")
    assert Memory(tmp_path).known("reading", ["a", "b"]) == {"a": ("a",), "b": ("b",)}
    with closing(sqlite3.connect(tmp_path / FILE)) as database:
        assert left == "no version" or database.execute("PRAGMA page_size").fetchone() == (PAGE,)


def test_a_cache_without_its_table_heals(tmp_path: Path) -> None:
    """As a program leaves it that is killed by the system in the worst moment."""
    run(Memory(tmp_path), "a")
    with closing(sqlite3.connect(tmp_path / FILE)) as database:
        database.execute("DROP TABLE kept")
    run(Memory(tmp_path), "a")
    assert Memory(tmp_path).known("reading", ["a"]) == {"a": ("a",)}
