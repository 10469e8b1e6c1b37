"""`policy inspect` as people and measuring scripts call it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from policy_library.cli import main

PAGE = """云海市交通委员会关于印发《2024年停车管理要点》的通知

发布时间:2024-05-16

索取号:00247551X/2024-00025 发布机构:云海市交通委员会

文件编号: 云交办〔2024〕23 号 公开类别:主动公开

各区交通委，委属各单位：

根据《云海市停车管理办法》(云府办字〔20245号)第三条，现印发《2024年停车管理要点》，请遵照执行。

云海市交通委员会

2024年5月13日

打印 关闭
"""
FRONT = "---\n标题: 停车通知\n文号: 云交办〔2024〕9号\n发布单位: 云海市交通委员会\n发布日期: 2024-05-20\n状态: -\n---\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def inspect(*arguments: str, stdin: bytes = b"") -> Result:
    done = CliRunner().invoke(main, ["inspect", *arguments], input=stdin)
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done


def read(*arguments: str, stdin: bytes = b"") -> list[dict]:
    done = inspect(*arguments, "--json", stdin=stdin)
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def test_a_page_as_data(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, "utf8")
    (one,) = read("page.txt")
    assert list(one) == ["path", "elements", "citations", "relations", "damage"]
    assert one["path"] == "page.txt"
    assert one["elements"] == {
        "title": "云海市交通委员会关于印发《2024年停车管理要点》的通知", "number": "云交办〔2024〕23号", "index_number": "00247551X/2024-00025",
        "issuers": ["云海市交通委员会"], "written": "2024-05-13", "issued": "2024-05-16", "effective": None, "expires": None,
        "addressees": ["各区交通委", "委属各单位"], "attachments": [], "approval": None,
    }  # fmt: skip
    basis = next(c for c in one["citations"] if c["title"] == "云海市停车管理办法")
    assert basis["articles"] == [] and PAGE[basis["start"] : basis["end"]] == basis["text"] == "《云海市停车管理办法》"
    assert [(r["relation"], r["target"]) for r in one["relations"] if r["relation"] not in ("self", "cites")] == [
        ("basis", "《云海市停车管理办法》"), ("issues", "《2024年停车管理要点》"),
    ]  # fmt: skip
    assert {tuple(r) for r in one["relations"]} == {("relation", "target", "start", "end", "sentence")}
    broken = next(d for d in one["damage"] if d["kind"] == "lost-bracket")
    assert broken == {"kind": "lost-bracket", "start": PAGE.index("〔20245号"), "end": PAGE.index("〔20245号") + 7, "found": "〔20245号", "proposed": "〔2024〕5号", "safe": False}


def test_front_matter_speaks_unless_it_is_ignored(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(FRONT + "\n# 停车通知\n\n各单位：\n\n请遵照执行。\n\n市交通委\n\n2024年5月13日\n", "utf8")
    told, alone = read("a.md")[0]["elements"], read("a.md", "--ignore-front-matter")[0]["elements"]
    assert (told["number"], told["issuers"], told["issued"]) == ("云交办〔2024〕9号", ["云海市交通委员会"], "2024-05-20")
    assert (alone["title"], alone["number"], alone["issuers"], alone["issued"]) == ("停车通知", None, ["市交通委"], None)


def test_offsets_count_the_body_after_the_front_matter(tmp_path: Path) -> None:
    body = "\n# 停车通知\n\n根据《停车办法》，请遵照执行。\n"
    (tmp_path / "a.md").write_text(FRONT + body, "utf8")
    (citation,) = read("a.md")[0]["citations"]
    assert body[citation["start"] : citation["end"]] == "《停车办法》"


def test_folders_and_standard_input(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "c.png", ".hidden.txt"):
        (tmp_path / name).write_text("停车通知\n\n各单位：\n", "utf8")
    assert [one["path"] for one in read(".")] == ["a.md", "b.txt"]
    assert read("-", stdin=PAGE.encode())[0]["elements"]["number"] == "云交办〔2024〕23号"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-16-le", "utf-8-sig"])
def test_other_encodings_are_converted_and_told(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes(PAGE.encode(encoding))
    done = inspect("a.txt")
    assert done.exit_code == 0 and "云交办〔2024〕23号" in done.stdout
    assert ("编码由" in done.stdout) == (encoding != "utf-8-sig")


def test_people_read_what_waits_for_them_and_why(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAGE, "utf8")
    told = inspect("a.txt").stdout
    assert "  文号：云交办〔2024〕23号\n" in told and "  施行日期：未读到\n" in told
    assert "    依据 《云海市停车管理办法》\n" in told
    assert "    第 11 行 括号缺失或者不成对：〔20245号 → 〔2024〕5号\n      依据：" in told


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0", "不是文本文件"),
        ("a.txt", b"\0\1\2\3" * 100, "不是文本文件"),
        ("a.txt", b"  \n", "是空的"),
        ("a.xyz", b"abc", "不认识扩展名 .xyz"),
        ("a.md", b"---\ntitle: [\n---\n", "文件头有问题"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, name: str, data: bytes, told: str) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "good.txt").write_text(PAGE, "utf8")
    done = inspect(name, "good.txt", "--json")
    assert done.exit_code == 1
    assert done.stderr.startswith(f"{name}：") and told in done.stderr
    assert [one["path"] for one in json.loads(done.stdout)] == ["good.txt"]


def test_a_huge_file_and_a_missing_one_are_refused(tmp_path: Path) -> None:
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(50_000_000)
    done = inspect("huge.txt", "missing.txt")
    assert done.exit_code == 1
    assert done.stderr.splitlines() == ["huge.txt：有 50 MB，超过 20 MB，没有读", "missing.txt：找不到"]
