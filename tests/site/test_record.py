"""build.json says which commit and day a site is of; nothing else on the site depends on the commit."""

from __future__ import annotations

import json
import subprocess
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from policy_library.cli import main
from policy_library.site.manifest import MARKER

from checkout import Checkout, checkout, policy, tree


def git(root: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=t", "-c", "user.email=t@example", *arguments]
    return subprocess.run(command, cwd=root, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()


@pytest.fixture
def made(tmp_path: Path) -> Checkout:
    """The content is a folder of the repository, as it mostly is."""
    made = checkout(tmp_path / "town", {"policies/parking.md": policy()})
    git(made.root, "init", "-q")
    return made


def record(made: Checkout) -> dict[str, str | None]:
    return json.loads((made.site / "build.json").read_text("utf8"))


def test_the_commit_is_that_of_the_content_or_none(made: Checkout) -> None:
    made.build(today=date(2026, 11, 21))
    assert record(made) == {"commit": None, "day": "2026-11-21"}, "nothing is committed yet"
    git(made.root, "add", "content", "mkdocs.yml")
    git(made.root, "commit", "-qm", "a")
    made.build()
    assert record(made) == {"commit": git(made.root, "rev-parse", "HEAD"), "day": "2026-11-20"}, "the build's own files are no change"
    made.write("policies/new.md", policy(title="新办法"))
    made.build()
    assert record(made)["commit"] is None, "what is not committed is no commit's"


def test_another_commit_of_the_same_content_differs_in_its_record_alone(made: Checkout) -> None:
    git(made.root, "add", "content", "mkdocs.yml")
    git(made.root, "commit", "-qm", "a")
    made.build()
    before = tree(made.site)
    git(made.root, "commit", "-q", "--allow-empty", "-m", "b")
    made.build()
    after = tree(made.site)
    assert [path for path in after if before.get(path) != after[path]] == [MARKER, "build.json"] and before.keys() == after.keys()


def test_where_there_is_no_git_the_commit_is_given(tmp_path: Path) -> None:
    made = checkout(tmp_path / "export", {"policies/parking.md": policy()})
    assert made.policy("build", POLICY_COMMIT="a" * 40).returncode == 0
    assert record(made)["commit"] == "a" * 40
    refused = CliRunner().invoke(main, ["build", "--config", str(made.config), "--commit", "main"])
    assert refused.exit_code == 2 and "main" in refused.output
