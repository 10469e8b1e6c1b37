"""``policy comment`` in the jobs of three hosts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click.testing
import pytest

from host import TOKEN, Host, hosting
from policy_library.cli.comment import command
from policy_library.hosting.comments import MARKER
from policy_library.hosting.hosts import HOSTS, Missing, thread

BODY = f"{MARKER}\n## 可以发布\n"
JOBS = {
    "github": {"GITHUB_REPOSITORY": "city/library", "GITHUB_REF": "refs/pull/7/merge", "GITHUB_TOKEN": TOKEN},
    "gitlab": {"CI_MERGE_REQUEST_PROJECT_PATH": "city/data/library", "CI_MERGE_REQUEST_IID": "7", "GITLAB_TOKEN": TOKEN},
    "gitee": {"GITEE_REPO": "city/library", "GITEE_PULL_ID": "7", "POLICY_TOKEN": TOKEN},
}
API = {"github": "GITHUB_API_URL", "gitlab": "CI_API_V4_URL"}
OTHERS = [name for job in (*JOBS.values(), {"GITHUB_STEP_SUMMARY": "", "giteePullRequestIid": ""}) for name in job] + list(API.values())


@pytest.fixture(params=list(JOBS))
def host(request: pytest.FixtureRequest) -> Iterator[Host]:
    with hosting(request.param) as host:
        yield host


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "comment.md"
    file.write_text(BODY, "utf8")
    return file


def run(host: Host, file: Path, *arguments: str, **variables: str | None) -> click.testing.Result:
    """In a job of the host, whose interface is named by its own variable where it has one."""
    named = {API[host.kind]: host.api} if host.kind in API else {}
    at = [] if host.kind in API else ["--api", host.api]
    surroundings = {**dict.fromkeys(OTHERS), **JOBS[host.kind], **named, "no_proxy": "127.0.0.1", **variables}
    done = click.testing.CliRunner().invoke(command, ["--file", str(file), *at, *arguments], env=surroundings)
    assert TOKEN not in done.output
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def test_made_once_then_updated(host: Host, file: Path) -> None:
    host.add("讨论", "somebody")
    assert "写了评论" in run(host, file).output
    assert host.bodies() == [BODY]
    file.write_text(f"{BODY}改了\n", "utf8")
    assert "已更新" in run(host, file).output
    assert host.bodies() == [f"{BODY}改了\n"]
    assert len(host.comments) == 2


def test_found_beyond_the_first_page(host: Host, file: Path) -> None:
    for number in range(65):
        host.add(f"讨论 {number}", "somebody")
    host.add(f"{MARKER}\n旧")
    for number in range(40):
        host.add(f"讨论 {number}", "somebody")
    assert run(host, file).exit_code == 0
    assert host.bodies() == [BODY] and len(host.comments) == 106
    assert not [one for one in host.asked if one.startswith("POST") and "graphql" not in one]


def test_surplus_ones_go_and_the_first_stays(host: Host, file: Path) -> None:
    first = host.add(f"{MARKER}\n旧")
    host.add(f"{MARKER}\n旧 2")
    host.add("别的话，由同一个机器人写")
    host.add(f"{MARKER}\n旧 3")
    assert "删掉了多余的 2 条" in run(host, file).output
    assert host.bodies() == [BODY, "别的话，由同一个机器人写"] and host.comments[0]["id"] == first


def test_somebody_elses_comment_is_left_alone(host: Host, file: Path) -> None:
    host.add(f"{MARKER}\n假的", "somebody")
    host.add(f"> {MARKER}\n引用")
    run(host, file)
    assert host.bodies("somebody") == [f"{MARKER}\n假的"]
    assert host.bodies() == [f"> {MARKER}\n引用", BODY]


def test_a_fork_has_no_right_and_its_check_does_not_fail(host: Host, file: Path, tmp_path: Path) -> None:
    host.read_only = True
    done = run(host, file, GITHUB_STEP_SUMMARY=str(tmp_path / "summary.md"))
    assert done.exit_code == 0
    assert "没有写评论的权限" in done.output and "## 可以发布" in done.output
    assert (tmp_path / "summary.md").read_text("utf8") == f"{BODY}\n"
    assert not host.comments


def test_a_job_without_a_token_asks_nothing(host: Host, file: Path) -> None:
    done = run(host, file, GITHUB_TOKEN=None, GITLAB_TOKEN=None, POLICY_TOKEN=None)
    assert done.exit_code == 0 and "没有访问令牌" in done.output and "## 可以发布" in done.output
    assert not host.asked


def test_a_wrong_token_is_refused_and_not_told(host: Host, file: Path) -> None:
    done = run(host, file, POLICY_TOKEN="wrong-token-9")
    assert done.exit_code == 0 and "没有写评论的权限" in done.output and "wrong-token-9" not in done.output


def test_a_host_that_does_not_answer_is_told(host: Host, file: Path) -> None:
    host.broken = True
    done = run(host, file)
    assert done.exit_code == 1 and "没有正常回答" in done.output and "502" in done.output and "## 可以发布" in done.output
    done = run(host, file, "--api", "http://127.0.0.1:9")
    assert done.exit_code == 1 and "没有正常回答" in done.output


def test_the_token_does_not_follow_to_another_host(host: Host, file: Path) -> None:
    with hosting("gitee") as other:
        host.moved_to = other.api
        assert run(host, file).exit_code == 0
        assert other.asked and not [one for one in other.tokens if one]


def test_options_go_before_the_variables_of_the_job(host: Host, file: Path) -> None:
    assert run(host, file, "--number", "8").exit_code == 0
    assert not host.comments
    repository = "city/data/library" if host.kind == "gitlab" else "city/library"
    done = run(
        host, file, "--host", host.kind, "--repository", repository, "--number", "7", "--api", f"{host.api}/",
        **{**dict.fromkeys(JOBS[host.kind]), "POLICY_TOKEN": TOKEN},
    )
    assert done.exit_code == 0 and host.bodies() == [BODY]


def test_only_our_own_comment_is_put(host: Host, file: Path) -> None:
    file.write_text("随便什么", "utf8")
    assert run(host, file).exit_code == 2
    file.write_text(BODY, "utf8")
    assert run(host, file, "--api", "file:///etc").exit_code == 2
    assert not host.asked


@pytest.mark.parametrize(("variables", "host", "missing"), [
    ({}, None, ("host",)),
    ({"GITHUB_REPOSITORY": "city/library", "GITHUB_REF": "refs/heads/main"}, None, ("number",)),
    ({"GITEE_REPO": "library", "GITEE_PULL_ID": "7"}, None, ("repository",)),
    ({}, "gitee", ("repository", "number")),
])
def test_what_is_missing_is_named(variables: dict[str, str], host: str | None, missing: tuple[str, ...]) -> None:
    with pytest.raises(Missing) as told:
        thread(variables, host=host)
    assert told.value.args == missing


@pytest.mark.parametrize(("variables", "address"), [
    (JOBS["github"], "https://api.github.com/repos/city/library/issues/7/comments"),
    ({**JOBS["github"], "GITHUB_API_URL": "https://git.example/api/v3"}, "https://git.example/api/v3/repos/city/library/issues/7/comments"),
    (JOBS["gitlab"], "https://gitlab.com/api/v4/projects/city%2Fdata%2Flibrary/merge_requests/7/notes"),
    (JOBS["gitee"], "https://gitee.com/api/v5/repos/city/library/pulls/7/comments"),
    ({"giteeTargetNamespace": "city", "giteeTargetRepoName": "library", "giteePullRequestIid": "7"}, "https://gitee.com/api/v5/repos/city/library/pulls/7/comments"),
])
def test_where_a_job_puts_its_comment(variables: dict[str, str], address: str) -> None:
    found = thread(variables)
    assert found.address() == address
    assert TOKEN not in repr(found)


def test_every_host_is_tested() -> None:
    assert set(JOBS) == set(HOSTS)
