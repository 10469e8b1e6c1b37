"""What the repository brings for editors, hooks and reviewers is wired to what there is."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from checkout import Checkout, checkout, policy
from policy_library.edition import edition
from policy_library.model.files import read_folder
from policy_library.model.scaffold import scaffold
from policy_library.model.schema import schemas
from policy_library.model.source import decode

REPOSITORY = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


def settings(name: str) -> dict:  # type: ignore[type-arg]
    return json.loads((REPOSITORY / ".vscode" / name).read_text("utf8"))


def git(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["git", "-c", "user.name=t", "-c", "user.email=t@example", *arguments], cwd=root, env=environment(), capture_output=True, text=True, check=False,
    )


def environment() -> dict[str, str]:
    return {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}


@pytest.fixture
def repository(tmp_path: Path) -> Checkout:
    made = checkout(tmp_path / "town", {"policies/good.md": policy()})
    git(made.root, "init", "-q", "-b", "main")
    git(made.root, "add", "-A")
    git(made.root, "commit", "-qm", "start")
    return made


def test_every_vocabulary_has_its_schema_in_the_editor() -> None:
    wired = settings("settings.json")["yaml.schemas"]
    assert wired == {f"./schemas/{name}.json": f"content/{name}.yml" for name in schemas() if "/" in name}
    assert all((REPOSITORY / schema).is_file() for schema in wired)


def test_the_editor_reads_what_the_check_prints(repository: Checkout) -> None:
    """The task's pattern gives file, line, column, code and message of every finding."""
    repository.write("policies/bad.md", policy(kind="通之", number="甲:乙,丙"))
    task = next(one for one in settings("tasks.json")["tasks"] if one["label"] == "policy check")
    printed = repository.policy(*task["args"]).stdout.splitlines()
    told = json.loads(repository.policy("check", "--format", "json").stdout)["findings"]
    pattern = task["problemMatcher"]["pattern"]
    found = [re.match(pattern["regexp"], line) for line in printed]
    named = ("severity", "file", "line", "column", "code", "message")
    assert sorted(tuple(one[pattern[name]] for name in named) for one in found if one) == sorted(
        (one["severity"], one["path"], str(one["line"]), str(one["column"]), one["code"], one["message"]) for one in told if one["severity"] != "note"
    )
    assert len(found) > 1 and all(found)


def test_the_hook_stops_a_commit_with_an_error_and_no_other(repository: Checkout) -> None:
    """As pre-commit runs it; the hook's command is called from this environment instead of one that pre-commit installs."""
    (hook,) = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text("utf8"))
    local = {"repos": [{"repo": "local", "hooks": [{**hook, "language": "system"}]}]}
    (repository.root / ".pre-commit-config.yaml").write_text(yaml.safe_dump(local, allow_unicode=True), "utf8")
    installed = subprocess.run(
        [sys.executable, "-m", "pre_commit", "install"], cwd=repository.root, env=environment(), capture_output=True, text=True, check=False,
    )
    assert installed.returncode == 0, installed.stdout
    commits(repository)


def test_the_plain_hook_of_the_manual_does_the_same(repository: Checkout) -> None:
    manual = (REPOSITORY / "docs/editors.md").read_text("utf8")
    line = re.search(r"^printf .*$", manual, re.MULTILINE)
    assert line
    subprocess.run(["sh", "-c", line[0]], cwd=repository.root, check=True)
    commits(repository)


def commits(repository: Checkout) -> None:
    def commit() -> subprocess.CompletedProcess[str]:
        git(repository.root, "add", "-A")
        return git(repository.root, "commit", "-m", "a change")

    repository.write("policies/new.md", policy(title="新办法", effective=None))
    assert commit().returncode == 0
    repository.write("policies/bad.md", policy(title="〔请填写〕"))
    stopped = commit()
    assert stopped.returncode == 1
    assert "E011" in stopped.stdout + stopped.stderr and "new.md" not in stopped.stdout + stopped.stderr
    assert git(repository.root, "log", "--format=%s").stdout.splitlines() == ["a change", "start"]


@pytest.mark.parametrize("command", [["validate-manifest", ".pre-commit-hooks.yaml"], ["validate-config", ".pre-commit-config.yaml"]])
def test_the_hooks_are_declared_as_they_must_be(command: list[str]) -> None:
    done = subprocess.run([sys.executable, "-m", "pre_commit", *command], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


LINK = re.compile(r'\]\(([^)#:]+)(?:#[^)]*)?\)|src="([^"]+)"')


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "README.md", "docs/editors.md"])
def test_what_the_guide_points_to_is_there_and_small(page: str) -> None:
    named = [one or other for one, other in LINK.findall((REPOSITORY / page).read_text("utf8"))]
    held = [(REPOSITORY / page).parent / name for name in named]
    assert held and all(file.exists() for file in held)
    assert all(file.stat().st_size < 150_000 for file in held if file.name.startswith("guide-"))


def test_what_the_pictures_show_is_clean_when_it_is_filled_in() -> None:
    """The files of the guide among those of the demonstration, as in its last picture."""
    shown = yaml.safe_load((REPOSITORY / "scripts/guide.yml").read_text("utf8"))
    files = {one["path"]: scaffold(one["template"], one["values"]) for one in (shown["policy"], shown["interpretation"])}
    found = edition([*read_folder(REPOSITORY / "content"), *(decode(path, text.encode()) for path, text in files.items())], shown["day"])
    assert [(one.code, one.message) for one in found.findings if one.path in files and one.severity != "note"] == []


def test_the_three_hosts_ask_the_same() -> None:
    places = (".github/PULL_REQUEST_TEMPLATE.md", ".gitlab/merge_request_templates/Default.md", ".gitee/PULL_REQUEST_TEMPLATE.md")
    (asked,) = {(REPOSITORY / place).read_text("utf8") for place in places}
    for word in ("保密审查", "个人信息审查", "起草", "审签", "发布"):
        assert word in asked


def test_every_place_in_the_example_of_owners_exists() -> None:
    lines = [line.split() for line in (REPOSITORY / "docs/examples/CODEOWNERS").read_text("utf8").splitlines() if line.startswith("/")]
    assert all(owner.startswith("@yunhai/") for _, *owners in lines for owner in owners) and all(len(line) > 1 for line in lines)
    later = {"/content/vocabulary/redirects.yml"}  # made with the first page that moves
    assert [place for place, *_ in lines if place not in later and not (REPOSITORY / place[1:]).exists()] == []
