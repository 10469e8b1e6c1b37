"""A site is put into a folder here, or into one of another machine over ssh: whole, locked, and never over somebody's own files."""

from __future__ import annotations

import fcntl
import os
import threading
from datetime import date
from pathlib import Path

import pytest

from policy_library.deploy.places import Folder, Place, Remote, place
from policy_library.site.manifest import MARKER
from policy_library.site.publish import Unusable
from policy_library.site.record import FILE, Record, written

from checkout import tree

NO_SSH = """#!/bin/sh
# Another machine: what follows its name is run by a shell in its home.
while [ "$1" != far ]; do shift; done
shift
cd "$POLICY_TEST_HOME" && exec /bin/sh -c "$*"
"""


def site(folder: Path, commit: str) -> Path:
    folder.mkdir()
    (folder / "index.html").write_text(commit)
    (folder / MARKER).touch()
    (folder / FILE).write_text(written(Record(commit, date(2026, 11, 20))))
    return folder


@pytest.fixture(params=["folder", "ssh"])
def there(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    if request.param == "folder":
        return place(str(tmp_path / "www/policy library"))
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/ssh").write_text(NO_SSH)
    (tmp_path / "bin/ssh").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("POLICY_TEST_HOME", str(tmp_path))
    return place("far:www/policy library")


@pytest.fixture
def www(tmp_path: Path) -> Path:
    return tmp_path / "www/policy library"


def test_the_form_of_a_target() -> None:
    assert place("editor@host:www/site/") == Remote("editor@host", "www/site")
    assert place("/srv/a:b") == Folder(Path("/srv/a:b"))
    assert place("site") == Folder(Path("site"))


def test_a_site_is_put_and_replaced(there: Place, www: Path, tmp_path: Path) -> None:
    for commit in ("a" * 40, "b" * 40, "c" * 40):
        made = site(tmp_path / commit, commit)
        with there.locked():
            there.put(made)
            assert there.record() == Record(commit, date(2026, 11, 20))
        assert tree(www) == tree(made)
    beside = [path.name for path in www.parent.iterdir() if path.is_dir() and not path.is_symlink()]
    assert len(beside) == 1
    assert (www.stat().st_mode & 0o755) == 0o755


def test_nothing_is_there_at_first(there: Place) -> None:
    with there.locked():
        assert there.record() is None


def test_somebodys_own_files_stay(there: Place, www: Path, tmp_path: Path) -> None:
    www.mkdir(parents=True)
    (www / "thesis.txt").write_text("mine")
    made = site(tmp_path / "made", "a" * 40)
    with pytest.raises(Unusable, match="不是本工具"), there.locked():
        there.put(made)
    assert tree(www) == {"thesis.txt": b"mine"}


def test_a_site_that_was_put_by_hand_is_replaced(there: Place, www: Path, tmp_path: Path) -> None:
    www.parent.mkdir()
    site(www, "a" * 40)
    made = site(tmp_path / "made", "b" * 40)
    with there.locked():
        there.put(made)
    assert tree(www) == tree(made)


def test_one_waits_for_the_other(there: Place, tmp_path: Path) -> None:
    order = []
    inside, go_on = threading.Event(), threading.Event()

    def first() -> None:
        with there.locked():
            inside.set()
            go_on.wait(10)
            order.append("first")

    def second() -> None:
        inside.wait(10)
        with there.locked():
            order.append("second")

    threads = [threading.Thread(target=run) for run in (first, second)]
    for thread in threads:
        thread.start()
    inside.wait(10)
    [lock] = [path for path in (tmp_path / "www").iterdir() if path.name.endswith(".lock")]
    with lock.open() as file, pytest.raises(BlockingIOError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    go_on.set()
    for thread in threads:
        thread.join(10)
    assert order == ["first", "second"]


def test_a_machine_that_does_not_answer_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ssh").write_text("#!/bin/sh\necho 'Connection refused' >&2\nexit 255\n")
    (tmp_path / "ssh").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(Unusable, match="far"), place("far:www").locked():
        pass
    with pytest.raises(Unusable, match="Connection refused"):
        place("far:www").record()
