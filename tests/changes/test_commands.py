"""``policy changes`` and ``policy review`` on real repositories."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from checkout import Checkout, checkout, policy, tree

REVIEW = {"review": {"secrecy": {"office": "保密审查岗", "on": "2026-01-04"}}, "written": "2026-01-04"}


def git(root: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example", "-c", "protocol.file.allow=always"]
    subprocess.run(["git", *identity, *arguments], cwd=root, capture_output=True, check=True)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = checkout(tmp_path_factory.mktemp("once") / "town", {
        "policies/good.md": policy(**{**REVIEW, "number": "云交〔2026〕2号", "title": "好办法"}),
        "policies/other.md": policy(**{**REVIEW, "number": "云交〔2026〕3号", "title": "另一个办法"}),
    })
    made.build()
    git(made.root, "init", "-q", "-b", "main")
    (made.root / ".gitignore").write_text("site\n.cache\n", "utf8")
    git(made.root, "add", "-A")
    git(made.root, "commit", "-qm", "a")
    git(made.root, "switch", "-qc", "change")
    return made.root


@pytest.fixture
def made(town: Path, tmp_path: Path) -> Checkout:
    """On a branch, with nothing changed yet; what is published is locked."""
    shutil.copytree(town, tmp_path / "town")
    return Checkout(tmp_path / "town")


def test_changes_are_told(made: Checkout) -> None:
    made.write("policies/new.md", policy(**REVIEW, number="云交〔2026〕4号", title="新办法", repeals=["good"]))
    before = tree(made.content)
    told = made.policy("changes", "--since", "main").stdout
    assert "/policies/new/  新办法" in told and "好办法：现行有效" in told and "“新办法” 废止 “好办法”" in told
    held = json.loads(made.policy("changes", "--since", "main", "--format", "json").stdout)
    assert held["day"] == "2026-11-20" and held["new"][0]["address"] == "policies/new/"
    assert held["statuses"][0]["new"]["word"] == "repealed" and held["statuses"][0]["new"]["since"] == "2026-02-01"
    assert tree(made.content) == before


def test_a_clean_change_can_be_published(made: Checkout) -> None:
    made.write("policies/new.md", policy(**REVIEW, number="云交〔2026〕4号", title="新办法"))
    done = made.policy("review", "--since", "main", "--output", "comment.md")
    body = (made.root / "comment.md").read_text("utf8")
    assert done.returncode == 0, done.stderr
    assert body.startswith("<!-- policy-library -->\n## 可以发布\n")
    assert "## 合并以后网站上的变化" in body and "`/policies/new/` 新办法" in body


def test_an_error_is_told_with_its_mend_and_fails(made: Checkout) -> None:
    made.write("policies/good.md", policy(**REVIEW, number="云交〔2026〕2号", title="好办法", basis=["nowhere"]))
    done = made.policy("review", "--since", "main", "--output", "comment.md")
    body = (made.root / "comment.md").read_text("utf8")
    assert done.returncode == 1
    assert "## 有 1 个错误，改好以后才能发布" in body and "### `content/policies/good.md`" in body and "R001" in body
    assert "错误 R001" in done.stdout
    done = made.policy("review", "--since", "main", "--output", "nowhere/comment.md")
    assert done.returncode == 2 and "写不了 nowhere/comment.md" in done.stderr


def test_an_address_that_would_be_lost_is_an_error_until_it_is_let_go(made: Checkout) -> None:
    (made.content / "policies/good.md").unlink()
    done = made.policy("review", "--since", "main", "--output", "comment.md")
    body = (made.root / "comment.md").read_text("utf8")
    assert done.returncode == 1 and "### `addresses.lock`" in body and "`/policies/good/` 好办法" in body
    made.write("vocabulary/redirects.yml", "/policies/good/: {to: /policies/other/}\n")
    done = made.policy("review", "--since", "main", "--output", "comment.md")
    body = (made.root / "comment.md").read_text("utf8")
    assert done.returncode == 0, body
    assert "`/policies/good/` 好办法 → `/policies/other/`" in body


def test_findings_of_files_that_the_change_leaves_alone_are_not_told(made: Checkout) -> None:
    git(made.root, "switch", "-q", "main")
    made.write("policies/old.md", policy(**{**REVIEW, "number": "云交〔2026〕5号", "title": "旧办法", "effective": None}, body="正文。\n"))
    git(made.root, "add", "-A")
    git(made.root, "commit", "-qm", "b")
    git(made.root, "switch", "-qc", "later")
    made.write("policies/new.md", policy(**REVIEW, number="云交〔2026〕4号", title="新办法"))
    made.policy("review", "--since", "main", "--output", "comment.md")
    assert "V002" not in (made.root / "comment.md").read_text("utf8")
    made.policy("review", "--since", "main~1", "--output", "comment.md")
    assert "V002" in (made.root / "comment.md").read_text("utf8")


def test_what_was_taken_back_is_not_kept(made: Checkout) -> None:
    made.policy("check")
    assert "特别的一句话".encode() not in (made.root / ".cache/policy-library/texts.sqlite").read_bytes()
    made.write("policies/good.md", policy(**REVIEW, number="云交〔2026〕2号", title="好办法", body="第一条　特别的一句话。\n"))
    git(made.root, "commit", "-qam", "b")
    made.policy("check")
    assert "特别的一句话".encode() in (made.root / ".cache/policy-library/texts.sqlite").read_bytes()
    made.write("policies/good.md", policy(**REVIEW, number="云交〔2026〕2号", title="好办法"))
    told = made.policy("changes", "--since", "HEAD").stdout
    assert "好办法（改了正文）" in told
    assert "特别的一句话".encode() not in (made.root / ".cache/policy-library/texts.sqlite").read_bytes()


def test_a_shallow_clone_is_told_what_to_do(made: Checkout) -> None:
    made.write("policies/new.md", policy(**REVIEW, number="云交〔2026〕4号", title="新办法"))
    git(made.root, "add", "-A")
    git(made.root, "commit", "-qm", "b")
    git(made.root.parent, "clone", "-q", "--depth", "1", "--no-single-branch", made.root.as_uri(), "clone")
    clone = Checkout(made.root.parent / "clone")
    done = clone.policy("review", "--output", "c.md", "--since", "origin/main")
    assert done.returncode == 2 and "fetch-depth: 0" in done.stderr and "Traceback" not in done.stderr
    assert not (clone.root / "c.md").exists()
    done = made.policy("changes", "--since", "nowhere")
    assert done.returncode == 2 and "git 找不到与 nowhere 的差别" in done.stderr
