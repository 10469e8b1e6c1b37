"""`policy new`: a file begun from its template, with what is known filled in, that becomes clean when the rest is."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import subprocess
import sys
import time
from contextlib import chdir
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from checkout import TODAY, Checkout, checkout, consultation, policy, tree
from libraries import library
from policy_library.checks.examples import VOCABULARY
from policy_library.cli import main
from policy_library.model.findings import Finding

REVIEW = {name: {"office": "审查岗", "on": "2026-11-03"} for name in ("secrecy", "privacy", "legality")}
PARKING = policy(
    title="云海市停车场管理办法", number="云交规〔2026〕8号", index_number="YH00010455/2026-00041", kind="normative", written="2026-11-02",
    issued="2026-11-06", effective="2026-11-10", expires="2031-11-09", review=REVIEW,
)
FILLED = {
    "标题": "云海市非机动车停放规定", "文号": "云交规〔2026〕9号", "制发机关": "市交通委", "牵头机构": "市交通委", "成文日期": "2026-11-02", "发布日期": "2026-11-06",
    "施行日期": "2026-11-10", "有效期至": "2031-11-09", "公开类别": "主动公开", "科室": "审查岗", "日期": "2026-11-03", "解读": "parking", "解答": "parking",
    "阶段": "发布", "形式": "文字", "类别": "一件事", "说明": "看清楚。", "增加": "parking", "代号": "one", "开始日期": "2026-11-06", "截止日期": "2026-12-10",
    "联系方式": "市交通委法规处",
}


def fill(made: str) -> str:
    """Every 〔请填写…〕 replaced where it stands."""
    def word(blank: re.Match[str]) -> str:
        if blank[1] in ("[", None):
            return f"{blank[1] or ''}{'停车' if blank[1] else '第一条' if '第几条' in blank[0] else '停在划定的区域里。'}"
        return f"{blank[1]}{FILLED[re.findall(r'[^ {,:-]+', blank[1])[-1]]}"

    filled = re.sub(r"((?<=标签: )\[|[^ {,\n：]+: )?〔请填写[^〕]*〕", word, made)
    return filled.replace("代号: one", "代号: two", 1)


@pytest.fixture
def town(tmp_path: Path) -> Checkout:
    draft = consultation(title="云海市停车收费办法（征求意见稿）")
    return checkout(tmp_path / "town", {**VOCABULARY, "policies/parking.md": PARKING, "consultations/fees.md": draft})


def new(town: Checkout, *arguments: str) -> Result:
    """In this process, which is no terminal."""
    with chdir(town.root):
        return CliRunner().invoke(main, ["new", *arguments], catch_exceptions=False)


def front(town: Checkout, path: str) -> dict[str, object]:
    return yaml.safe_load((town.content / path).read_text("utf8").split("---\n")[1])


def findings(town: Checkout) -> list[Finding]:
    files = {path: data for path, data in tree(town.content).items() if not path.startswith("vocabulary/")}
    return [one for one in library(files, vocabulary=VOCABULARY).findings if one.severity != "note"]


# arguments, the file, what stands in it
BEGUN = [
    (["policy", "--id", "bikes", "--kind", "规范性文件", "--agency", "transport", "--title", "云海市非机动车停放规定"], "policies/bikes.md",
     {"标题": "云海市非机动车停放规定", "制发机关": "市交通委", "文种": "规范性文件", "索取号": "YH00010455/2026-00042", "成文日期": "〔请填写〕"}),
    (["policy", "--id", "bikes", "--kind", "opinion"], "policies/bikes.md", {"标题": "〔请填写〕", "文种": "意见", "索取号": None}),
    (["policy", "--id", "bikes", "--kind", "通知", "--into", "content/policies/2026"], "policies/2026/bikes.md", {"文种": "通知"}),
    (["interpretation", "--id", "why", "--of", "云交规〔2026〕8号"], "interpretations/why.md",
     {"标题": "《云海市停车场管理办法》政策解读", "解读": "云交规〔2026〕8号", "制发机关": "市交通委"}),
    (["interpretation", "--id", "why", "--of", "consultations/fees", "--title", "收费怎么改"], "interpretations/why.md", {"标题": "收费怎么改", "解读": "consultations/fees", "制发机关": "市交通委"}),
    (["faq", "--id", "ask", "--of", "parking", "--agency", "云海市公安局"], "faq/ask.md",
     {"标题": "《云海市停车场管理办法》常见问题与解答", "解答": "parking", "制发机关": "市公安局"}),
    (["topic", "--id", "open", "--kind", "一件事", "--agency", "市交通委"], "topics/open.md",
     {"类别": "一件事", "牵头机构": "市交通委", "复核日期": TODAY}),
    (["consultation", "--id", "draft"], "consultations/draft.md", {"标题": "〔请填写〕", "开始日期": "〔请填写〕"}),
]


@pytest.mark.parametrize(("arguments", "path", "told"), BEGUN)
def test_a_new_file_holds_what_is_known_and_is_clean_when_the_rest_is_filled_in(
    town: Checkout, arguments: list[str], path: str, told: dict[str, object],
) -> None:
    done = new(town, *arguments)
    assert (done.exit_code, done.stderr) == (0, "")
    assert f"已新建 content/{path}\n" in done.stdout and f"policy check content/{path}\n" in done.stdout
    held = {key: str(value) if value is not None else None for key, value in front(town, path).items()}
    assert {key: held[key] for key in told} == told
    assert {one.code for one in findings(town) if one.path == path} == {"E011"}
    town.write(path, fill((town.content / path).read_text("utf8")))
    assert [one for one in findings(town) if one.path == path and one.severity == "error"] == []


def test_the_command_that_is_proposed_finds_no_error_in_what_was_filled_in(town: Checkout) -> None:
    new(town, "policy", "--id", "bikes", "--kind", "规范性文件", "--agency", "市交通委")
    town.write("policies/bikes.md", fill((town.content / "policies/bikes.md").read_text("utf8")))
    done = town.policy("check", "--format", "json", "content/policies/bikes.md")
    told = [(one["code"], one["severity"]) for one in json.loads(done.stdout)["findings"] if one["severity"] != "note"]
    assert done.returncode == 0 and not {code for code, _ in told} & {"N007", "N008", "N009", "N010", "E010"}


def test_answers_are_dated_today(town: Checkout) -> None:
    made = new(town, "faq", "--stdout", "--today", "2026-11-12").stdout
    assert made.count("更新：2026-11-12") == 2 and "{#question-1}" in made
    assert "faq" not in {path.partition("/")[0] for path in tree(town.content)}


def test_a_file_that_is_not_filled_in_yet_counts(town: Checkout) -> None:
    """Its index number is taken, its title is told, and it can be explained."""
    begin = ["policy", "--kind", "通知", "--agency", "市交通委", "--title", "停车通知"]
    new(town, *begin, "--id", "one")
    again = new(town, *begin, "--id", "two")
    assert "同名文件 content/policies/one.md" in again.stdout
    assert [front(town, f"policies/{id}.md")["索取号"] for id in ("one", "two")] == ["YH00010455/2026-00042", "YH00010455/2026-00043"]
    assert new(town, "interpretation", "--id", "why", "--of", "one").exit_code == 0
    assert front(town, "interpretations/why.md")["标题"] == "《停车通知》政策解读"
    several = new(town, "faq", "--id", "ask", "--of", "停车通知")
    assert several.exit_code == 2 and "policies/one.md、policies/two.md" in several.stderr


# index numbers in the library, what the agency has, the year, the number
NUMBERED = [
    ([], "credit_code: 11990100YH00010455", 2026, None),  # the place does not number
    (["YH00010455/2026-00041", "YH00010455/2025-00099"], "credit_code: 11990100YH00010455", 2026, "YH00010455/2026-00042"),
    (["YH00010455/2026-00041"], "credit_code: 11990100YH00010455", 2027, "YH00010455/2027-00001"),
    (["YH0001045/2026-00007"], "credit_code: 11990100YH00010455", 2026, "YH0001045/2026-00008"),  # nine characters are in use
    (["11990100YH00010455/2026-00007"], "credit_code: 11990100YH00010455", 2026, "11990100YH00010455/2026-00008"),
    (["YH00010455/2026-00041"], "office_codes: []", 2026, "YH00010455/2026-00042"),  # from its own documents
    (["YH00010455/2026-00041"], "credit_code: 11990100YH00010465", 2026, None),  # does not hold
    (["云交-7"], "credit_code: 11990100YH00010455", 2026, None),  # another scheme
]


@pytest.mark.parametrize(("numbers", "agency", "year", "expected"), NUMBERED)
def test_the_next_free_index_number(tmp_path: Path, numbers: list[str], agency: str, year: int, expected: str | None) -> None:
    files = {f"policies/p{n}.md": policy(index_number=number) for n, number in enumerate(numbers)}
    town = checkout(tmp_path / "town", {"vocabulary/agencies.yml": f"transport: {{name: 云海市交通委员会, short: 市交通委, {agency}}}\n", **files})
    made = new(town, "policy", "--kind", "通知", "--agency", "市交通委", "--stdout", "--today", f"{year}-03-02").stdout
    assert yaml.safe_load(made.split("---\n")[1])["索取号"] == expected


# arguments, what is said
WRONG = [
    (["policy", "--id", "parking", "--kind", "通知"], "content/policies/parking.md 已经有了，没有改动它"),
    (["policy", "--id", "parking", "--kind", "通知", "--into", "content/policies/2026"], "content/policies/parking.md 已经有了"),
    (["policy", "--id", "Bike Parking", "--kind", "通知"], "例如 bike-parking.md"),
    (["policy", "--id", "../bikes", "--kind", "通知"], "例如 bikes.md"),
    (["policy", "--id", "bikes"], "加上 --kind，可以写：法律、"),
    (["policy", "--id", "bikes", "--kind", "工作要典"], "是不是要写“工作要点”？"),
    (["policy", "--id", "bikes", "--kind", "通知", "--agency", "市交通局"], "是不是要写“市交通委”？"),
    (["policy", "--id", "bikes", "--kind", "通知", "--of", "parking"], "政策文件没有 --of 这一项"),
    (["policy", "--kind", "通知"], "加上 --id"),
    (["interpretation", "--id", "why", "--of", "bikes"], "在本库里找不到“bikes”"),
    (["interpretation", "--id", "why", "--of", "fees"], "在本库里找不到“fees”"),
    (["topic", "--id", "open", "--kind", "通知"], "一件事"),
    (["faq", "--id", "ask", "--into", "content/policies"], "content/policies 不放常见问题与解答；放在 faq 下面"),
    (["faq", "--id", "ask", "--into", "elsewhere"], "elsewhere 不在内容文件夹 content 里"),
    (["notice", "--id", "ask"], "'notice' is not one of"),
    (["faq", "--id", "ask", "-f", "other.yml"], "找不到配置文件 other.yml"),
]


@pytest.mark.parametrize(("arguments", "said"), WRONG)
def test_wrong_use_is_told_and_nothing_is_written(town: Checkout, arguments: list[str], said: str) -> None:
    before = tree(town.root)
    done = new(town, *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr
    assert tree(town.root) == before


def test_a_link_is_not_written_through(town: Checkout) -> None:
    (town.content / "policies/bikes.md").symlink_to(town.root / "elsewhere.md")
    assert new(town, "policy", "--id", "bikes", "--kind", "通知").exit_code == 2
    assert not (town.root / "elsewhere.md").exists()


def test_where_the_configuration_names_another_folder_the_file_lies_there(tmp_path: Path) -> None:
    options = {"join": {"reason": "原有文件", "folders": {"zhengce": "policies"}}}
    town = checkout(tmp_path / "town", {"zhengce/parking.md": PARKING}, options=options)
    assert "已新建 content/zhengce/bikes.md" in new(town, "policy", "--id", "bikes", "--kind", "通知").stdout


def test_a_terminal_is_asked_for_what_is_missing_and_again_for_what_does_not_do(town: Checkout) -> None:
    answers = ["没有这份", "parking", "", "", "Why So", "why"]
    asked = typed(town, ["interpretation"], answers)
    assert front(town, "interpretations/why.md")["标题"] == "《云海市停车场管理办法》政策解读"
    for told in ("在本库里找不到“没有这份”", "例如 why-so.md", "已新建 content/interpretations/why.md"):
        assert told in asked


def typed(town: Checkout, arguments: list[str], answers: list[str]) -> str:
    """What a person sees who answers the questions of the command."""
    screen, keyboard = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "policy_library.cli", "new", *arguments], cwd=town.root, stdin=keyboard, stdout=keyboard, stderr=keyboard,
        env={**os.environ, "TERM": "dumb", "PYTHONUTF8": "1"},
    )
    os.close(keyboard)
    seen, left, end = "", list(answers), time.monotonic() + 30
    while time.monotonic() < end:
        ready, _, _ = select.select([screen], [], [], 0.2)
        try:
            seen += os.read(screen, 4096).decode("utf8", "replace") if ready else ""
        except OSError:
            break
        if left and re.search(r": $", seen):
            os.write(screen, f"{left.pop(0)}\n".encode())
            seen += "\n"
        if not ready and process.poll() is not None:
            break
    process.kill()
    process.wait()
    os.close(screen)
    return seen
