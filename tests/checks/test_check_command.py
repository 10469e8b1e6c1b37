"""``policy check`` as an editor and a host run it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checkout import Checkout, checkout, git, policy

REVIEW = {"secrecy": {"office": "保密审查岗", "on": "2026-01-04"}}
WHOLE = {"review": REVIEW, "number": "云交〔2026〕1号", "written": "2026-01-04"}


@pytest.fixture
def made(tmp_path: Path) -> Checkout:
    return checkout(tmp_path / "town", {
        "policies/old.md": policy(**{**WHOLE, "effective": None, "title": "旧办法"}, body="正文。\n"),
        "policies/good.md": policy(**{**WHOLE, "number": "云交〔2026〕2号", "title": "好办法"}),
    })


def codes(made: Checkout, *arguments: str) -> list[tuple[str, str]]:
    done = made.policy("check", "--format", "json", *arguments)
    return [(one["path"], one["code"]) for one in json.loads(done.stdout)["findings"]]


def test_nothing_to_mend_is_exit_0_and_an_error_is_1(made: Checkout) -> None:
    assert made.policy("check").returncode == 0
    made.write("policies/bad.md", policy(kind="nonsense"))
    done = made.policy("check")
    assert done.returncode == 1
    assert "content/policies/bad.md" in done.stdout and "改法：" in done.stdout


def test_paths_limit_what_is_told(made: Checkout) -> None:
    assert codes(made) == [("content/policies/old.md", "V002")]
    assert codes(made, "content/policies/good.md") == []
    assert codes(made, "content/policies/old.md") == codes(made, "content/policies") == codes(made, "content") == codes(made)
    assert made.policy("check", "content/policies/none.md").returncode == 2
    assert made.policy("check", "mkdocs.yml").returncode == 2


def test_a_change_is_told_of_itself_and_of_every_error(made: Checkout) -> None:
    git(made.root, "init", "-q", "-b", "main")
    git(made.root, "add", "-A")
    git(made.root, "commit", "-qm", "a")
    git(made.root, "switch", "-qc", "change")
    assert codes(made, "--changed-since", "main") == []
    made.write("policies/新办法.md", "甲")
    made.write("policies/new.md", policy(**{**WHOLE, "number": "云交〔2026〕3号", "title": "新办法", "effective": None}, body="正文。\n"))
    assert ("content/policies/new.md", "V002") in codes(made, "--changed-since", "main")
    git(made.root, "add", "-A")
    git(made.root, "commit", "-qm", "b")
    git(made.root, "switch", "-q", "main")
    made.write("policies/old.md", policy(**{**WHOLE, "kind": "nonsense"}))
    git(made.root, "commit", "-qam", "c")
    git(made.root, "switch", "-q", "change")
    told = codes(made, "--changed-since", "main")
    assert ("content/policies/new.md", "V002") in told
    assert ("content/policies/old.md", "V002") not in told
    made.write("policies/good.md", policy(**WHOLE, basis=["nowhere"]))
    git(made.root, "commit", "-qam", "d")
    assert ("content/policies/good.md", "R001") in codes(made, "--changed-since", "HEAD")


@pytest.mark.parametrize("revision", ["nowhere", "--output=x"])
def test_a_revision_that_there_is_not_is_wrong_use(made: Checkout, revision: str) -> None:
    git(made.root, "init", "-q")
    done = made.policy("check", f"--changed-since={revision}")
    assert done.returncode == 2
    assert "git 找不到" in done.stderr and "Traceback" not in done.stderr
    assert not (made.root / "x").exists()


def test_safe_mends_are_made_and_told(made: Checkout) -> None:
    file = made.write("policies/good.md", policy(**{**WHOLE, "number": "云交[2026]02号", "title": "好办法"}, body="停车３０分钟。\n").replace("2026-01-05", "2026年1月5日"))
    done = made.policy("check", "--fix")
    assert done.returncode == 0
    after = file.read_text("utf8")
    assert "云交〔2026〕2号" in after and "停车30分钟。" in after and "2026-01-05" in after
    assert "３０ → 30" in done.stderr
    assert "自动改了 3 处" in done.stdout
    assert made.policy("check", "--fix").stdout.startswith("自动改了 0 处")
    assert not list(made.content.rglob(".*"))


def test_a_report_in_a_file_leaves_the_screen_to_people(made: Checkout) -> None:
    done = made.policy("check", "--format", "sarif", "--output", "found.sarif")
    assert json.loads((made.root / "found.sarif").read_text("utf8"))["version"] == "2.1.0"
    assert "检查了 2 份文件" in done.stdout


def test_no_content_folder_is_not_a_clean_library(made: Checkout) -> None:
    made.config.write_text(made.config.read_text("utf8").replace("docs_dir: content", "docs_dir: contents"), "utf8")
    done = made.policy("check")
    assert done.returncode == 2
    assert "contents" in done.stderr


def test_rules_are_explained(made: Checkout) -> None:
    assert "从来没有有效过" in made.policy("rules", "d002").stdout
    assert made.policy("rules", "Z999").returncode == 2
    assert "D002" in made.policy("rules").stdout
