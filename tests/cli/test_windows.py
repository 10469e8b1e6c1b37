"""What `policy check` meets on Windows, as far as it can be met elsewhere: code pages, drives, new processes, files that are held, line ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path, PureWindowsPath

import pytest

from checkout import Checkout, checkout, policy
from policy_library.cli.common import place_in, way

BAD = policy("停车３０分钟，见“𠮷”。\n", title="停放😀规定", kind="通之")

SPAWNING = """\
import multiprocessing
from policy_library.cli import main

if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    main()
"""
"""What pip's policy.exe does on Windows, where a new process starts from nothing."""


@pytest.fixture
def made(tmp_path: Path) -> Checkout:
    return checkout(tmp_path / "town", {"policies/good.md": policy(), "policies/bad.md": BAD})


def run(made: Checkout, *arguments: str, encoding: str) -> tuple[int, bytes, bytes]:
    done = subprocess.run(
        [sys.executable, "-m", "policy_library.cli", *arguments], cwd=made.root, env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
        capture_output=True, timeout=120, check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(("encoding", "written"), [("gbk", "gbk"), ("cp1252", "utf8")])
def test_a_report_is_readable_in_every_code_page(made: Checkout, encoding: str, written: str) -> None:
    code, out, err = run(made, "check", encoding=encoding)
    assert (code, err) == (1, b"")
    assert "kind“通之”不在可选范围内" in out.decode(written)


def test_what_a_code_page_lacks_is_spelt_out(made: Checkout) -> None:
    made.write("policies/bad.md", policy(basis=["云海市停放😀规定"]))
    _, out, _ = run(made, "check", encoding="gbk")
    assert "云海市停放\\U0001f600规定" in out.decode("gbk")


@pytest.mark.parametrize("form", ["json", "junit"])
def test_machines_read_utf8_in_every_code_page(made: Checkout, form: str) -> None:
    _, out, _ = run(made, "check", "--format", form, encoding="gbk")
    assert "通之" in out.decode("utf8")
    assert b"\r" not in out


@pytest.mark.parametrize("arguments", [["rules"], ["check", "content/无.md"]])
def test_no_command_fails_on_a_western_code_page(made: Checkout, arguments: list[str]) -> None:
    _, _, err = run(made, *arguments, encoding="cp1252")
    assert b"Traceback" not in err


def test_new_processes_start_from_nothing(made: Checkout) -> None:
    """Enough text that processes of their own read it."""
    for number in range(8):
        made.write(f"policies/long-{number}.md", policy("".join(f"第{number}份停车办法第{line}句。\n\n" for line in range(3400))))
    made.write("policies/bad.md", policy(kind="nonsense"))
    (made.root / "policy.py").write_text(SPAWNING, "utf8")
    done = subprocess.run([sys.executable, "policy.py", "check", "--format", "json"], cwd=made.root, capture_output=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (1, b"")
    assert json.loads(done.stdout)["summary"]["documents"] == 9


def test_a_file_keeps_its_line_ends(made: Checkout) -> None:
    written = "\ufeff" + policy("停车３０分钟。\n\n第二段。\n").replace("\n", "\r\n")
    file = made.write("policies/bad.md", written)
    assert made.policy("check", "--fix").returncode == 0
    assert file.read_bytes().decode("utf8") == written.replace("３０", "30")


def test_the_configuration_may_have_what_notepad_writes(made: Checkout) -> None:
    made.config.write_bytes(b"\xef\xbb\xbf" + made.config.read_bytes().replace(b"\n", b"\r\n"))
    made.write("policies/bad.md", policy())
    assert made.policy("check").returncode == 0


def test_a_file_that_cannot_be_replaced_is_told_and_left(made: Checkout) -> None:
    file = made.write("policies/bad.md", policy("停车３０分钟。\n"))
    other = made.write("policies/other.md", policy("停车４０分钟。\n"))
    (made.content / "policies/.bad.md.fixed").mkdir()
    done = made.policy("check", "--fix")
    assert "content/policies/bad.md 写不进去" in done.stderr and "Traceback" not in done.stderr
    assert "３０" in file.read_text("utf8") and "40" in other.read_text("utf8")


def test_a_report_that_cannot_be_written_is_wrong_use(made: Checkout) -> None:
    done = made.policy("check", "--format", "json", "--output", "mkdocs.yml/found.json")
    assert (done.returncode, "写不进去" in done.stderr, "Traceback" in done.stderr) == (2, True, False)


def test_the_cache_that_is_damaged_is_made_anew(made: Checkout) -> None:
    made.write("policies/bad.md", policy())
    assert made.policy("check").returncode == 0
    cache = made.root / ".cache/policy-library/texts.sqlite"
    cache.write_bytes(b"no database" * 1000)
    assert made.policy("check").returncode == 0
    assert cache.read_bytes().startswith(b"SQLite format 3")


# path, content folder, place
PLACES = [
    (r"D:\库\content\policies\a.md", r"D:\库\content", "policies/a.md"),
    (r"d:\库\Content\policies\a.md", r"D:\库\content", "policies/a.md"),
    (r"D:\库\content", r"D:\库\content", "."),
    (r"D:\库\contents\a.md", r"D:\库\content", None),
    (r"C:\content\a.md", r"D:\content", None),
    (r"\\server\share\库\content\faq\a.md", r"\\server\share\库\content", "faq/a.md"),
]


@pytest.mark.parametrize(("path", "content", "place"), PLACES)
def test_where_a_path_of_windows_lies(path: str, content: str, place: str | None) -> None:
    assert place_in(PureWindowsPath(path), PureWindowsPath(content)) == place


# path, folder, way
WAYS = [
    (r"D:\库\content", r"D:\库", "content"),
    (r"D:\库\content", r"D:\库\scripts\x", "../../content"),
    (r"D:\库", r"d:\库", "."),
    (r"D:\库\content", r"C:\Users\wang", "D:/库/content"),
    (r"\\server\share\content", r"C:\Users\wang", "//server/share/content"),
]


@pytest.mark.parametrize(("path", "here", "shown"), WAYS)
def test_the_way_to_a_path_of_windows(path: str, here: str, shown: str) -> None:
    assert way(PureWindowsPath(path), PureWindowsPath(here)) == shown
