"""The second name of every file that waits beside the site: it saves time, and whatever becomes of it the site is right."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from policy_library.building import Failed, differing
from policy_library.site import publish
from policy_library.site.keeping import Last

from checkout import Checkout, policy, tree
from rebuilt import change, names, stamps, waiting


def test_after_an_edit_a_second_name_of_every_file_waits(built: Checkout) -> None:
    assert not waiting(built).exists()
    for word in ("城市", "乡村"):
        change(built, word)
        assert names(waiting(built)) == names(built.site)


@pytest.mark.parametrize("harm", ["less", "more", "other", "folder", "link", "gone", "file", "a link"])
def test_whatever_waits_the_site_is_right(built: Checkout, tmp_path: Path, harm: str) -> None:
    change(built, "城市")
    folder, page = waiting(built), waiting(built) / "policies/rules/index.html"
    match harm:
        case "less":
            page.unlink()
        case "more":
            (folder / "policies/more/deep").mkdir(parents=True)
            (folder / "policies/more/deep/index.html").write_text("more", "utf8")
        case "other":
            page.unlink()
            page.write_text("other", "utf8")
        case "folder":
            page.unlink()
            page.mkdir()
            (page / "x").write_text("x", "utf8")
        case "link":
            page.unlink()
            page.symlink_to(tmp_path)
        case "gone":
            shutil.rmtree(folder)
        case "file":
            shutil.rmtree(folder)
            folder.write_text("mine", "utf8")
        case "a link":
            folder.rename(tmp_path / "elsewhere")
            folder.symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    change(built, "乡村")
    assert "乡村" in built.page("policies/apart")
    assert differing(built.config, built.build()) == []


def test_folders_take_turns_where_none_can_be_put_in_the_place_of_another(built: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows: what waits would be the site of long ago for ever."""
    rename = os.rename

    def windows(source: str | Path, target: str | Path) -> None:
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
        rename(source, target)

    monkeypatch.setattr(os, "rename", windows)
    monkeypatch.setattr(publish, "_exchange", lambda *_: False)
    for word in ("城市", "乡村"):
        change(built, word)
        assert word in built.page("policies/apart") and names(waiting(built)) == names(built.site)


def test_what_waits_is_of_the_last_site_although_another_build_left_its_own(built: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    leave = Last.leave

    def overtaken(last: Last, *given: Any) -> None:
        shutil.copytree(built.site, waiting(built))
        (waiting(built) / "policies/withdrawn.html").write_text("withdrawn", "utf8")
        leave(last, *given)

    monkeypatch.setattr(Last, "leave", overtaken)
    change(built, "城市")
    assert names(waiting(built)) == names(built.site)


def test_a_page_is_mended_although_a_right_one_waits(built: Checkout) -> None:
    """The one that waits is another name of the same file."""
    change(built, "城市")
    page = built.site / "policies/rules/index.html"
    right = page.read_bytes()
    page.write_bytes(b"broken")
    change(built, "乡村")
    assert page.read_bytes() == right


def test_a_failed_build_costs_the_next_one_nothing(built: Checkout) -> None:
    change(built, "城市")
    before = stamps(built.site)
    built.write("policies/more.md", policy(title="云海市更多办法", body="第一条　见[别处](../about.md#没有)。\n"))
    with pytest.raises(Failed):
        built.build()
    assert waiting(built).exists() and stamps(built.site) == before


def test_a_clean_build_leaves_nothing_that_waits(built: Checkout) -> None:
    change(built, "城市")
    built.build(clean=True)
    assert not waiting(built).exists()
    change(built, "乡村")
    shutil.rmtree(built.site)
    built.build()
    assert not waiting(built).exists()


def test_what_lies_behind_a_link_in_the_site_stays_its_owners(built: Checkout, tmp_path: Path) -> None:
    (built.site / "policies").rename(tmp_path / "mine")
    (built.site / "policies").symlink_to(tmp_path / "mine")
    before = tree(tmp_path / "mine")
    change(built, "绿化")
    built.build()
    assert tree(tmp_path / "mine") == before
