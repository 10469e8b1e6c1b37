"""From bytes to a document: encodings, line ends, where the body begins."""

from __future__ import annotations

import gc
import os
import time
from pathlib import Path

import pytest

from checkout import written
from libraries import document, errors, library, policy
from policy_library.model.findings import Finding
from policy_library.model import files
from policy_library.model.files import read_folder
from policy_library.model.load import load
from policy_library.model.source import MAX_BYTES, SourceFile, decode
from policy_library.work.memory import Memory

TEXT = policy(front="summary: 规定停车场的备案和收费", body="第一条　为了加强停车场管理，制定本办法。\n" * 20)

UNREADABLE = [
    pytest.param(TEXT.encode("gb18030"), "C002", 2, "文件不是 UTF-8 编码（看起来是 GB18030） 用编辑器打开后“另存为”UTF-8", id="gb18030"),
    pytest.param(TEXT.encode("utf-16"), "C002", 1, "（看起来是 UTF-16）", id="utf-16"),
    pytest.param(TEXT.encode("utf-16-be"), "C002", 2, "文件不是 UTF-8 编码 用", id="utf-16-without-mark"),
    pytest.param("---\ntitle: x\n---\nAéïôù ÜÖÄ\n".encode("latin-1"), "C002", 4, "文件不是 UTF-8 编码 用", id="latin"),
    pytest.param(bytes(range(128, 256)), "C002", 1, "文件不是 UTF-8 编码 用", id="rubbish"),
    pytest.param(TEXT.encode()[:-3] + b"\xe5\x8a", "C002", 27, "文件不是 UTF-8 编码 用", id="cut-in-a-character"),
    pytest.param(b"---\ntitle: \xed\xa0\x80\n---\n", "C002", 2, "UTF-8", id="surrogate"),
    pytest.param(TEXT.encode() + b"\0\n", "C003", 28, "零字符", id="nul"),
    pytest.param(b"PK\x03\x04\x14\0\x06\0", "C003", 1, "改了扩展名", id="archive"),
    pytest.param(b"", "C004", 1, "文件是空的", id="empty"),
    pytest.param(b" \n\t\r\n \xe3\x80\x80\n", "C004", 1, "文件是空的", id="blank"),
    pytest.param(b"\xef\xbb\xbf", "C004", 1, "文件是空的", id="mark-alone"),
    pytest.param(b"x" * (MAX_BYTES + 1), "C001", 1, "文件有 20 MB，超过 20 MB", id="too-large"),
]


@pytest.mark.parametrize(("data", "code", "line", "gist"), UNREADABLE)
def test_what_cannot_be_read(data: bytes, code: str, line: int, gist: str) -> None:
    found = decode("policies/a.md", data)
    assert isinstance(found, Finding)
    assert (found.code, found.severity, found.path, found.line) == (code, "error", "policies/a.md", line)
    assert gist in f"{found.message} {found.mend}"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(TEXT.encode(), id="as-it-is"),
        pytest.param(b"\xef\xbb\xbf" + TEXT.encode(), id="byte-order-mark"),
        pytest.param(TEXT.replace("\n", "\r\n").encode(), id="crlf"),
        pytest.param(TEXT.replace("\n", "\r").encode(), id="cr"),
        pytest.param(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode(), id="both"),
    ],
)
def test_byte_order_mark_and_line_ends_make_no_difference(data: bytes) -> None:
    assert document(data) == document(TEXT)


def test_lines_are_those_of_the_file_whatever_their_ends() -> None:
    text = policy(front="isued: 2024-01-01", body="一\n二\n").replace("\n", "\r\n")
    assert [(found.code, found.line) for found in errors(library({"policies/a.md": text}))] == [("E002", 6)]
    assert document(policy(body="一\n《甲办法》\n").replace("\n", "\r\n")).body_place(2).line == 8


BODIES = [
    pytest.param("---\ntitle: 甲\n---\n正文\n", "正文\n", 4, id="plain"),
    pytest.param("---\ntitle: 甲\n---\n\n正文\n", "\n正文\n", 4, id="blank-line-belongs-to-the-body"),
    pytest.param("---\ntitle: 甲\n---", "", 3, id="front-matter-only"),
    pytest.param("---\ntitle: 甲\n---\n", "", 4, id="front-matter-and-line-end"),
    pytest.param("---\ntitle: 甲\n---\n前\n\n---\n\n后\n---\n", "前\n\n---\n\n后\n---\n", 4, id="dashes-in-the-body"),
    pytest.param("---\ntitle: 甲\n---\n---\n正文\n", "---\n正文\n", 4, id="dashes-at-once"),
    pytest.param("-----  \ntitle: 甲\n---\t\n正文\n", "正文\n", 4, id="more-dashes-and-blanks"),
    pytest.param('---\ntitle: 甲\nsummary: "a ---\n  --- b"\n---\n正文', "正文", 6, id="dashes-in-a-value"),
    pytest.param("---\ntitle: 甲\nsummary: |\n  ---\n  乙\n---\n正文", "正文", 7, id="dashes-in-a-block"),
    pytest.param("---\n\n\ntitle: 甲\n\n---\n正文", "正文", 7, id="blank-lines-in-the-front-matter"),
    pytest.param("---\ntitle: 甲\n---\n　　第一条\n", "　　第一条\n", 4, id="wide-blanks-stay"),
]


@pytest.mark.parametrize(("text", "body", "line"), BODIES)
def test_the_body_is_what_follows_untouched(text: str, body: str, line: int) -> None:
    page = document({"about.md": text})
    assert (page.title, page.body, page.body_line) == ("甲", body, line)


def test_an_offset_of_the_body_is_a_place_in_the_file() -> None:
    text = policy(body="\n第一条\n\n第二条 按照《停车收费规定》执行。\n")
    held = document(text)
    offset = held.body.index("《")
    place = held.body_place(offset)
    assert text.splitlines()[place.line - 1][place.column - 1 :].startswith("《停车收费规定》")


def test_a_page_needs_no_front_matter() -> None:
    page = document({"about.md": "# 关于本库\n"})
    assert (page.key, page.address, page.title, page.body) == ("about", "about/", "", "# 关于本库\n")


def test_a_large_file_is_read_in_time() -> None:
    data = policy(front="".join(f"别{n}: 乙\n" for n in range(30)), body="正文。\n" * 1_800_000).encode()
    assert len(data) < MAX_BYTES
    started = time.process_time()
    found = library({"policies/a.md": data})
    assert len(errors(found)) == 30
    assert time.process_time() - started < 3


def test_what_is_read_of_a_folder(tmp_path) -> None:
    for name in ("policies/a.md", "policies/2024/b.md", "policies/.c.md", ".git/d.md", "policies/form.docx",
                 "vocabulary/tags.yml", "vocabulary/agencies.yaml", "notes.yml", "index.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("甲", encoding="utf8")
    (tmp_path / "secret.md").symlink_to("/etc/hostname")
    (tmp_path / "elsewhere").symlink_to("/etc", target_is_directory=True)
    (tmp_path / "policies/broken.md").write_bytes(b"\xff")
    found = read_folder(tmp_path)
    assert sorted(one.path for one in found) == [
        "index.md", "policies/2024/b.md", "policies/a.md", "policies/broken.md", "vocabulary/agencies.yaml", "vocabulary/tags.yml",
    ]
    assert [one.path for one in found if not isinstance(one, SourceFile)] == ["policies/broken.md"]


@pytest.mark.parametrize(("name", "proposal"), [("a.MD", "a.md"), ("a.md.txt", "a.md"), ("a.markdown", "a.md"), ("a.md.md", "a.md"), ("a.Md", "a.md")])
def test_a_file_with_the_wrong_ending_is_not_passed_over(tmp_path: Path, name: str, proposal: str) -> None:
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / name).write_text("---\ntitle: 甲\n---\n", "utf8")
    (found,) = read_folder(tmp_path)
    assert isinstance(found, Finding)
    assert (found.code, found.path) == ("U010", f"policies/{name}")
    assert proposal in found.mend


@pytest.mark.parametrize("name", ["a.txt", "a.pdf", "readme.md.docx", "cmd", "amd"])
def test_other_files_are_attachments(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("甲", "utf8")
    assert read_folder(tmp_path) == []


# ── Again and again ───────────────────────────────────────────────────────────


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which files are opened, in a folder with two."""
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(name, "utf8")
    seen: list[str] = []
    read_file = files.read_file
    monkeypatch.setattr(files, "read_file", lambda root, path: seen.append(path) or read_file(root, path))
    return seen


def later(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    now = time.time_ns()
    monkeypatch.setattr(files.time, "time_ns", lambda: now + seconds * 10**9)


def test_only_a_file_that_was_touched_is_opened_again(tmp_path: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    later(monkeypatch, 60)
    sources = files.Sources(tmp_path)
    first = sources.read(["a.md", "b.md"])
    assert sources.read(["a.md", "b.md"]) == first and opened == ["a.md", "b.md"]
    (tmp_path / "b.md").write_text("B.md", "utf8")
    again = sources.read(["a.md", "b.md"])
    assert opened[2:] == ["b.md"] and again == read_folder(tmp_path) != first


def test_a_file_that_was_touched_a_moment_ago_is_opened_again(tmp_path: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Its time may not tell a second touch."""
    later(monkeypatch, 1)
    sources = files.Sources(tmp_path)
    sources.read(["a.md"])
    assert sources.read(["a.md"]) and opened == ["a.md", "a.md"]


def test_a_file_that_could_not_be_read_is_tried_again(tmp_path: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program may have held it for a moment."""
    later(monkeypatch, 60)
    sources = files.Sources(tmp_path)
    (tmp_path / "a.md").write_bytes(b"")
    assert [one.code for one in sources.read(["a.md"]) if isinstance(one, Finding)] == ["C004"]
    sources.read(["a.md"])
    assert opened == ["a.md", "a.md"]


def test_a_file_that_is_gone_is_told_and_one_that_is_back_is_read(tmp_path: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    later(monkeypatch, 60)
    sources = files.Sources(tmp_path)
    first = sources.read(["a.md"])
    (tmp_path / "a.md").rename(tmp_path / "c.md")
    assert [one.code for one in sources.read(["a.md"]) if isinstance(one, Finding)] == ["C016"]
    (tmp_path / "c.md").rename(tmp_path / "a.md")
    assert sources.read(["a.md"]) == first


# ── Read when it is asked for ─────────────────────────────────────────────────


def kept(folder: Path, paths: list[str]) -> Memory:
    """What a run remembers that has read these files."""
    memory = Memory(folder / ".cache")
    files.keep((one for one in files.Sources(folder).read(paths) if isinstance(one, SourceFile)), memory)
    memory.store()
    return Memory(folder / ".cache")


def texts(found: list[SourceFile | Finding]) -> list[str]:
    return [one.text for one in found if isinstance(one, SourceFile)]


def test_a_later_run_opens_only_what_was_touched(tmp_path: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    later(monkeypatch, 60)
    memory = kept(tmp_path, ["a.md", "b.md"])
    (tmp_path / "b.md").write_text("B.md", "utf8")
    opened.clear()
    found = files.Sources(tmp_path, memory).read(["a.md", "b.md"])
    assert opened == ["b.md"]
    assert texts(found) == ["a.md", "B.md"] and found == read_folder(tmp_path)


def test_a_file_that_was_dated_back_is_opened(tmp_path: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    later(monkeypatch, 60)
    before = (tmp_path / "a.md").stat()
    memory = kept(tmp_path, ["a.md"])
    (tmp_path / "a.md").write_text("z.md", "utf8")
    os.utime(tmp_path / "a.md", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert texts(files.Sources(tmp_path, memory).read(["a.md"])) == ["z.md"]


def test_of_a_file_that_was_touched_a_moment_ago_nothing_is_kept(tmp_path: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    later(monkeypatch, 1)
    memory = kept(tmp_path, ["a.md"])
    opened.clear()
    files.Sources(tmp_path, memory).read(["a.md"])
    assert opened == ["a.md"]


def test_texts_that_do_not_fit_are_read_again(tmp_path: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "HELD", 5)
    monkeypatch.setattr(files, "AT_FIRST", 2)
    written(tmp_path, {"c.md": "c.md", "d.md": "d.md"})
    sources = files.Sources(tmp_path)
    found = sources.read(["a.md", "b.md", "c.md", "d.md"])
    assert texts(found[:2]) == ["a.md", "b.md"] and opened == ["a.md", "b.md", "c.md", "d.md"]
    assert texts(found[3:]) == ["d.md"] and opened[4:] == ["d.md"]
    sources.let_go()
    assert texts(found[:2]) == ["a.md", "b.md"] and opened[5:] == ["b.md"]


def test_a_text_that_was_changed_meanwhile_is_never_taken_for_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "HELD", 0)
    written(tmp_path, {"a.md": "甲", "b.md": "乙"})
    found = files.Sources(tmp_path).read(["a.md", "b.md"])
    (tmp_path / "a.md").write_text("丙", "utf8")
    (tmp_path / "b.md").unlink()
    for one in found:
        assert isinstance(one, SourceFile)
        with pytest.raises(files.Changed, match=one.path):
            one.text


def test_a_file_whose_name_is_no_text_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    later(monkeypatch, 60)
    monkeypatch.setattr(files, "HELD", 0)
    with open(os.path.join(os.fsencode(tmp_path), b"\xb5.md"), "w", encoding="utf8") as file:
        file.write("甲")
    assert texts(read_folder(tmp_path)) == ["甲"]


def test_two_files_whose_names_are_shown_alike_are_two(tmp_path: Path) -> None:
    for name in (b"\xfe.md", b"\xff.md"):
        with open(os.path.join(os.fsencode(tmp_path), name), "w", encoding="utf8") as file:
            file.write(TEXT)
    _, findings = load(read_folder(tmp_path))
    assert {one.path for one in findings} == {"\ufffd.md"}


@pytest.mark.parametrize("value", [None, "x", [1], {"a.md": 3}, {"a.md": ((),)}, {"a.md": ([1], "x")}])
def test_whatever_is_kept_of_files_is_no_traceback(tmp_path: Path, opened: list[str], value: object) -> None:
    memory = Memory(tmp_path / ".cache")
    memory.keep(files.KIND, files.KIND, value)
    memory.store()
    assert texts(files.Sources(tmp_path, Memory(tmp_path / ".cache")).read(["a.md"])) == ["a.md"]


def test_reading_leaves_no_garbage_behind() -> None:
    """Commands do not look for any (cli/__init__)."""
    text = policy(front="basis: [{title: 某法, url: 'https://law.example'}]\ntags: [停车]")
    library({"policies/first.md": text})  # what is made once in a process
    gc.collect()
    gc.disable()
    try:
        library({f"policies/p{number}.md": text for number in range(20)})
        assert gc.collect() < 20
    finally:
        gc.enable()
