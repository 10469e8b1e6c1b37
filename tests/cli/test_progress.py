"""``policy build`` says how far it is: a bar on a terminal, lines elsewhere, nothing where that is asked for."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from policy_library.site import writing
from policy_library.work.stages import NAMES, Stages

from checkout import Checkout, checkout, policy


@pytest.fixture
def made(tmp_path: Path) -> Checkout:
    return checkout(tmp_path / "checkout", {"policies/parking.md": policy(), "about.md": "---\ntitle: 关于\n---\n甲 <b>乙</b>。\n"})


def test_a_line_for_each_stage_where_nobody_watches(made: Checkout) -> None:
    done = made.policy("build")
    assert done.returncode == 0 and "已生成" in done.stdout
    assert done.stderr.splitlines() == [f"正在{stage}" for stage in ("读取文件", "建立关系", "检查", "转换正文", "生成页面", "建立搜索索引")]


def test_it_is_told_how_many_pages_are_made(made: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "TOGETHER", 1)
    told: list[tuple[str, float]] = []
    made.build(stages=Stages(lambda name, share: told.append((name, share))))
    shares = [share for name, share in told if name == "templates"]
    assert shares == sorted(shares) and len(set(shares)) > 5 and shares[-1] == 1


def test_quiet_leaves_the_findings(made: Checkout) -> None:
    done = made.policy("build", "--quiet")
    assert (done.returncode, done.stderr) == (0, "")
    assert "提醒 E009" in done.stdout and "已生成" not in done.stdout and "个错误" not in done.stdout
    made.write("policies/parking.md", policy(kind="nonsense"))
    failed = made.policy("build", "--quiet")
    assert failed.returncode == 1 and "E003" in failed.stdout and "网站没有更新" in failed.stderr and "正在" not in failed.stderr


def test_the_profile_names_every_stage(made: Checkout) -> None:
    done = made.policy("build", "--quiet", "--profile", "--profile-json", "profile.json")
    for name in ("读取文件", "建立关系", "检查", "转换正文", "过滤正文", "生成页面", "建立搜索索引", "写入网站", "网站框架", "合计"):
        assert name in done.stdout
    told = json.loads((made.root / "profile.json").read_text("utf8"))
    assert tuple(told["stages"]) == NAMES
    for kind in ("wall", "cpu"):
        assert sum(one[kind] for one in told["stages"].values()) == pytest.approx(told["total"][kind], abs=0.001)
        assert all(told["stages"][name][kind] > 0 for name in NAMES if kind == "cpu")


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of its own needs a pseudo terminal")
def test_a_bar_on_a_terminal_ends_at_a_hundred(made: Checkout) -> None:
    watched, end = os.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "policy_library.cli", "build"], cwd=made.root, stdout=subprocess.PIPE, stderr=end, env={**os.environ, "TERM": "xterm"},
    ) as building:
        os.close(end)
        seen = _all(watched)
        assert building.wait(timeout=60) == 0
    shown = [int(share) for share in re.findall(r"(\d+)%", seen)]
    assert shown == sorted(shown) and shown[-1] == 100 and "建立关系" in seen


def _all(watched: int) -> str:
    held = b""
    while True:
        try:
            held += (more := os.read(watched, 4096))
        except OSError:  # the other end was closed
            more = b""
        if not more:
            os.close(watched)
            return held.decode("utf8")
