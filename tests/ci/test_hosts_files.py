"""The files of the three hosts are what the hosts can read, and call the same steps in the same order."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

REPOSITORY = Path(__file__).resolve().parents[2]
WORKFLOWS = REPOSITORY / ".github/workflows"
GITLAB = REPOSITORY / ".gitlab-ci.yml"
GITEE = REPOSITORY / "docs/ci/gitee.yml"
STEPS = sorted(path.name for path in (REPOSITORY / "scripts").glob("ci-*"))
RUNS = {
    "check": ["ci-check", "ci-build", "ci-search", "ci-preview", "ci-links"],
    "publish": ["ci-build", "ci-deploy"],
    "patrol": ["ci-patrol"],
}


def read(path: Path) -> Any:
    return yaml.load(path.read_text("utf8"), Loader=yaml.BaseLoader)  # `on` is a word here


def github() -> dict[str, list[str]]:
    files = {path.stem: read(path) for path in WORKFLOWS.glob("*.yml")}
    return {name: [step["run"] for job in file["jobs"].values() for step in job["steps"] if "run" in step] for name, file in files.items()}


def gitlab() -> dict[str, list[str]]:
    file = read(GITLAB)
    scripts = {name: job.get("script") or file[job["extends"]]["script"] for name, job in file.items() if isinstance(job, dict) and {"script", "extends"} & job.keys()}
    assert scripts.pop("pages") == scripts.pop(".publish") == scripts["publish"]
    scripts["publish"] = scripts["publish"] + scripts.pop("live")
    return scripts


def gitee() -> dict[str, list[str]]:
    pipelines = list(yaml.load_all(GITEE.read_text("utf8"), Loader=yaml.BaseLoader))
    return {one["name"]: [command for stage in one["stages"] for step in stage["steps"] for command in step["commands"]] for one in pipelines}


def steps(commands: list[str]) -> Iterator[str]:
    """Their names; `confirm` is the second half of a deployment by a host's Pages, which Gitee has none of."""
    for command in commands:
        match = re.fullmatch(r"\./scripts/(ci-\w+)( confirm)?", command)
        assert match, f"{command} is no step"
        if not match[2]:
            yield match[1]


@pytest.mark.parametrize("host", [github, gitlab, gitee])
def test_a_host_calls_the_steps_in_their_order(host: Any) -> None:
    assert {name: list(steps(commands)) for name, commands in host().items()} == RUNS


def test_no_step_is_left_over() -> None:
    assert set(STEPS) == {step for run in RUNS.values() for step in run}
    assert all(step in (REPOSITORY / "docs/ci.md").read_text("utf8") for step in STEPS)


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.github-workflows", [str(path) for path in sorted(WORKFLOWS.glob("*.yml"))]),
        ("vendor.github-actions", [str(REPOSITORY / ".github/actions/kept/action.yml")]),
        ("vendor.gitlab-ci", ["--data-transform", "gitlab-ci", str(GITLAB)]),
    ],
)
def test_it_has_the_form_that_the_host_reads(schema: str, files: list[str]) -> None:
    checked = subprocess.run([sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *files], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


def test_a_request_of_a_stranger_gets_nothing_that_it_could_misuse() -> None:
    for path in WORKFLOWS.glob("*.yml"):
        file, text = read(path), path.read_text("utf8")
        assert "pull_request_target" not in text and "workflow_run" not in text
        assert "permissions" in file
        assert not re.search(r"run:.*\$\{\{", text), f"{path.name}: what somebody wrote would be run"
        for step in (step for job in file["jobs"].values() for step in job["steps"]):
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"] == {"fetch-depth": "0", "persist-credentials": "false"}
    assert "secrets." not in (WORKFLOWS / "check.yml").read_text("utf8")


def test_deployments_wait_for_each_other() -> None:
    assert read(WORKFLOWS / "publish.yml")["concurrency"] == {"group": "publish", "cancel-in-progress": "false"}
    assert read(GITLAB)[".publish"]["resource_group"] == "site"
    publish = next(one for one in yaml.safe_load_all(GITEE.read_text("utf8")) if one["name"] == "publish")
    assert publish["strategy"] == {"blocking": True}


def test_the_daily_build_is_five_past_midnight_where_the_site_is() -> None:
    [daily] = read(WORKFLOWS / "publish.yml")["on"]["schedule"]
    assert daily["cron"] == "5 16 * * *"  # UTC, eight hours behind Asia/Shanghai
    publish = next(one for one in yaml.safe_load_all(GITEE.read_text("utf8")) if one["name"] == "publish")
    assert publish["triggers"]["schedule"] == [{"cron": "5 0 * * ? *"}]


@pytest.mark.parametrize("step", [*STEPS, "ci.sh"])
def test_the_shell_can_read_a_step(step: str) -> None:
    path = REPOSITORY / "scripts" / step
    checked = subprocess.run(["bash", "-n", path], check=False, capture_output=True, text=True)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert os.access(path, os.X_OK) == (step != "ci.sh")
