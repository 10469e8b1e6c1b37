"""`policy import` as an editor calls it: in a folder with a library, on files of all kinds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from libraries import VOCABULARY, policy
from policy_library.cli import main

NOTICE = """云海市交通委员会关于做好停车管理工作的通知

云交〔2024〕31号

各有关单位:

根据《云海市停车场管理办法》（云交规〔2024〕3号），请做好停车管理工作。

一、总体要求

1.摸清底数；
（1）路内；
（2）路外。
2.公开结果。

云海市交通委员会
2024年5月13日

打印 关闭
"""
COMPLETE = ("--set", "公开类别=主动公开")


@pytest.fixture(autouse=True)
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mkdocs.yml").write_text("site_name: 库\nplugins: [policy-library]\ndocs_dir: content\n", "utf8")
    for path, text in VOCABULARY.items():
        put(tmp_path / "content" / path, text)
    return tmp_path / "content/policies"


def put(path: Path, text: str, encoding: str = "utf8") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return path


def run(*arguments: str, stdin: bytes = b"") -> Result:
    done = CliRunner().invoke(main, ["import", *arguments], input=stdin)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def test_a_page_becomes_a_document(content: Path, tmp_path: Path) -> None:
    put(tmp_path / "page.txt", NOTICE)
    done = run("page.txt", *COMPLETE)
    assert done.exit_code == 0, done.output
    assert "page.txt → content/policies/yunjiao-2024-31.md（新文件）" in done.stdout
    assert "已修复 2 处：半角标点 1，网页上的文字 1" in done.stdout
    assert (content / "yunjiao-2024-31.md").read_text("utf8") == """---
标题: 云海市交通委员会关于做好停车管理工作的通知
制发机关: [云海市交通委员会]
公开类别: 主动公开
文号: 云交〔2024〕31号
文种: 通知
成文日期: 2024-05-13
主送: [各有关单位]
---

云交〔2024〕31号

各有关单位：

根据《云海市停车场管理办法》（云交规〔2024〕3号），请做好停车管理工作。

## 一、总体要求

- 1.摸清底数；
    - （1）路内；
    - （2）路外。
- 2.公开结果。

云海市交通委员会

2024年5月13日
"""
    checked = CliRunner().invoke(main, ["check", "--today", "2026-11-20"])
    assert checked.exit_code == 0, checked.output


def test_what_a_person_decides_is_told_and_keeps_the_file_from_being_published(content: Path, tmp_path: Path) -> None:
    put(tmp_path / "page.txt", NOTICE.replace("云交规〔2024〕3号", "云交规〔20243号").replace("2024年5月13日", "2024513"))
    done = run("page.txt")
    assert done.exit_code == 1
    assert "第 4 行 “公开类别”还没有填写" in done.stdout
    written = (content / "yunjiao-2024-31.md").read_text("utf8")
    asked = "〔请填写：下一段的“〔20243号”疑为括号缺失或者不成对，是不是“〔2024〕3号”，核对以后删去这一行〕\n\n根据《云海市停车场管理办法》（云交规〔20243号），"
    assert asked in written and "〔请填写：下一段的“2024513”疑为日期缺少年月日，是不是“2024年5月13日”" in written
    lines = written.split("\n")
    told = {int(line.split()[1]): line for line in done.stdout.splitlines() if line.startswith("    第")}
    assert "〔20243号" in lines[next(n for n, line in told.items() if "〔20243号" in line) - 1]
    checked = CliRunner().invoke(main, ["check", "--today", "2026-11-20"])
    assert checked.exit_code == 1 and checked.output.count("错误 E011") == 3


def test_nothing_is_written_over_without_force(content: Path, tmp_path: Path) -> None:
    put(tmp_path / "page.txt", NOTICE)
    assert run("page.txt", *COMPLETE).exit_code == 0
    assert "（没有变化）" in run("page.txt", *COMPLETE).stdout
    mine = put(content / "yunjiao-2024-31.md", (content / "yunjiao-2024-31.md").read_text("utf8").replace("摸清底数", "弄清底数"))
    done = run("page.txt", *COMPLETE)
    assert done.exit_code == 1 and "弄清底数" in mine.read_text("utf8")
    assert "    -- 1.弄清底数；" in done.stdout and "    +- 1.摸清底数；" in done.stdout and "--force" in done.stdout
    assert run("page.txt", *COMPLETE, "--force").exit_code == 0 and "摸清底数" in mine.read_text("utf8")


def test_the_document_of_the_number_is_what_an_import_would_change(content: Path, tmp_path: Path) -> None:
    put(content / "parking.md", policy("停车通知", "number: 云交〔2024〕31号"))
    put(tmp_path / "page.txt", NOTICE)
    assert "content/policies/parking.md（已有这份文件，内容不同）" in run("page.txt").stdout
    assert [one.name for one in content.iterdir()] == ["parking.md"]


def test_a_dry_run_shows_and_writes_nothing(content: Path, tmp_path: Path) -> None:
    put(tmp_path / "page.txt", NOTICE)
    done = run("page.txt", "--dry-run", *COMPLETE)
    assert done.exit_code == 0 and "    +文号: 云交〔2024〕31号" in done.stdout and "什么都没有写" in done.stdout
    assert not content.exists()


def test_a_refused_file_does_not_stop_the_others(content: Path, tmp_path: Path) -> None:
    put(tmp_path / "in/a.txt", NOTICE)
    (tmp_path / "in/b.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    put(tmp_path / "in/c.html", f"<title>x</title><p>{NOTICE.replace('31号', '32号')}</p>".replace("\n\n", "</p><p>"), "gb18030")
    with (tmp_path / "in/d.txt").open("wb") as file:
        file.truncate(50_000_000)
    (tmp_path / "in/e.md").write_bytes(NOTICE.replace("31号", "33号").encode("utf-16"))
    done = run("in", *COMPLETE)
    assert done.exit_code == 1
    assert "in/b.txt：不是文本文件" in done.stdout and "in/d.txt：有 50 MB，超过 20 MB，没有读" in done.stdout
    assert "编码由 GB18030 转为 UTF-8" in done.stdout and "编码由 UTF-16 转为 UTF-8" in done.stdout
    assert sorted(one.name for one in content.iterdir()) == ["yunjiao-2024-31.md", "yunjiao-2024-32.md", "yunjiao-2024-33.md"]


def test_standard_input(content: Path) -> None:
    assert run("-", *COMPLETE, stdin=NOTICE.encode()).exit_code == 0
    assert run("-", *COMPLETE, stdin=f"<html><body><p>{NOTICE}</p></body></html>".replace("\n\n", "</p><p>").replace("31号", "35号").encode()).exit_code == 0
    assert sorted(one.name for one in content.iterdir()) == ["yunjiao-2024-31.md", "yunjiao-2024-35.md"]


def test_without_repair_no_word_changes(content: Path, tmp_path: Path) -> None:
    put(tmp_path / "page.txt", NOTICE)
    done = run("page.txt", "--repair", "none", *COMPLETE)
    assert done.exit_code == 1 and "已修复" not in done.stdout and "半角标点：: → ：" in done.stdout
    assert "各有关单位:\n" in (content / "yunjiao-2024-31.md").read_text("utf8")


def test_two_sources_of_one_document_and_two_documents_of_one_title(content: Path, tmp_path: Path) -> None:
    put(tmp_path / "a.txt", NOTICE)
    put(tmp_path / "b.txt", NOTICE)
    for year in ("2019", "2023"):
        put(tmp_path / f"{year}.txt", f"云海市停车规定\n\n第一条　为了停车，制定本规定。\n\n云海市交通委员会\n\n{year}年5月1日\n")
    done = run("a.txt", "b.txt", "2019.txt", "2023.txt")
    assert "b.txt：和前面导入的一份是同一份文件，没有写入" in done.stdout
    assert sorted(one.name for one in content.iterdir()) == [
        "yunhaishitingcheguiding-2.md", "yunhaishitingcheguiding.md", "yunjiao-2024-31.md",
    ]  # fmt: skip
    again = run("2023.txt", "2019.txt")
    assert again.stdout.count("（没有变化）") == 2


def test_the_report_as_data(tmp_path: Path) -> None:
    put(tmp_path / "content/policies/rules.md", policy("云海市停车场管理办法", "number: 云交规〔2024〕3号"))
    for name in ("one", "two"):
        put(tmp_path / f"content/policies/{name}.md", policy("云海市停车收费规定", "written: 2020-01-01"))
    put(tmp_path / "page.txt", NOTICE.replace("请做好", "按照《云海市停车收费规定》，参照《云海市夜间停车办法》，请做好"))
    done = run("page.txt", "--json", "--report", "report.json")
    assert done.exit_code == 1 and json.loads(done.stdout) == json.loads((tmp_path / "report.json").read_text("utf8"))
    (one,) = json.loads(done.stdout)["sources"]
    assert (one["state"], one["path"], one["written"]) == ("new", "content/policies/yunjiao-2024-31.md", True)
    assert one["elements"]["number"] == "云交〔2024〕31号"
    assert [(r["line"], r["kind"], r["found"], r["proposed"]) for r in one["repaired"]] == [(5, "half-width-punctuation", ":", "："), (19, "page-furniture", "打印 关闭", "")]
    assert [(c["text"], c["target"], c["candidates"]) for c in one["citations"]] == [
        ("《云海市停车场管理办法》", "policies/rules", []),
        ("《云海市停车收费规定》", None, ["policies/one", "policies/two"]),
        ("《云海市夜间停车办法》", None, []),
    ]
    assert "《云海市停车收费规定》 在本库里对得上 2 份，没有链接：policies/one、policies/two" in run("page.txt").stdout


def test_imports_cite_each_other(content: Path, tmp_path: Path) -> None:
    put(tmp_path / "a.txt", NOTICE)
    put(tmp_path / "b.txt", "云海市停车场管理办法\n\n云交规〔2024〕3号\n\n第一条　为了停车，制定本办法。\n")
    sources = json.loads(run("a.txt", "b.txt", "--json").stdout)["sources"]
    assert sources[0]["citations"][0]["target"] == "policies/yunjiaogui-2024-3"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("a.txt", "--set", "颜色=红"), "没有要素 颜色"),
        (("a.txt", "--set", "公开类别"), "名称=值"),
        (("a.txt", "--set", "标签=[甲"), "--set 标签"),
        (("a.txt", "--into", "content/faq"), "不是政策文件"),
        (("a.txt", "-f", "nothing.yml"), "找不到配置文件"),
        ((), "Missing argument"),
    ],
)
def test_wrong_use(tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    put(tmp_path / "a.txt", NOTICE)
    done = run(*arguments)
    assert done.exit_code == 2 and told in done.output
    assert not (tmp_path / "content/policies").exists()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", NOTICE)
    put(tmp_path / "content/policies/x/y.md", policy())
    (tmp_path / "content/policies/x/yunjiao-2024-31.md").mkdir()
    done = run("a.txt", "--into", "content/policies/x")
    assert done.exit_code == 1 and "写不进去" in done.stdout
    assert sorted(one.name for one in (tmp_path / "content/policies/x").iterdir()) == ["y.md", "yunjiao-2024-31.md"]


def test_nothing_read_in_a_page_becomes_public_by_itself(content: Path, tmp_path: Path) -> None:
    put(tmp_path / "a.txt", NOTICE)
    run("a.txt")
    assert "公开类别: 〔请填写〕" in (content / "yunjiao-2024-31.md").read_text("utf8")
    put(tmp_path / "b.txt", "公开类别:依申请公开\n\n" + NOTICE.replace("31号", "32号"))
    run("b.txt", *COMPLETE)
    assert "公开类别: 依申请公开" in (content / "yunjiao-2024-32.md").read_text("utf8")
