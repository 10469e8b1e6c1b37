"""`policy import`: what an agency has becomes files of the library, and nothing is lost, written over or published by the way."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy_library.cli import main
from policy_library.importers.base import Refused
from policy_library.importers.importing import Options, imported
from policy_library.importers.markdown import read as read_markdown
from policy_library.importers.plain import read as read_plain

from checkout import Checkout, checkout, policy

TEXT = """云海市交通委员会关于印发《2024年停车管理要点》的通知

发布时间:2024-05-16

索取号:00247551X/2024-00025 发布机构:云海市交通委员会

文件编号: 云交办〔2024〕23 号 公开类别:主动公开

各区交通委，委属各单位：

根据《停车办法》（云交规〔2020〕1号），现印发《2024年停车管理要点》，请遵照执行。

云海市交通委员会

2024年5月13日

2024年停车管理要点

第一章 总则

第一条 为了*规范*停车，收费３０元，制定本要点。

一、主要目标
（一）减少占道
1.加强执法；
2.加强宣传。

打印 关闭
"""
DAMAGED = TEXT.replace("云交规〔2020〕1号", "云交规〔20201号")
PAGE = f"""<!DOCTYPE html><html><head><meta charset="gb2312"><title>停车通知_云海市交通委员会</title>
<meta name="ArticleTitle" content="云海市交通委员会关于开展停车检查的通知"><script>alert("坏")</script></head><body>
<div class="nav"><a href="/">首页</a> <a href="/a">政务公开</a></div>
<table><tr><td>文号：</td><td>云交〔2024〕7号</td><td>发布日期：</td><td>2024-03-02</td></tr></table>
<div class="content"><h1>云海市交通委员会关于开展停车检查的通知</h1>
<p>各区交通委：</p><p>为了加强停车场（库）管理，规范经营服务行为，方便群众出行，现就开展停车检查的有关事项通知如下。</p>
<p>一、检查对象。全市经营性停车场（库）的经营者，重点是医院、学校、商圈和交通枢纽周边的停车场（库）。</p>
<p>二、检查内容。备案登记是否办理，收费标准是否公示，泊位数量是否与备案一致，是否拒收现金。</p>
<p>三、工作安排。四月底前经营者自查，五月底前各区检查，六月底前市交通委员会抽查并通报结果。</p>
<table><tr><th>区域</th><th>泊位</th></tr><tr><td>滨江区</td><td>300</td></tr></table>
<p style="display:none">看不见的字句。</p><p>请认真执行。</p><p>云海市交通委员会</p><p>2024年3月1日</p></div>
<div class="foot">分享到： 打印 关闭 {"版权所有 " * 3}</div></body></html>"""


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    made = checkout(tmp_path / "town", {"policies/old.md": policy("第一条　旧。\n", title="停车办法", number="云交规〔2020〕1号")})
    monkeypatch.chdir(made.root)
    return made


def run(*arguments: str, stdin: bytes = b"") -> Result:
    done = CliRunner().invoke(main, ["import", *arguments], input=stdin)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def only(town: Checkout) -> Path:
    """The file that was written."""
    [path] = set((town.content / "policies").glob("*.md")) - {town.content / "policies/old.md"}
    return path


def test_a_text_becomes_a_document_that_says_what_the_page_said(town: Checkout) -> None:
    Path("a.txt").write_text(TEXT, "utf8")
    done = run("a.txt", "--json")
    written = only(town).read_text("utf8")
    front, body = written.split("---\n", 2)[1:]
    for line in ("云交办〔2024〕23号", "2024-05-13", "2024-05-16", "00247551X/2024-00025", "主动公开", "[各区交通委, 委属各单位]"):
        assert line in front
    assert [line for line in ("## 第一章　总则", "第一条　为了\\*规范\\*停车，收费30元，制定本要点。", "（一）减少占道") if line not in body] == []
    assert "打印" not in body and "发布时间" not in body and "文件编号" not in body
    report = json.loads(done.stdout)
    assert "old" in json.dumps(report, ensure_ascii=False), "the citation is resolved against the library"


def test_what_cannot_be_relied_on_waits_for_a_person_and_keeps_the_document_back(town: Checkout) -> None:
    Path("a.txt").write_text(DAMAGED, "utf8")
    done = run("a.txt")
    assert done.exit_code == 1 and "〔20201号" in done.stdout and "→ 〔2020〕1号" in done.stdout
    assert "〔请填写" in only(town).read_text("utf8") and "云交规〔20201号" in only(town).read_text("utf8"), "proposed, never applied"
    found = json.loads(CliRunner().invoke(main, ["check", "--format", "json"]).stdout)["findings"]
    assert "E011" in {one["code"] for one in found if one["path"].endswith(only(town).name)}


def test_importing_again_changes_nothing(town: Checkout) -> None:
    Path("a.txt").write_text(DAMAGED, "utf8")
    run("a.txt")
    first = only(town).read_bytes()
    for source in ("content/policies/" + only(town).name, "a.txt"):
        assert "没有变化" in run(source, "--force").stdout
        assert only(town).read_bytes() == first


def test_nothing_is_written_over_without_consent(town: Checkout) -> None:
    Path("a.txt").write_text(TEXT, "utf8")
    run("a.txt")
    only(town).write_text(mine := only(town).read_text("utf8").replace("请遵照执行", "请认真执行"), "utf8")
    kept = run("a.txt")
    assert kept.exit_code == 1 and only(town).read_text("utf8") == mine
    assert "-根据" in kept.stdout and "+根据" in kept.stdout and "--force" in kept.stdout
    assert run("a.txt", "--force", "--dry-run") and only(town).read_text("utf8") == mine
    run("a.txt", "--force")
    assert "请遵照执行" in only(town).read_text("utf8")


def test_without_repair_nothing_is_mended(town: Checkout) -> None:
    Path("a.txt").write_text(TEXT, "utf8")
    run("a.txt", "--repair", "none")
    assert "３０元" in only(town).read_text("utf8")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-16"])
def test_a_saved_page(town: Checkout, encoding: str) -> None:
    Path("page.html").write_bytes(PAGE.replace("gb2312", encoding).encode(encoding))
    run("page.html")
    written = only(town).read_text("utf8")
    assert "云海市交通委员会关于开展停车检查的通知" in written and "云交〔2024〕7号" in written and "2024-03-02" in written
    assert "| 区域 | 泊位 |" in written and "| 滨江区 | 300 |" in written
    assert [word for word in ("alert", "首页", "看不见", "版权所有", "分享到") if word in written] == []


def test_standard_input_and_folders(town: Checkout) -> None:
    assert run("-", stdin=TEXT.encode()).exit_code == 0
    Path("in/deep").mkdir(parents=True)
    Path("in/deep/b.txt").write_text(TEXT.replace("23 号", "24 号").replace("停车管理", "公交管理"), "utf8")
    Path("in/photo.jpg").write_bytes(b"\xff\xd8\xff")
    run("in")
    assert len(list((town.content / "policies").glob("*.md"))) == 3


@pytest.mark.parametrize(
    "name, data, said",
    [
        ("big.txt", None, "MB"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "不是文本"),
        ("noise.txt", os.urandom(4000), ""),
        ("empty.txt", b"", "是空的"),
        ("sheet.xlsx", b"PK\x03\x04", ".xlsx"),
        ("gone.txt", b"-", "找不到"),
        ("broken.docx", b"PK\x03\x04nothing", "损坏"),
    ],
)
def test_bad_input_is_named_and_stops_nothing_else(town: Checkout, name: str, data: bytes | None, said: str) -> None:
    if name != "gone.txt":
        if data is None:
            with open(name, "wb") as file:
                file.truncate(50_000_000)
        else:
            Path(name).write_bytes(data)
    Path("good.txt").write_text(TEXT, "utf8")
    done = run(name, "good.txt")
    assert done.exit_code == 1 and name in done.stdout and said in done.stdout
    assert "停车管理要点" in only(town).read_text("utf8")
    assert not list(town.root.rglob("*.new"))


@pytest.mark.parametrize("mark", ["（", "《", "〔", "“", "<div>", "| "])
def test_ten_thousand_nested_marks_take_no_longer_than_other_text(town: Checkout, mark: str) -> None:
    name = "deep.html" if mark == "<div>" else "deep.txt"
    Path(name).write_text(TEXT.replace("请遵照执行", f"{mark * 10_000}请遵照执行"), "utf8")
    assert run(name).exit_code in (0, 1)


def test_wrong_use(town: Checkout) -> None:
    Path("a.txt").write_text(TEXT, "utf8")
    for arguments in (["a.txt", "--into", "content/topics"], ["a.txt", "--set", "没有=1"], ["a.txt", "--repair", "all"], []):
        assert run(*arguments).exit_code == 2
    assert {path.name for path in (town.content / "policies").glob("*.md")} == {"old.md"}


pieces = st.sampled_from([
    "第一章 总则\n", "第一条 为了停车。\n", "一、目标\n", "（一）减少\n", "1.执法；\n", "① 甲\n", "云海市交通委员会\n", "2024年5月13日\n", "附件：1.表\n", "\n",
    "关于印发《停车要点》的通知\n", "云交〔2024〕2号\n", "各区：\n", "| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |\n", "- 甲\n", "    乙\n", "# 标题\n", "<b>粗</b>", "*", "`", "《",
    "（", "２０２４", "——", "打印 关闭\n", "〔请填写〕", "---\n", "&amp;",
])
texts = st.lists(pieces | st.text(max_size=8), max_size=25).map("".join)


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(texts)
def test_any_text_is_imported_and_stays_what_it_became(text: str) -> None:
    options = Options("safe")
    try:
        first = imported(read_plain(text.encode("utf8", "replace")), options)
    except Refused:
        return  # nothing but blanks and buttons
    second = imported(read_markdown(first.text.encode()), options)
    assert imported(read_markdown(second.text.encode()), options).text == second.text == first.text
