"""A save is heard at once and told once, whoever sees it; where the system tells nothing, looking does."""

from __future__ import annotations

import errno
import importlib
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from mkdocs.config import load_config
from watchdog import observers
from watchdog.events import FileModifiedEvent, FileSystemEvent
from watchdog.observers.polling import PollingObserver

from policy_library.site.watching import Observers, Once, hear_at_once

from checkout import checkout, policy

NEVER, OFTEN = 3600.0, 0.05
"""Seconds between two looks."""
HEARS = observers.Observer is not PollingObserver
WATCHERS = ("both", "looking", *(["system"] if HEARS else []))


def until(done: Callable[[], Any], what: str) -> None:
    end = time.monotonic() + 20
    while not done():
        assert time.monotonic() < end, what
        time.sleep(0.01)


class Folder:
    """A watched folder and what was told of it; ``linked`` in it leads to another, which the host looks into and the system tells nothing of."""

    def __init__(self, root: Path) -> None:
        self.path, self.outside, self.linked = (root / name for name in ("content", "outside", "elsewhere"))
        for file in ("content/a.md", "content/old/b.md", "outside/c.md", "outside/new/d.md", "elsewhere/y.md", "elsewhere/z.md"):
            (root / file).parent.mkdir(parents=True, exist_ok=True)
            (root / file).write_text("before", "utf8")
        (self.path / "linked").symlink_to(self.linked)
        self.told: list[str] = []

    def dispatch(self, event: FileSystemEvent) -> None:
        if not event.is_directory:
            self.told += [Path(str(path)).relative_to(self.path).as_posix() for path in (event.src_path, event.dest_path) if self.path in Path(str(path)).parents]

    def hears(self, *files: str) -> None:
        until(lambda: set(files) <= set(self.told), f"{files} told, was {self.told}")

    def looked(self) -> None:
        """All that had happened is told by looking as well: the second file is seen after all that came before the first. New files would not do: they take the inodes of those that went."""
        for name in ("y.md", "z.md"):
            before = self.told.count(f"linked/{name}")
            with (self.linked / name).open("a") as file:
                file.write("after")
            until(lambda name=name, before=before: self.told.count(f"linked/{name}") > before, f"linked/{name} looked at")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path.resolve())


@pytest.fixture
def watch(folder: Folder) -> Iterator[Callable[[float], None]]:
    begun: list[Observers] = []

    def begin(seconds: float) -> None:
        begun.append(Observers(PollingObserver(timeout=seconds)))
        begun[0].schedule(folder, str(folder.path), recursive=True)
        begun[0].start()

    threads = set(threading.enumerate())
    yield begin
    for one in begun:
        one.stop()
        one.join()
    until(lambda: set(threading.enumerate()) <= threads, "all threads end")


def in_place(folder: Folder) -> None:
    (folder.path / "a.md").write_text("after", "utf8")


def renamed_over(folder: Folder) -> None:
    (folder.path / ".a.tmp").write_text("after", "utf8")
    os.replace(folder.path / ".a.tmp", folder.path / "a.md")


def renamed_over_from_outside(folder: Folder) -> None:
    os.replace(folder.outside / "c.md", folder.path / "a.md")


def with_a_backup(folder: Folder) -> None:
    """As vim saves."""
    (folder.path / "4913").write_text("", "utf8")
    (folder.path / "4913").unlink()
    os.rename(folder.path / "a.md", folder.path / "a.md~")
    (folder.path / "a.md").write_text("after", "utf8")
    (folder.path / "a.md~").unlink()


def deleted(folder: Folder) -> None:
    (folder.path / "a.md").unlink()


def new_in_a_new_folder(folder: Folder) -> None:
    (folder.path / "2026/11").mkdir(parents=True)
    (folder.path / "2026/11/e.md").write_text("after", "utf8")


def folder_renamed(folder: Folder) -> None:
    os.rename(folder.path / "old", folder.path / "older")


def folder_moved_in(folder: Folder) -> None:
    os.rename(folder.outside / "new", folder.path / "new")


def folder_moved_out(folder: Folder) -> None:
    os.rename(folder.path / "old", folder.outside / "old")


SAVES: dict[Callable[[Folder], None], tuple[str, ...]] = {
    in_place: ("a.md",), renamed_over: ("a.md",), renamed_over_from_outside: ("a.md",), with_a_backup: ("a.md",), deleted: ("a.md",),
    new_in_a_new_folder: ("2026/11/e.md",), folder_renamed: ("old/b.md", "older/b.md"), folder_moved_in: ("new/d.md",), folder_moved_out: ("old/b.md",),
}
AT_ONE_STROKE = (renamed_over, renamed_over_from_outside, deleted, folder_renamed, folder_moved_in, folder_moved_out)
HEARD = [(watchers, save) for watchers in WATCHERS for save in SAVES if (watchers, save) != ("system", folder_moved_out)]
"""Of a folder that is moved out, inotify tells the folder alone: its files are found by looking."""
"""No file has a state between."""


@pytest.mark.parametrize("watchers, save", HEARD)
def test_every_way_to_save_is_heard_once(
    folder: Folder, watch: Callable[[float], None], monkeypatch: pytest.MonkeyPatch, watchers: str, save: Callable[[Folder], None],
) -> None:
    if watchers == "looking":
        monkeypatch.setattr(observers, "Observer", PollingObserver)
    watch(NEVER if watchers == "system" else OFTEN)
    save(folder)
    folder.hears(*SAVES[save])
    if watchers != "system":
        folder.looked()
    if save in AT_ONE_STROKE:
        assert [folder.told.count(file) for file in SAVES[save]] == [1] * len(SAVES[save])


def test_what_one_tells_the_other_does_not_tell_again(folder: Folder, watch: Callable[[float], None]) -> None:
    watch(OFTEN)
    for number in range(5):
        (folder.outside / "c.md").write_text(f"{number}", "utf8")
        os.replace(folder.outside / "c.md", folder.path / "a.md")
        folder.looked()
        assert folder.told.count("a.md") == number + 1


def test_what_the_system_does_not_see_is_looked_for(folder: Folder, watch: Callable[[float], None]) -> None:
    watch(OFTEN)
    (folder.linked / "z.md").write_text("on a shared drive", "utf8")
    folder.hears("linked/z.md")


def test_who_only_reads_changes_nothing(folder: Folder, watch: Callable[[float], None]) -> None:
    watch(OFTEN)
    file = folder.path / "a.md"
    file.read_bytes()
    with file.open("a"):
        pass
    folder.looked()
    Once(folder, str(folder.path)).dispatch(FileModifiedEvent(str(file)))  # as Windows tells when a file was read
    assert "a.md" not in folder.told


def test_a_file_behind_a_link_is_one_file(folder: Folder) -> None:
    """macOS tells where it lies, the host where it was looked for."""
    (alias := folder.path.parent / "alias").symlink_to(folder.path)
    told: list[FileSystemEvent] = []
    once = Once(SimpleNamespace(dispatch=told.append), str(alias))
    in_place(folder)
    for path in (folder.path, alias, folder.path):
        once.dispatch(FileModifiedEvent(str(path / "a.md")))
    assert len(told) == 1


@pytest.mark.parametrize("at", ["__init__", "schedule", "on_thread_start"])
def test_where_the_system_refuses_looking_goes_on(
    folder: Folder, watch: Callable[[float], None], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], at: str,
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, "inotify watch limit reached")

    monkeypatch.setattr(observers, "Observer", type("Refusing", (observers.Observer,), {at: refuse}))  # type: ignore[arg-type]
    watch(OFTEN)
    in_place(folder)
    folder.hears("a.md")
    assert capfd.readouterr() == ("", "")


def test_where_the_system_has_nothing_to_load_looking_goes_on(folder: Folder, watch: Callable[[float], None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "watchdog.observers", None)
    watch(OFTEN)
    in_place(folder)
    folder.hears("a.md")


# ── Under the hosts' own servers ──────────────────────────────────────────────


class Serving:
    def __init__(self, host: str, watched: list[Path], seconds: float) -> None:
        self.builds = 0
        self.server = importlib.import_module(f"{host}.livereload").LiveReloadServer(
            builder=self.build, host="127.0.0.1", port=0, root=str(watched[0]), polling_interval=seconds,
        )
        for path in watched:
            self.server.watch(str(path))
        self.thread = threading.Thread(target=self.server.serve, daemon=True)

    def build(self) -> None:
        self.builds += 1

    def __enter__(self) -> Serving:
        self.thread.start()
        until(self.server.serve_thread.is_alive, "the server serves")
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown(wait=True)
        self.thread.join()


@pytest.mark.parametrize("seconds", [pytest.param(NEVER, marks=pytest.mark.skipif(not HEARS, reason="the system has no watcher of its own")), OFTEN])
@pytest.mark.parametrize("host", ["mkdocs", "properdocs"])
def test_a_save_is_one_build(folder: Folder, host: str, seconds: float) -> None:
    config = folder.path.parent / "mkdocs.yml"
    config.write_text("before", "utf8")
    serving = Serving(host, [folder.path, config], seconds)
    hear_at_once(serving.server, [str(folder.path), str(config)])
    with serving:
        for number, file in enumerate((folder.path / "a.md", config, folder.path / "a.md"), 1):
            (folder.outside / "c.md").write_text(f"{number}", "utf8")
            os.replace(folder.outside / "c.md", file)
            until(lambda number=number: serving.builds >= number, "the save is built")
            if seconds == OFTEN:
                time.sleep(8 * OFTEN)
            assert serving.builds == number


def test_a_path_can_be_left(folder: Folder) -> None:
    serving = Serving("mkdocs", [folder.path, folder.linked], OFTEN)
    hear_at_once(serving.server, [str(folder.path), str(folder.linked)])
    serving.server.unwatch(str(folder.path))
    with serving:
        in_place(folder)
        time.sleep(8 * OFTEN)
        assert not serving.builds
        (folder.linked / "z.md").write_text("after", "utf8")
        until(lambda: serving.builds, "what is still watched is built")


@pytest.mark.skipif(not HEARS, reason="the system has no watcher of its own")
def test_a_preview_hears(tmp_path: Path) -> None:
    made = checkout(tmp_path, {"policies/parking.md": policy()})
    config = load_config(str(made.config))
    config.plugins.on_startup(command="serve", dirty=False)
    serving = Serving("mkdocs", [made.content, made.config], NEVER)
    config.plugins.on_serve(serving.server, config=config, builder=serving.build)
    with serving:
        made.write("policies/parking.md", policy("第一条　改过了。\n"))
        until(lambda: serving.builds, "an edit is built")
        made.config.write_bytes(made.config.read_bytes() + b"\n")
        until(lambda: serving.builds > 1, "an edit of the configuration is built")
    config.plugins.on_startup(command="build", dirty=False)
