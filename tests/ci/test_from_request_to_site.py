"""The steps as a host calls them, on a repository and a web server of this machine: request, comment, merge, changed site."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from checkout import Checkout, checkout, policy

REPOSITORY = Path(__file__).resolve().parents[2]
WHOLE = {"review": {"secrecy": {"office": "保密审查岗", "on": "2026-01-04"}}, "written": "2026-01-04"}
PARKING = policy(**WHOLE, number="云交〔2026〕1号")
HOSTS = ("GITHUB_", "GITLAB_", "GITEE_", "CI_", "POLICY_")


@dataclass(frozen=True)
class Job:
    """One run: a clone of its own, as a host makes it."""

    root: Path
    variables: dict[str, str]

    def step(self, name: str, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        mine = {name: value for name, value in os.environ.items() if not name.startswith(HOSTS)}
        environment = {**mine, "POLICY_VENV": sys.prefix, "POLICY_LIBRARY": str(self.root), **self.variables, **variables}
        return subprocess.run(
            [REPOSITORY / "scripts" / name, *arguments], env=environment, capture_output=True, text=True, timeout=120, check=False,
        )

    def passes(self, name: str, *arguments: str, **variables: str) -> str:
        done = self.step(name, *arguments, **variables)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@dataclass(frozen=True)
class Town:
    """A bare repository, an editor's clone, and a folder that a web server shows."""

    folder: Path
    editor: Checkout
    www: Path
    live: str

    def git(self, *arguments: str, root: Path | None = None) -> str:
        command = ["git", "-c", "user.name=editor", "-c", "user.email=editor@yunhai.example", *arguments]
        return subprocess.run(command, cwd=root or self.editor.root, capture_output=True, text=True, check=True).stdout.strip()

    def commit(self, message: str) -> str:
        self.git("add", "-A")
        self.git("commit", "-qm", message)
        self.git("push", "-q", "origin", "HEAD")
        return self.git("rev-parse", "HEAD")

    def job(self, name: str, commit: str, **variables: str) -> Job:
        root = self.folder / name
        self.git("clone", "-q", str(self.folder / "origin.git"), str(root), root=self.folder)
        self.git("checkout", "-q", commit, root=root)
        return Job(root, {"POLICY_DEPLOY_TARGET": str(self.www), "POLICY_LIVE_URL": self.live, "POLICY_DEPLOY_WAIT": "0", **variables})

    def page(self) -> str:
        return (self.www / "policies/parking/index.html").read_text("utf8")

    def record(self) -> dict[str, str]:
        return json.loads((self.www / "build.json").read_text("utf8"))


@pytest.fixture
def town(tmp_path: Path, serve: Callable[..., str]) -> Town:
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", tmp_path / "origin.git"], check=True)
    editor = checkout(tmp_path / "editor", {"policies/parking.md": PARKING, "index.md": "---\ntitle: 首页\n---\n甲。\n"})
    shutil.copy(REPOSITORY / ".gitignore", editor.root)
    made = Town(tmp_path, editor, tmp_path / "www/library", serve(tmp_path / "www/library"))
    made.git("init", "-q", "-b", "main")
    made.git("remote", "add", "origin", str(tmp_path / "origin.git"))
    return made


def test_from_a_request_to_the_site_that_readers_see(town: Town) -> None:
    first = town.commit("第一份文件")
    late = town.job("publish-1", first)
    late.passes("ci-build")
    assert "那里还没有网站" in late.passes("ci-deploy")
    assert town.record() == {"commit": first, "day": "2026-11-20"} and "停车办法" in town.page()

    # A request with a mistake: it is told beside its line and in the comment, and the step fails.
    town.git("switch", "-qc", "request")
    town.editor.write("policies/parking.md", PARKING.replace("停车办法", "停放办法").replace("kind: notice", "kind: nonsense"))
    wrong = town.commit("改名")
    summary = town.folder / "summary.md"
    request = {
        "GITHUB_ACTIONS": "true", "GITHUB_BASE_REF": "main", "GITHUB_REF": "refs/pull/7/merge", "GITHUB_REPOSITORY": "yunhai/library",
        "GITHUB_STEP_SUMMARY": str(summary),  # no token, as in a request of a fork: the comment goes to the run's page
    }
    done = town.job("check-1", wrong, **request).step("ci-check")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "::error file=content/policies/parking.md,line=3," in done.stdout
    assert "有 1 个错误，改好以后才能发布" in summary.read_text("utf8") and "第 3 行" in summary.read_text("utf8")

    # Mended: the comment says what changes, the preview shows it.
    town.editor.write("policies/parking.md", PARKING.replace("停车办法", "停放办法"))
    mended = town.commit("改正")
    summary.unlink()
    job = town.job("check-2", mended, **request)
    job.passes("ci-check")
    assert "可以发布" in summary.read_text("utf8") and "停放办法" in summary.read_text("utf8")
    job.passes("ci-build")
    assert "0 个没有排进前三" in job.passes("ci-search")
    job.passes("ci-preview")
    assert "链接" in job.passes("ci-links")
    preview = job.root / "build/ci/preview"
    assert "停放办法" in (preview / "site/policies/parking/index.html").read_text("utf8")
    assert "停放办法" in (preview / "changes.md").read_text("utf8")
    assert "停车办法" in town.page()

    # Merged: the site changes.
    town.git("switch", "-q", "main")
    town.git("merge", "-q", "--no-ff", "-m", "合并", "request")
    town.git("push", "-q", "origin", "main")
    merged = town.git("rev-parse", "HEAD")
    newer = town.job("publish-2", merged)
    newer.passes("ci-build")
    assert f"线上网站 {town.live} 已是" in newer.passes("ci-deploy")
    assert town.record()["commit"] == merged and "停放办法" in town.page()

    # An older run that comes late, from a clone made before the merge, leaves it as it is and is no failure.
    assert "不发布" in late.passes("ci-deploy")
    assert town.record()["commit"] == merged and "停放办法" in town.page()

    assert "查了 2 份公开文件" in newer.passes("ci-patrol")

    # A site that readers do not see is a failure.
    town.www.rename(town.folder / "elsewhere")
    done = newer.step("ci-deploy", POLICY_DEPLOY_TARGET=str(town.folder / "nobody-looks"))
    assert done.returncode == 1 and "没有显示" in done.stderr


def site(job: Job, commit: str) -> None:
    """What matters of a site to those that publish it."""
    (job.root / "site").mkdir()
    (job.root / "site/.policy-library").touch()
    (job.root / "site/index.html").write_text(commit)
    (job.root / "site/build.json").write_text(json.dumps({"commit": commit, "day": "2026-11-20"}))


def test_a_history_that_was_written_anew_needs_a_word(town: Town) -> None:
    first = town.commit("第一份文件")
    job = town.job("publish-1", first)
    site(job, first)
    job.passes("ci-deploy")
    town.git("commit", "-q", "--amend", "-m", "重写")
    town.git("push", "-qf", "origin", "main")
    again = town.git("rev-parse", "HEAD")
    job = town.job("publish-2", again)
    site(job, again)
    done = job.step("ci-deploy")
    assert done.returncode == 1 and "POLICY_DEPLOY_FORCE=1" in done.stderr and town.record()["commit"] == first
    job.passes("ci-deploy", POLICY_DEPLOY_FORCE="1")
    assert town.record()["commit"] == again


def test_pages_of_a_host_are_asked_for_and_looked_at_afterwards(town: Town) -> None:
    first = town.commit("第一份文件")
    output = town.folder / "output"
    job = town.job("pages-1", first, POLICY_DEPLOY_TARGET="", GITHUB_ACTIONS="true", GITHUB_OUTPUT=str(output))
    site(job, first)
    job.passes("ci-deploy")
    assert output.read_text("utf8") == "pages=go\n"
    assert job.step("ci-deploy", "confirm").returncode == 1
    shutil.copytree(job.root / "site", town.www)
    job.passes("ci-deploy", "confirm")

    town.git("commit", "-q", "--allow-empty", "-m", "再来")
    town.git("push", "-q", "origin", "main")
    second = town.git("rev-parse", "HEAD")
    newer = town.job("pages-2", second, POLICY_DEPLOY_TARGET="", GITLAB_CI="true")
    site(newer, second)
    newer.passes("ci-deploy")
    shutil.rmtree(town.www)
    shutil.move(newer.root / "public", town.www)
    newer.passes("ci-deploy", "confirm")

    output.unlink()
    job.passes("ci-deploy")
    assert not output.exists(), "what is live is newer"
    assert Job(job.root, {**job.variables, "GITHUB_ACTIONS": "", "GITLAB_CI": "true"}).step("ci-deploy").returncode == 3
