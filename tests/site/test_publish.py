"""From a finished staging folder to the published site: drawings, the contract of addresses, the swap."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from policy_library.site import publish
from policy_library.site.manifest import MARKER, files_of
from policy_library.site.publish import Unusable, dropped, merged, read_lock, stage, write_lock

from checkout import tree, written


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


def swap(staging: Path, site: Path) -> None:
    if old := publish.swap(staging, site):
        shutil.rmtree(old)


def active_drawings(site: Path) -> list[str]:
    return list(publish.active_drawings(site, files_of(site)))


# ── Drawings ──────────────────────────────────────────────────────────────────

SVG = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'>"


@pytest.mark.parametrize(
    "drawing",
    [
        f"{SVG}<script>alert(1)</script></svg>", "<s:svg xmlns:s='http://www.w3.org/2000/svg'><s:script/></s:svg>", "<svg onload = 'alert(1)'/>",
        f"{SVG}<a href='java&#115;cript:alert(1)'/></svg>", f"{SVG}<a xlink:href='https://x.example/'/></svg>", f"{SVG}<foreignObject/></svg>",
        f"{SVG}<image href='https://x.example/a.png'/></svg>", f"{SVG}<use href='other.svg#x'/></svg>", "<!DOCTYPE svg [<!ENTITY x '<script/>'>]><svg>&x;</svg>",
        "<?xml-stylesheet href='x.xsl'?><svg/>", f"{SVG}<animate attributeName='xlink:href' to='javascript:alert(1)'/></svg>",
        f"{SVG}<set attributeName='onclick' to='alert(1)'/></svg>", "<svg", "", "<svg/>".encode("utf-16"),
    ],
)
def test_a_drawing_that_would_run_something_is_found(site: Path, drawing: str | bytes) -> None:
    site.mkdir()
    (site / "A.SVG").write_bytes(drawing if isinstance(drawing, bytes) else drawing.encode())
    assert (active_drawings(site)) == ["A.SVG"]


@pytest.mark.parametrize(
    "drawing",
    ["<?xml version='1.0'?><!-- 图 --><svg><title>onload=</title><path d='M0 0'/></svg>", f"{SVG}<defs><g id='a'/></defs><use xlink:href='#a'/></svg>",
     f"{SVG}<image href='data:image/png;base64,AAAA'/></svg>", f"{SVG}<style>.a{{fill:red}}</style></svg>"],
)
def test_a_drawing_that_only_draws_passes(site: Path, drawing: str) -> None:
    assert (active_drawings(written(site, {"a.svg": drawing}))) == []


def test_our_own_drawings_only_draw() -> None:
    assert (active_drawings(Path(publish.__file__).parent.parent / "theme")) == []


# ── The lock ──────────────────────────────────────────────────────────────────

LOCK = {"/": (), "/policies/a/": ("第一条", "第二条"), "/policies/b/": ()}


def test_the_lock_comes_back_as_it_was_written(tmp_path: Path) -> None:
    write_lock(tmp_path / "addresses.lock", LOCK)
    assert read_lock(tmp_path / "addresses.lock") == LOCK
    assert read_lock(tmp_path / "none.lock") == {}


def test_an_address_stands_on_one_line_in_order(tmp_path: Path) -> None:
    write_lock(tmp_path / "addresses.lock", dict(reversed(LOCK.items())))
    lines = (tmp_path / "addresses.lock").read_text("utf8").splitlines()
    assert lines[1:] == ["/", "/policies/a/\t第一条\t第二条", "/policies/b/"]


def test_a_lock_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = tmp_path / "addresses.lock"
    write_lock(lock, LOCK)
    before = lock.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        write_lock(lock, {"/new/": ()})
    assert lock.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["addresses.lock"]


def test_an_unchanged_lock_is_not_touched(tmp_path: Path) -> None:
    lock = tmp_path / "addresses.lock"
    write_lock(lock, LOCK)
    os.utime(lock, (1, 1))
    write_lock(lock, LOCK)
    assert lock.stat().st_mtime == 1


@pytest.mark.parametrize("text", ["", "\n\n", "; nothing\n", "<<<<<<< HEAD\n/a/\n=======\n/b/\n>>>>>>> other\n", "/a/\r\n/b/\t第一条\r\n", "\ufeff/a/\n"])
def test_a_lock_that_people_touched_is_read(tmp_path: Path, text: str) -> None:
    (tmp_path / "addresses.lock").write_bytes(text.encode())
    assert set(read_lock(tmp_path / "addresses.lock")) <= {"/a/", "/b/"}


def test_what_was_published_and_is_no_more_is_dropped() -> None:
    assert list(dropped(LOCK, {"/": (), "/policies/a/": ("第二条", "第三条")})) == [("/policies/a/", "第一条"), ("/policies/b/", None)]


def test_what_was_let_go_is_still_promised() -> None:
    assert merged(LOCK, {"/policies/a/": ("第二条", "第三条"), "/new/": ()}) == {
        "/": (), "/policies/a/": ("第二条", "第三条", "第一条"), "/policies/b/": (), "/new/": (),
    }


# ── The swap ──────────────────────────────────────────────────────────────────


def staged(site: Path, text: str) -> Path:
    return written(stage(site), {"index.html": text, MARKER: ""})


def left_over(site: Path) -> list[str]:
    kept = {site.name, site.resolve().name}
    return sorted(path.name for path in site.parent.iterdir() if path.name not in kept)


@pytest.fixture(params=["exchange", "two renames"])
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """With and without an exchange of folders in one step."""
    if request.param == "two renames":
        monkeypatch.setattr(publish, "_exchange", lambda one, other: False)
    return request.param


def test_the_first_site_and_the_next(site: Path, system: str) -> None:
    for text in ("one", "two", "three"):
        swap(staged(site, text), site)
        assert tree(site) == {"index.html": text.encode(), MARKER: b""}
        assert left_over(site) == []


def test_a_site_that_is_a_link_is_switched(site: Path) -> None:
    written(site.parent / "first", {"index.html": "one", MARKER: ""})
    site.symlink_to("first")
    for text in ("two", "three"):
        swap(staged(site, text), site)
        assert site.is_symlink() and tree(site.resolve())["index.html"] == text.encode()
        assert left_over(site) == []


def test_a_link_to_nothing_becomes_a_site(site: Path) -> None:
    site.symlink_to("nothing")
    swap(staged(site, "one"), site)
    assert tree(site.resolve())["index.html"] == b"one"


def test_the_site_behind_a_linked_folder_is_not_taken_for_a_left_over(tmp_path: Path) -> None:
    """/data is a link, and the site in it is one: the live folder has two names."""
    (tmp_path / "disk").mkdir()
    (tmp_path / "data").symlink_to("disk")
    site = tmp_path / "data" / "site"
    site.symlink_to("first")
    written(tmp_path / "disk" / "first", {"index.html": "one", MARKER: ""})
    swap(staged(site, "two"), site)
    live = site.resolve()
    live.rename(dead := live.with_name(".site-1999999-abcdefgh"))
    site.unlink()
    site.symlink_to(dead.name)
    stage(site)
    assert (site / "index.html").read_text() == "two"


def test_a_failure_between_two_renames_puts_the_old_site_back(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    swap(staged(site, "one"), site)
    monkeypatch.setattr(publish, "_exchange", lambda one, other: False)
    rename = os.rename

    def failing(source: Path, target: Path) -> None:
        if Path(target) == site and ".old" not in str(source):
            raise OSError(13, "Permission denied")
        rename(source, target)

    monkeypatch.setattr(os, "rename", failing)
    with pytest.raises(OSError, match="Permission"):
        swap(staged(site, "two"), site)
    assert tree(site)["index.html"] == b"one"


@pytest.mark.parametrize("name", ["notes.txt", ".hidden", "folder/x"])
def test_a_folder_of_somebody_else_is_not_replaced(site: Path, name: str) -> None:
    written(site, {name: "mine"})
    with pytest.raises(Unusable):
        stage(site)
    assert tree(site) == {name: b"mine"}
    assert left_over(site) == []


def test_a_file_in_place_of_the_site_is_not_replaced(site: Path) -> None:
    site.write_text("mine")
    with pytest.raises(Unusable):
        stage(site)
    assert site.read_text() == "mine"


def test_an_empty_folder_may_become_a_site(site: Path) -> None:
    site.mkdir()
    swap(staged(site, "one"), site)
    assert tree(site)["index.html"] == b"one"


def test_left_overs_of_dead_builds_go_and_of_living_ones_stay(site: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    for name in (f".site-{dead.pid}-abcdefgh", f".site-{dead.pid}-abcdefgh.old", f".site-{os.getpid()}-defghijk"):
        written(site.parent / name, {"index.html": ""})
    (site.parent / f".site-{dead.pid}-abcdefgh.link").symlink_to(f".site-{dead.pid}-abcdefgh")
    written(site.parent / ".site-builder", {"mine": ""})
    swap(staged(site, "one"), site)
    assert left_over(site) == [f".site-{os.getpid()}-defghijk", ".site-builder"]


def test_two_sites_of_like_names_share_a_folder(tmp_path: Path) -> None:
    """What ``site`` leaves is none of ``site-2``'s."""
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    written(tmp_path / ".site-2-1-abcdefgh", {"index.html": ""})
    stage(tmp_path / "site")
    assert (tmp_path / ".site-2-1-abcdefgh").exists()


def test_a_staged_site_is_readable_by_a_web_server(site: Path) -> None:
    swap(staged(site, "one"), site)
    assert site.stat().st_mode & 0o777 == 0o755


def test_two_first_sites_at_once(site: Path) -> None:
    """Both were staged while there was none: the later one takes the place of the earlier."""
    one, two = staged(site, "one"), staged(site, "two")
    swap(one, site)
    swap(two, site)
    assert tree(site)["index.html"] == b"two"
    assert left_over(site) == []


def test_a_site_that_appears_between_the_look_and_the_move(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = staged(site, "one"), staged(site, "two")
    exists = Path.exists
    swap(one, site)
    seen = iter([True, False])
    monkeypatch.setattr(Path, "exists", lambda self: next(seen, True) if self == site else exists(self))
    swap(two, site)
    assert tree(site)["index.html"] == b"two"
    assert left_over(site) == []
