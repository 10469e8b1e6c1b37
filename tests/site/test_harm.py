"""Whatever happens to a site, to what is kept or in the middle of a build: a whole site stands there, and the next build is right."""

from __future__ import annotations

import errno
import os
import random
import resource
import shutil
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from policy_library.building import Failed, differing
from policy_library.search import kept
from policy_library.site import publish, rendering, standby
from policy_library.site.keeping import Last
from policy_library.site.manifest import MARKER

from checkout import Checkout, checkout, policy, tree
from rebuilt import FILES, TEXT, names, start, waiting


@pytest.mark.parametrize("path", ["policies/rules/index.html", "assets/library/library.css", "sitemap.xml", "assets/search/index.json"])
def test_a_file_that_somebody_touched_is_not_taken_over(built: Checkout, path: str) -> None:
    right = (built.site / path).read_bytes()
    (built.site / path).write_bytes(b"somebody's")
    built.build()
    assert (built.site / path).read_bytes() == right


def test_a_file_that_somebody_touched_and_dated_back_is_not_taken_over(built: Checkout) -> None:
    page = built.site / "policies/rules/index.html"
    right, was = page.read_bytes(), page.stat()
    page.write_bytes(right.replace("规范".encode(), "破坏".encode()))
    os.utime(page, ns=(was.st_atime_ns, was.st_mtime_ns))
    assert page.stat().st_size == was.st_size and page.read_bytes() != right
    built.build()
    assert page.read_bytes() == right


def test_a_file_that_is_gone_or_a_link_is_made_anew(built: Checkout, tmp_path: Path) -> None:
    right = tree(built.site)
    (built.site / "policies/rules/index.html").unlink()
    page = built.site / "policies/fees/index.html"
    page.unlink()
    (tmp_path / "elsewhere.html").write_text("elsewhere", "utf8")
    page.symlink_to(tmp_path / "elsewhere.html")
    built.build()
    assert tree(built.site) == right and not page.is_symlink()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"files": {"index.html": 1}, "pages": {}}', '{"files": null}', "\x00"])
def test_a_damaged_manifest_costs_time_only(built: Checkout, content: str) -> None:
    right = tree(built.site)
    (built.site / MARKER).write_text(content, "utf8")
    built.build()
    assert tree(built.site) == right


def test_a_damaged_cache_costs_time_only(built: Checkout) -> None:
    right = tree(built.site)
    for path in (built.root / ".cache").rglob("*"):
        if path.is_file():
            path.write_bytes(b"\x00" * 100)
    built.build()
    assert tree(built.site) == right


@pytest.mark.parametrize("kind", [rendering.KIND, rendering.ASIDE, kept.PASSAGES, "links"])
@pytest.mark.parametrize(
    "sql", [
        "UPDATE kept SET value = harmed(value) WHERE kind = ?1", "DELETE FROM kept WHERE kind = ?1",
        "UPDATE kept SET value = (SELECT value FROM kept WHERE kind = ?1 ORDER BY key LIMIT 1) WHERE kind = ?1",
    ], ids=["harmed", "lost", "another's"],
)
def test_a_damaged_value_costs_time_only(built: Checkout, kind: str, sql: str) -> None:
    """The file is as SQLite wants it; what an earlier build kept in it is not what that build wrote."""

    def harmed(value: bytes) -> bytes:
        middle = len(value) // 2
        return value.replace("第".encode(), "笫".encode()) if "第".encode() in value else value[:middle] + bytes([value[middle] ^ 1]) + value[middle + 1 :]

    right = tree(built.site)
    with closing(sqlite3.connect(built.root / ".cache/policy-library/texts.sqlite")) as cache, cache:
        cache.create_function("harmed", 1, harmed)
        assert cache.execute(sql, (kind,)).rowcount
    shutil.rmtree(built.site)
    built.build()
    assert tree(built.site) == right


def test_a_cache_that_is_damaged_in_the_middle_is_replaced(built: Checkout) -> None:
    right, cache = tree(built.site), built.root / ".cache/policy-library/texts.sqlite"
    cache.write_bytes(cache.read_bytes()[:8192] + b"\x55" * (cache.stat().st_size - 8192))
    built.build()
    built.build()
    assert tree(built.site) == right
    with closing(sqlite3.connect(cache)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_another_sites_manifest_tells_nothing_of_this_one(built: Checkout) -> None:
    """A copy of it that somebody brings back."""
    rules = built.content / "policies/rules.md"
    marker, right, text = (built.site / MARKER).read_bytes(), tree(built.site), rules.read_text("utf8")
    rules.write_text(text.replace("规范停车", "规范停放"), "utf8")
    built.build()
    (built.site / MARKER).write_bytes(marker)
    rules.write_text(text, "utf8")
    built.build()
    assert tree(built.site) == right


# ── Whatever happens in the middle ────────────────────────────────────────────


def test_a_build_that_is_killed_at_any_moment_leaves_a_whole_site_and_the_next_one_recovers(built: Checkout) -> None:
    chance = random.Random(7)
    sites = []
    for n in range(2):
        built.write("policies/apart.md", policy(title="云海市绿化管理办法", body=f"第一条　第{n}次。\n"))
        built.build()
        sites.append(tree(built.site))
    started = time.monotonic()
    start(built).wait(60)
    long = time.monotonic() - started
    cut = 0
    for n in range(20):
        built.write("policies/apart.md", policy(title="云海市绿化管理办法", body=f"第一条　第{n % 2}次。\n"))
        process = start(built)
        time.sleep(chance.uniform(0, long))
        os.killpg(process.pid, signal.SIGKILL)
        cut += process.wait() == -signal.SIGKILL
        assert tree(built.site) in sites
    assert cut > 5
    assert start(built).wait(60) == 0
    assert tree(built.site) == sites[1]
    assert [path.name for path in built.root.iterdir() if path.name.startswith(".site-")] == [".site-standby"]
    assert names(waiting(built)) == names(built.site)


@pytest.mark.parametrize("missing", [100, 100_000], ids=["the end of a page", "most of it"])
def test_a_full_disk_leaves_the_old_site(built: Checkout, tmp_path: Path, missing: int) -> None:
    before = tree(built.site)
    long = policy(title="云海市绿化管理办法", body="第一条　新。\n" + "第二条　长文。\n\n" * 4000)
    other = checkout(tmp_path / "other", {**FILES, "policies/apart.md": long}, options={"addresses_lock": ""})
    other.build()
    size = len(tree(other.site)["policies/apart/index.html"])
    assert size == max(map(len, tree(other.site).values()))
    built.write("policies/apart.md", long)
    full = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size - missing, size - missing))  # noqa: E731
    assert start(built, preexec_fn=full).wait(60) != 0
    assert tree(built.site) == before
    assert start(built).wait(60) == 0
    assert "新。" in built.page("policies/apart")


@pytest.mark.parametrize("refused", ["mkdtemp", "replace"])
def test_a_place_that_cannot_be_written_leaves_the_old_site(built: Checkout, monkeypatch: pytest.MonkeyPatch, refused: str) -> None:
    """At the beginning, and when the new files are to be put together; nothing is refused to the superuser that runs tests, so it is played."""
    before = tree(built.site)
    built.write("policies/apart.md", policy(title="云海市绿化管理办法", body="第一条　新。\n"))

    def refuse(*given: object, **named: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(built.root))

    with monkeypatch.context() as patched, pytest.raises(Failed) as failed:
        patched.setattr(standby.os if refused == "replace" else publish.tempfile, refused, refuse)
        built.build()
    assert "磁盘只能读、不能写" in "\n".join(failed.value.lines) and tree(built.site) == before
    built.build()
    assert "新。" in built.page("policies/apart")


def test_a_lock_that_cannot_be_written_is_told_with_the_site_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = checkout(tmp_path / "library", FILES)

    def refuse(*_: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(made.lock))

    with monkeypatch.context() as patched, pytest.raises(Failed) as failed:
        patched.setattr(publish, "write_lock", refuse)
        made.build()
    assert "磁盘只能读、不能写" in "\n".join(failed.value.lines) and made.page("policies/apart")
    assert made.build().gained


def test_two_builds_at_once_end_with_a_whole_site(built: Checkout) -> None:
    built.write("policies/apart.md", policy(title="云海市绿化管理办法", body="第一条　新。\n"))
    codes = [process.wait(60) for process in [start(built), start(built)]]
    assert 0 in codes and "新。" in built.page("policies/apart")
    assert differing(built.config, built.build()) == []


def test_a_build_that_is_overtaken_takes_over_nothing_of_the_other_site(built: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another build with another text is done while this one has looked at the last site and taken nothing of it yet."""
    put, slower, other = Last.put, policy(title="云海市停车收费规定", tags=["fees"], body=TEXT), policy(title="云海市停车收费规定", tags=["fees"], body=f"{TEXT}\n第三条　新。\n")

    def overtaken(last: Last, *given: Any) -> Path:
        monkeypatch.setattr(Last, "put", put)
        built.write("policies/fees.md", other)
        assert start(built).wait(60) == 0 and "新。" in built.page("policies/fees")
        built.write("policies/fees.md", slower)
        return put(last, *given)

    monkeypatch.setattr(Last, "put", overtaken)
    built.write("policies/apart.md", policy(title="云海市绿化管理办法", body="第一条　城市。\n"))
    result = built.build()
    assert "新。" not in built.page("policies/fees")
    assert differing(built.config, result) == [] and differing(built.config, built.build()) == []
