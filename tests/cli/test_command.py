"""The commands as a whole: each is there, and Ctrl-C ends them in our words."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from policy_library.cli import Commands, main
from policy_library.work.memory import ENOUGH

from checkout import checkout, policy

OPERATIONS = Path(__file__).resolve().parents[2] / "docs/operations.md"


def test_help_lists_every_command() -> None:
    told = CliRunner().invoke(main, ["--help"])
    assert told.exit_code == 0, told.output
    assert isinstance(main, Commands)
    for name in main.list_commands(click.Context(main)):
        assert f"  {name} " in told.output and CliRunner().invoke(main, [name, "--help"]).exit_code == 0
        assert f"`policy {name}" in OPERATIONS.read_text("utf8")


@pytest.mark.skipif(os.name == "nt", reason="a terminal's Ctrl-C is a signal to a group of processes")
def test_ctrl_c_stops_a_build_and_its_workers_in_one_line(tmp_path: Path) -> None:
    paragraph, count = "第一条　为了规范停车，制定本办法。\n\n", 80
    text = paragraph * (2 * ENOUGH // count // len(paragraph))
    made = checkout(tmp_path / "library", {f"policies/p{i}.md": policy(title=f"云海市停车办法{i}", body=text) for i in range(count)})
    made.build(clean=True)
    before = made.page("policies/p1")
    process = subprocess.Popen([sys.executable, "-m", "policy_library.cli", "build", "--clean"], cwd=made.root, stderr=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stderr
    for line in process.stderr:
        if "建立关系" in line:
            break
    time.sleep(0.2)
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert (process.returncode, "Traceback" in told, "已停下" in told) == (130, False, True), told
    assert made.page("policies/p1") == before and [path.name for path in made.root.iterdir() if path.name.startswith(".site-")] == []
