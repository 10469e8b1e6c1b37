"""The same library under both hosts, as a plain build and as a live preview."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from policy_library.building import build_site
from policy_library.site.manifest import MARKER
from policy_library.site.record import FILE

from checkout import Checkout, checkout, policy, topic, tree

REPOSITORY = Path(__file__).resolve().parent.parent
HOSTS = ("mkdocs", "properdocs")


# ── Plain builds ──────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What ``policy build`` makes of the demonstration library."""
    base = tmp_path_factory.mktemp("ours")
    shutil.copytree(REPOSITORY / "content", base / "content")
    shutil.copyfile(REPOSITORY / "mkdocs.yml", base / "mkdocs.yml")
    return tree(build_site(base / "mkdocs.yml").site)


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[dict[str, bytes], str]]:
    """Host → its files and what it said; both at once, since each takes seconds."""
    base = tmp_path_factory.mktemp("theirs")
    running = {
        host: subprocess.Popen(
            [sys.executable, "-m", host, "build", "--strict", "--site-dir", str(base / host)], cwd=REPOSITORY,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )
        for host in HOSTS
    }
    built = {}
    for host, process in running.items():
        said, _ = process.communicate(timeout=300)
        assert process.returncode == 0, said
        built[host] = (tree(base / host), said)
    return built


@pytest.mark.parametrize("host", HOSTS)
def test_a_plain_strict_build_is_the_same_site(ours: dict[str, bytes], theirs: dict[str, tuple[dict[str, bytes], str]], host: str) -> None:
    """Of what ``policy build`` writes its mark and build.json are missing: it checks the links, keeps the addresses and swaps besides."""
    site, _ = theirs[host]
    assert ours.keys() - site.keys() == {MARKER, FILE} and site.keys() <= ours.keys()
    assert [path for path in site if site[path] != ours[path]] == []


@pytest.mark.parametrize("theme", [{"name": "mkdocs", "locale": "zh_CN"}, {"name": "readthedocs", "locale": "zh_CN"}, {"name": "mkdocs"}])
def test_any_theme_of_the_host_in_any_language_is_taken(tmp_path: Path, theme: dict[str, str]) -> None:
    """A strict build fails where the host warns that a theme lacks a language."""
    assert checkout(tmp_path, {"policies/parking.md": policy()}, theme=theme, strict=True).build().pages


@pytest.mark.parametrize("host", HOSTS)
def test_a_plain_build_tells_what_it_found(theirs: dict[str, tuple[dict[str, bytes], str]], host: str) -> None:
    assert re.search(r"^content/policies/[\w-]+\.md\n  \d+:\d+  提醒 V002", theirs[host][1], re.M)


@pytest.mark.parametrize("host", HOSTS)
def test_a_plain_build_stops_on_an_error(tmp_path: Path, host: str) -> None:
    made = checkout(tmp_path, {"policies/parking.md": policy(kind="nonsense")})
    result = subprocess.run([sys.executable, "-m", host, "build"], cwd=made.root, capture_output=True, text=True, timeout=120, check=False)
    assert result.returncode != 0
    assert "content/policies/parking.md" in result.stderr and "E003" in result.stderr and "有 1 个错误" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("host", HOSTS)
def test_a_misspelt_option_is_told(tmp_path: Path, host: str) -> None:
    made = checkout(tmp_path, {"policies/parking.md": policy()}, options={"todya": "2026-01-01"})
    result = subprocess.run([sys.executable, "-m", host, "build", "--strict"], cwd=made.root, capture_output=True, text=True, timeout=120, check=False)
    assert result.returncode != 0
    assert "todya" in result.stderr and "Traceback" not in result.stderr


# ── The live preview ──────────────────────────────────────────────────────────


class Preview:
    def __init__(self, made: Checkout) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.root = f"http://127.0.0.1:{port}/library/"
        self.log = made.root / "preview.log"
        with open(self.log, "w", encoding="utf8") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "policy_library.cli", "serve", "--address", f"127.0.0.1:{port}"], cwd=made.root, stdout=log,
                stderr=subprocess.STDOUT, env={**os.environ, "PYTHONUNBUFFERED": "1"},
            )

    def page(self, address: str) -> str:
        try:
            with urllib.request.urlopen(self.root + address, timeout=10) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.read().decode()
        except (OSError, urllib.error.URLError):
            return ""

    def until(self, address: str, text: str, seconds: float = 25) -> str:
        """The page, once it holds the text."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            assert self.process.poll() is None, self.log.read_text("utf8")
            if text in (page := self.page(address)):
                return page
            time.sleep(0.1)
        pytest.fail(f"no {text!r} on {address} within {seconds} seconds\n{self.page(address)[-3000:]}\n{self.log.read_text('utf8')[-3000:]}")

    def reloads(self) -> int:
        """How often browsers were told to load anew, once that has come to rest: the host looks every half second."""
        count, since = 0, time.monotonic()
        while time.monotonic() < since + 1.2:
            if (now := self.log.read_text("utf8").count("Reloading browsers")) != count:
                count, since = now, time.monotonic()
            time.sleep(0.05)
        return count

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    return checkout(tmp_path_factory.mktemp("preview"), {
        "policies/parking.md": policy("第一条　甲<script>alert(1)</script>。\n"), "policies/broken.md": "---\ntitle: [甲\n---\n", "topics/cars.md": topic(),
    })


@pytest.fixture(scope="module")
def preview(made: Checkout) -> Iterator[Preview]:
    running = Preview(made)
    yield running
    running.stop()


def test_a_preview_starts_whatever_is_wrong_and_shows_it_on_its_page(preview: Preview) -> None:
    page = preview.until("policies/parking/", "第一条")
    assert "C014" in page and "发布时会去掉：&lt;script&gt;" in page and "policies/parking.md:" in page


def test_what_is_wrong_with_a_file_that_has_no_page_stands_on_the_first_page(preview: Preview) -> None:
    page = preview.until("", "policies/broken.md:2")
    assert "C007" in page


def test_a_page_without_findings_says_so(preview: Preview) -> None:
    assert "findings__title" in preview.until("topics/cars/", "停车")


def test_a_preview_follows_an_edit_and_survives_an_error(preview: Preview, made: Checkout) -> None:
    """Right, wrong, right again: the page comes and goes, the preview stays."""
    preview.until("policies/parking/", "第一条")
    made.write("policies/parking.md", policy("第一条　乙。\n"))
    preview.until("policies/parking/", "乙。")
    made.write("policies/parking.md", "---\ntitle: [乙\n---\n")
    preview.until("", "policies/parking.md:2")
    made.write("policies/parking.md", policy("第一条　丙。\n"))
    assert "C007" not in preview.until("policies/parking/", "丙。")


def test_a_save_reloads_once(preview: Preview, made: Checkout) -> None:
    preview.until("policies/parking/", "第一条")
    before = preview.reloads()
    saved = made.root / "saved.md"
    saved.write_text(policy("第一条　己。\n"), "utf8")
    os.replace(saved, made.content / "policies/parking.md")
    preview.until("policies/parking/", "己。")
    assert preview.reloads() == before + 1


def test_an_open_page_loads_anew_by_itself(preview: Preview, made: Checkout, browser: Browser) -> None:
    """The site's security policy must not stop the preview's own script."""
    made.write("policies/parking.md", policy("第一条　丁。\n"))
    preview.until("policies/parking/", "丁。")
    tab = browser.new_page()
    problems: list[str] = []
    tab.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    tab.goto(preview.root + "policies/parking/")
    made.write("policies/parking.md", policy("第一条　戊。\n"))
    expect(tab.locator("#原文")).to_contain_text("戊。", timeout=40_000)
    assert problems == []
    tab.close()


def test_a_preview_keeps_no_addresses_and_writes_no_site(preview: Preview, made: Checkout) -> None:
    preview.until("", "policies/broken.md")
    assert not made.lock.exists() and not made.site.exists()
