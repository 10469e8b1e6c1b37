"""A build takes over from the last site what would be the same, and never anything else."""

from __future__ import annotations

import errno
import json
import os
import random
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from policy_library.building import Failed, differing
from policy_library.search import kept
from policy_library.site import host, links, publish, rendering, standby
from policy_library.site.keeping import Last
from policy_library.site.manifest import MARKER
from policy_library.work import memory

from checkout import Checkout, checkout, faq, policy, tree

TAGS = "parking: {name: 停车}\nfees: {name: 收费}\n"
TEXT = "第一条　为了规范停车，制定本办法。\n\n第二条　依照《云海市停车条例》收费。\n"
FILES = {
    "vocabulary/tags.yml": TAGS,
    "policies/act.md": policy(title="云海市停车条例", body=TEXT),
    "policies/rules.md": policy(title="云海市停车场管理办法", tags=["parking"], basis=["云海市停车条例"], body=TEXT),
    "policies/fees.md": policy(title="云海市停车收费规定", tags=["fees"], body=TEXT),
    "policies/apart.md": policy(title="云海市绿化管理办法", body="第一条　为了绿化，制定本办法。\n"),
}


@pytest.fixture
def built(tmp_path: Path) -> Checkout:
    made = checkout(tmp_path / "library", FILES, options={"addresses_lock": ""})
    made.build()
    return made


def stamps(site: Path) -> dict[str, tuple[int, int]]:
    return {path: (os.stat(site / path).st_mtime_ns, os.stat(site / path).st_ino) for path in tree(site)}


def written(before: dict[str, tuple[int, int]], site: Path) -> set[str]:
    """The files that were written anew: neither their bytes nor their times were taken over."""
    return {path for path, stamp in stamps(site).items() if before.get(path) != stamp}


def pages(paths: set[str]) -> set[str]:
    return {path.removesuffix("index.html") for path in paths if path.endswith(".html")}


def test_a_build_of_the_same_keeps_every_page_with_its_time(built: Checkout) -> None:
    before = stamps(built.site)
    built.build()
    assert written(before, built.site) <= {"build.json", MARKER}


def test_an_edit_writes_its_page_and_what_shows_it(built: Checkout) -> None:
    before = stamps(built.site)
    built.write("policies/apart.md", policy(title="云海市绿化管理办法", body="第一条　为了绿化城市，制定本办法。\n"))
    built.build()
    made = pages(written(before, built.site))
    assert "policies/apart/" in made and not {"policies/act/", "policies/rules/", "policies/fees/"} & made


def test_a_page_is_made_anew_when_another_document_changes_what_it_shows(built: Checkout) -> None:
    built.write("policies/act.md", policy(title="云海市停车管理条例", aliases=["云海市停车条例"], body=TEXT))
    built.build()
    assert "云海市停车管理条例" in built.page("policies/rules")
    assert differing(built.config, built.build()) == []


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


def test_a_hook_sees_every_page_of_every_build(built: Checkout) -> None:
    hook = built.root / "hook.py"
    built.config.write_text(built.config.read_text("utf8") + "hooks: [hook.py]\n", "utf8")
    for word in ("first", "second"):
        hook.write_text(f"def on_post_page(output, page, config):\n    return output + '<!-- {word} -->'\n", "utf8")
        assert start(built).wait(60) == 0
        assert f"<!-- {word} -->" in built.page("policies/apart")


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


def configure(made: Checkout, change: dict[str, object]) -> None:
    made.config.write_text(yaml.safe_dump({**yaml.safe_load(made.config.read_text("utf8")), **change}, allow_unicode=True), "utf8")


@pytest.mark.parametrize(
    "change",
    [
        {"site_name": "别的名字"}, {"site_url": "https://other.example/"}, {"repo_url": "https://git.example/x", "edit_uri": "edit/main/"},
        {"plugins": [{"policy-library": {"today": "2027-01-01", "addresses_lock": ""}}]},
        {"plugins": [{"policy-library": {"today": "2026-11-20", "addresses_lock": "", "site": {"demo": "演示"}}}]},
    ],
)
def test_another_configuration_is_another_site(built: Checkout, change: dict[str, object]) -> None:
    configure(built, change)
    assert differing(built.config, built.build()) == []


@pytest.fixture
def theme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the templates, to be changed."""
    copy = shutil.copytree(host.THEME, tmp_path / "theme")
    monkeypatch.setattr(host, "THEME", copy)
    return copy


def test_another_template_is_another_page(built: Checkout, theme: Path) -> None:
    built.build()
    before = stamps(built.site)
    parts = theme / "partials/document.html"
    parts.write_text(parts.read_text("utf8").replace("<", "<!-- new --><", 1), "utf8")
    result = built.build()
    assert {"policies/act/", "policies/rules/", "policies/fees/", "policies/apart/"} <= pages(written(before, built.site))
    assert differing(built.config, result) == []


def test_a_page_that_comes_out_as_it_stood_stays(built: Checkout, theme: Path) -> None:
    """Another template may make the same page."""
    built.build()
    before = stamps(built.site)
    base = theme / "base.html"
    base.write_text("{# a word to whoever reads it #}" + base.read_text("utf8"), "utf8")
    built.build()
    assert written(before, built.site) == {MARKER}


def linking(made: Checkout, theme: Path, link: str) -> None:
    """A link in the template of pages that lead on, which have no address of their own in them; built."""
    page = theme / "redirect.html"
    page.write_text(page.read_text("utf8").replace('<div class="wrap">', f'{link}</a><div class="wrap">'), "utf8")
    made.build()


def test_links_are_followed_again_where_the_site_stands_elsewhere(built: Checkout, theme: Path) -> None:
    linking(built, theme, '<a href="/library/policies/act/">')
    configure(built, {"site_url": "https://policy.example/other/"})
    with pytest.raises(Failed):
        built.build()


def test_links_are_followed_again_by_other_code(built: Checkout, theme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages come out as they were: it is the link checker that has learnt something."""
    linking(built, theme, "<a class='x' href='none/'>")
    monkeypatch.setattr(memory, "code_version", lambda: "later")
    monkeypatch.setattr(links, "_ATTRIBUTE", re.compile(" (id|href|src|poster)=[\"']([^\"']*)[\"']"))
    with pytest.raises(Failed):
        built.build()


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


@pytest.mark.parametrize("front", ["disclosure: withheld", "publish_at: 2027-01-01", "withdrawn: {reason: 重复, on: 2026-11-01}"])
def test_what_is_public_no_more_stays_nowhere(built: Checkout, front: str) -> None:
    built.write("policies/apart.md", policy(title="云海市绿化管理办法", body="第一条　为了绿化，制定本办法。\n").replace("disclosure: public", front if front.startswith("disclosure") else f"disclosure: public\n{front}"))
    built.build()
    assert not [path for folder in (built.site, waiting(built)) for path, data in tree(folder).items() if "为了绿化".encode() in data]


def test_a_search_that_is_given_up_keeps_nothing(built: Checkout) -> None:
    def held() -> list[str]:
        with closing(sqlite3.connect(built.root / ".cache/policy-library/texts.sqlite")) as cache:
            return [kind for (kind,) in cache.execute("SELECT DISTINCT kind FROM kept") if kind in kept.KINDS]

    assert sorted(held()) == sorted(kept.KINDS)
    options = {"today": "2026-11-20", "addresses_lock": "", "site": {"search": False}}
    built.config.write_text(yaml.safe_dump({**yaml.safe_load(built.config.read_text("utf8")), "plugins": [{"policy-library": options}]}, allow_unicode=True), "utf8")
    built.build()
    assert held() == []


# ── The folder that waits ─────────────────────────────────────────────────────


def waiting(made: Checkout) -> Path:
    return made.root / ".site-standby"


def names(folder: Path) -> dict[str, int]:
    """Path → inode of every file but the manifest."""
    return {path: (folder / path).stat().st_ino for path in tree(folder) if path != MARKER}


def change(made: Checkout, word: str) -> None:
    made.write("policies/apart.md", policy(title="云海市绿化管理办法", body=f"第一条　为了{word}，制定本办法。\n"))
    made.build()


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


def test_a_page_that_leaves_out_another_relation_is_another_page(tmp_path: Path) -> None:
    """Of two bases one is not public, and then the other: what is left out tells no reader."""
    front = {"title": "云海市停车办法", "basis": [{"title": "甲条例"}, {"title": "乙条例"}]}
    hidden = {"disclosure": "withheld", "body": TEXT}
    made = checkout(tmp_path / "library", {"policies/a.md": policy(**front), "policies/h.md": policy(title="甲条例", **hidden)}, options={"addresses_lock": ""})
    made.build()
    assert "乙条例" in made.page("policies/a")
    made.write("policies/h.md", policy(title="乙条例", **hidden))
    result = made.build()
    assert "乙条例" not in made.page("policies/a")
    assert differing(made.config, result) == []


def test_a_question_in_the_place_of_another_is_another_page(tmp_path: Path) -> None:
    """Both have the same key, in two files."""
    asked = lambda law: faq(f"## 要备案吗？ {{#q1}}\n\n依据：《{law}》\n\n要。\n", title=f"{law}问答", answers=["p"])  # noqa: E731
    other = lambda law: policy(title="云海市收费办法", aliases=[law], body=TEXT)  # noqa: E731
    files = {"policies/p.md": policy(title="云海市停车办法", aliases=["甲则", "乙则"], body=TEXT), "policies/r.md": other("甲则")}
    made = checkout(tmp_path / "library", {**files, "faq/a.md": asked("甲则"), "faq/b.md": asked("乙则")}, options={"addresses_lock": ""})
    made.build()
    made.write("policies/r.md", other("乙则"))
    assert differing(made.config, made.build()) == []


def test_a_hook_that_is_gone_leaves_nothing(built: Checkout) -> None:
    plain = built.config.read_text("utf8")
    (built.root / "hook.py").write_text("def on_post_page(output, page, config):\n    return output + '<!-- hooked -->'\n", "utf8")
    built.config.write_text(plain + "hooks: [hook.py]\n", "utf8")
    assert start(built).wait(60) == 0
    assert "hooked" in built.page("policies/apart")
    built.config.write_text(plain, "utf8")
    assert differing(built.config, built.build()) == []


def test_what_lies_behind_a_link_in_the_site_stays_its_owners(built: Checkout, tmp_path: Path) -> None:
    (built.site / "policies").rename(tmp_path / "mine")
    (built.site / "policies").symlink_to(tmp_path / "mine")
    before = tree(tmp_path / "mine")
    change(built, "绿化")
    built.build()
    assert tree(tmp_path / "mine") == before


# ── Any series of edits ───────────────────────────────────────────────────────


def edits(made: Checkout, chance: random.Random) -> dict[str, Callable[[], object]]:
    names = sorted(path.stem for path in (made.content / "policies").iterdir())
    one, fresh = chance.choice(names), f"d{chance.randrange(10**6)}"
    file = made.content / f"policies/{one}.md"
    text = file.read_text("utf8")
    return {
        "edit": lambda: file.write_text(f"{text}\n第九条　见《{chance.choice(['云海市停车条例', '云海市停车收费规定', '无此办法'])}》第{chance.choice('一二三')}条。\n", "utf8"),
        "add": lambda: made.write(f"policies/{fresh}.md", policy(title=f"云海市{fresh}规定", basis=["云海市停车条例"], number=f"云交规〔2026〕{chance.randrange(1, 999)}号", body=TEXT)),
        "delete": lambda: file.unlink() if len(names) > 2 else None,
        "rename": lambda: file.rename(file.with_name(f"{fresh}.md")),
        "retitle": lambda: file.write_text(text.replace("title: 云海市", f"title: 云海市新{chance.randrange(99)}"), "utf8"),
        "retag": lambda: file.write_text(text.replace("disclosure: public", f"disclosure: public\ntags: [{chance.choice(['parking', 'fees'])}]") if "tags:" not in text else text, "utf8"),
        "vocabulary": lambda: made.write("vocabulary/tags.yml", TAGS.replace("停车", f"停车{chance.randrange(99)}")),
        "explain": lambda: made.write("interpretations/one.md", f"---\ntitle: 解读{fresh}\ninterprets: [{one}]\nstage: release\ndisclosure: public\n---\n\n## 背景\n\n说明。\n"),
        "ask": lambda: made.write("faq/one.md", f"---\ntitle: 问答\nanswers: [{one}]\ndisclosure: public\n---\n\n### {fresh}怎么办？ {{#a}}\n\n办。\n"),
        "configure": lambda: made.config.write_text(made.config.read_text("utf8").replace("site_name: 云海市", "site_name: 新云海市"), "utf8"),
        "another day": lambda: made.config.write_text(made.config.read_text("utf8").replace("2026-11-2", f"2026-12-{chance.choice('012')}"), "utf8"),
    }


@pytest.mark.parametrize("seed", [1, 2])
def test_any_series_of_edits_gives_the_site_of_a_clean_build(built: Checkout, seed: int) -> None:
    """An edit that makes an error, such as the removal of a basis, is taken back after the build has refused it."""
    chance = random.Random(seed)
    done = []
    for _ in range(6):
        shutil.rmtree(built.root / "before", ignore_errors=True)
        shutil.copytree(built.content, built.root / "before")
        for _ in range(chance.randrange(1, 3)):
            possible = edits(built, chance)
            done.append(chance.choice(sorted(possible)))
            possible[done[-1]]()
        try:
            result = built.build(strict=False)
        except Failed:
            shutil.rmtree(built.content)
            (built.root / "before").rename(built.content)
            done[-1] += " (refused)"
            result = built.build(strict=False)
        assert (differing(built.config, result), done) == ([], done)


# ── Whatever happens in the middle ────────────────────────────────────────────


def start(made: Checkout, **options: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "policy_library.cli", "build"]
    return subprocess.Popen(command, cwd=made.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, **options)  # type: ignore[call-overload]


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


def test_a_full_disk_leaves_the_old_site(built: Checkout) -> None:
    before = tree(built.site)
    built.write("policies/apart.md", policy(title="云海市绿化管理办法", body="第一条　新。\n" + "第二条　长文。\n\n" * 4000))
    full = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))  # noqa: E731
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
    assert os.strerror(errno.EROFS) in "\n".join(failed.value.lines) and tree(built.site) == before
    built.build()
    assert "新。" in built.page("policies/apart")


def test_a_lock_that_cannot_be_written_is_told_with_the_site_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = checkout(tmp_path / "library", FILES)

    def refuse(*_: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(made.lock))

    with monkeypatch.context() as patched, pytest.raises(Failed) as failed:
        patched.setattr(publish, "write_lock", refuse)
        made.build()
    assert os.strerror(errno.EROFS) in "\n".join(failed.value.lines) and made.page("policies/apart")
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


# ── What a deploy has to do ───────────────────────────────────────────────────


def test_the_plan_of_a_deploy_names_what_changed(built: Checkout, tmp_path: Path) -> None:
    shutil.copytree(built.site, tmp_path / "live")
    built.write("policies/more.md", policy(title="云海市新规定"))
    (built.content / "policies/apart.md").unlink()
    built.build()
    plan = json.loads(built.policy("deploy-plan", "--since", str(tmp_path / "live"), "--json").stdout)
    assert "policies/more/index.html" in plan["upload"] and "policies/apart/index.html" in plan["delete"]
    assert "policies/more/index.html" not in plan["purge"] and {"index.html", "policies/apart/index.html"} <= set(plan["purge"])
    assert not [path for path in plan["upload"] if path.startswith("policies/rules/")]
    live = tmp_path / "live"
    for path in plan["upload"]:
        (live / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(built.site / path, live / path)
    for path in plan["delete"]:
        (live / path).unlink()
    shutil.copy2(built.site / MARKER, live / MARKER)
    assert tree(live) == tree(built.site)


def test_no_manifest_is_told(built: Checkout) -> None:
    done = built.policy("deploy-plan", "--site", str(built.content))
    assert done.returncode == 2 and "policy build" in done.stderr and "Traceback" not in done.stderr


def test_verify_says_that_both_ways_agree(built: Checkout) -> None:
    done = built.policy("build", "--verify", "--today", date(2026, 11, 22).isoformat())
    assert done.returncode == 0 and "逐字节相同" in done.stdout
