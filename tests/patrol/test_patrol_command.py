"""``policy patrol`` as a schedule runs it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from checkout import Checkout, checkout, git, policy

LOCAL = {"links": {"networks": ["127.0.0.0/8"], "pause": 0, "attempts": 1}}


@pytest.fixture
def made(tmp_path: Path) -> Checkout:
    return checkout(tmp_path / "town", {"policies/parking.md": policy(expires="2027-05-01")})


def test_a_quiet_day_is_exit_0_and_a_day_that_was_missed_is_1(made: Checkout) -> None:
    done = made.policy("patrol", "--no-links")
    assert (done.returncode, done.stderr) == (0, "")
    assert "2026年11月20日 巡检报告" in done.stdout and "2027年5月1日" in done.stdout
    assert made.policy("patrol", "--no-links", "--today", "2027-05-02").returncode == 0, "a notice just ends"
    made.write("policies/parking.md", policy(kind="normative", expires="2027-05-01"))
    assert made.policy("patrol", "--no-links", "--today", "2027-05-02").returncode == 1


def test_files_are_written_and_the_screen_is_left_alone(made: Checkout) -> None:
    done = made.policy("patrol", "--no-links", "--format", "issue", "--output", "out/report.md", "--calendar", "out/days.ics")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (made.root / "out/report.md").read_text("utf8").count("<details>") > 0
    assert len(Calendar.from_ical((made.root / "out/days.ics").read_bytes()).walk("VEVENT")) == 3
    assert sorted(path.name for path in (made.root / "out").iterdir()) == ["days.ics", "report.md"]


def test_what_is_no_plain_file_is_written_into_and_stays(made: Checkout) -> None:
    pipe, link = made.root / "pipe", made.root / "link.md"
    os.mkfifo(pipe)
    link.symlink_to("report.md")
    with ThreadPoolExecutor() as readers:
        read = readers.submit(pipe.read_text, "utf8")
        assert made.policy("patrol", "--no-links", "--output", "pipe").returncode == 0
        assert "巡检报告" in read.result()
    assert pipe.is_fifo()
    assert made.policy("patrol", "--no-links", "--output", "link.md").returncode == 0
    assert link.is_symlink() and "巡检报告" in (made.root / "report.md").read_text("utf8")


def test_only_some_parts(made: Checkout) -> None:
    done = made.policy("patrol", "--only", "gaps, drift", "--format", "json")
    assert set(json.loads(done.stdout)) == {"day", "urgent", "documents", "errors", "drift", "gaps"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["--only", "gaps,nothing"], "links,deadlines,drift,gaps"), (["--config", "none.yml"], "none.yml"), (["--format", "pdf"], "pdf"),
     (["--no-links", "--output", "mkdocs.yml/report.md"], "写不进去")],
)
def test_wrong_use_is_exit_2_and_says_what_is_right(made: Checkout, arguments: list[str], said: str) -> None:
    done = made.policy("patrol", *arguments)
    assert done.returncode == 2
    assert said in done.stderr and "Traceback" not in done.stderr


def service(made: Checkout, url: str) -> None:
    """On this machine, which S005 takes for an inner network."""
    made.write("vocabulary/services.yml", f"filing: {{name: 停车场备案, url: '{url}'}}\n")
    made.write("vocabulary/exceptions.yml", f"x: {{rule: S005, text: '{url}', reason: 测试, office: 测试岗, until: 2030-12-31}}\n")


def links(made: Checkout, *arguments: str) -> tuple[int, list[dict[str, Any]], str]:
    done = made.policy("patrol", "--only", "links", "--format", "json", *arguments)
    return done.returncode, json.loads(done.stdout)["links"], done.stderr


def test_a_broken_service_link_is_exit_1_and_the_day_it_last_worked_is_kept(tmp_path: Path, serve: Callable[..., str]) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "filing.html").write_text("<title>停车场备案</title><p>在这里办理停车场备案。</p>", "utf8")
    made = checkout(tmp_path / "town", {"policies/parking.md": policy(services=["filing"])}, options=LOCAL)
    service(made, serve(pages) + "filing.html")
    code, (good,), said = links(made, "--known", "known.json")
    assert (code, good["state"]) == (0, "good") and "正在检查链接：1/1" in said
    (pages / "filing.html").unlink()
    code, (broken,), _ = links(made, "--known", "known.json", "--today", "2026-11-21")
    assert (code, broken["state"], broken["last_good"]) == (1, "broken", "2026-11-20")
    done = made.policy("patrol", "--only", "links", "--today", "2026-11-21")
    assert "办事链接打不开  1" in done.stdout and "content/vocabulary/services.yml" in done.stdout


def test_of_a_change_only_what_it_names_is_asked(tmp_path: Path) -> None:
    made = checkout(tmp_path / "town", {"policies/parking.md": policy(source="http://old.invalid/")}, options=LOCAL)
    for arguments in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "a"]):
        git(made.root, *arguments)
    assert links(made, "--changed-since", "main")[1] == []
    made.write("policies/new.md", policy(title="新办法", number="云交〔2026〕3号", source="http://new.invalid/"))
    assert [one["link"]["url"] for one in links(made, "--changed-since", "main")[1]] == ["http://new.invalid/"]
    done = made.policy("patrol", "--changed-since", "nowhere")
    assert done.returncode == 2 and "nowhere" in done.stderr
