"""``policy issue`` at three hosts: one issue, found again, renewed while it is open."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from policy_library.cli import main
from policy_library.hosting.issues import MARKER

TOKEN = "secret-token-123"
ISSUES = {
    "github": ("/api/v3", "/api/v3/repos/city/library/issues", "/api/v3/repos/city/library/issues"),
    "gitlab": ("/api/v4", "/api/v4/projects/city%2Flibrary/issues", "/api/v4/projects/city%2Flibrary/issues"),
    "gitee": ("/api/v5", "/api/v5/repos/city/library/issues", "/api/v5/repos/city/issues"),
}


class Tracker:
    """Issues of one repository as a host keeps them, on loopback."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.base, self.listed, self.written = ISSUES[kind]
        self.text, self.number, self.update = ("description", "iid", "PUT") if kind == "gitlab" else ("body", "number", "PATCH")
        self.issues: list[dict[str, Any]] = []

    def add(self, body: str, author: str = "library-bot", **fields: Any) -> dict[str, Any]:
        who = {"author": {"username": author}} if self.kind == "gitlab" else {"user": {"login": author}}
        number = f"I{len(self.issues)}" if self.kind == "gitee" else len(self.issues) + 1
        self.issues.append({"id": 900 + len(self.issues), self.number: number, self.text: body, "open": True, **who, **fields})
        return self.issues[-1]

    def answer(self, method: str, path: str, query: str, content: dict[str, Any]) -> tuple[int, Any]:
        if path.endswith("/graphql"):
            return 200, {"data": {"viewer": {"login": "library-bot"}}}
        if path == f"{self.base}/user":
            return 200, {"login": "library-bot", "username": "library-bot"}
        if self.kind == "gitee" and method != "GET" and content.get("repo") != "library":
            return 400, {}
        if method == "GET" and path == self.listed and query.startswith("state=open"):
            return 200, [one for one in self.issues if one["open"]] if query.endswith("page=1") else []
        if method == "POST" and path == self.written:
            return 201, self.add(content[self.text], title=content["title"])
        [held] = [one for one in self.issues if path == f"{self.written}/{one[self.number]}"] or [None]
        if held and method == self.update:
            held.update({self.text: content[self.text], "title": content["title"]})
            return 200, held
        return 404, {}


@pytest.fixture(params=list(ISSUES))
def tracker(request: pytest.FixtureRequest) -> Iterator[Tracker]:
    tracker = Tracker(request.param)

    class Handler(BaseHTTPRequestHandler):
        def _any(self) -> None:
            content = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or b"{}")
            path, _, query = self.path.partition("?")
            allowed = TOKEN in (self.headers.get("PRIVATE-TOKEN") or self.headers.get("Authorization") or "")
            status, answer = tracker.answer(self.command, path, query, content) if allowed else (401, {})
            body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_PATCH = _any

        def log_message(self, format: str, *args: Any) -> None:
            """Keeps the log of requests out of the test report."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        tracker.api = f"http://127.0.0.1:{server.server_port}{tracker.base}"
        yield tracker
        server.shutdown()


def put(tracker: Tracker, file: Path, body: str, *options: str, token: str = TOKEN) -> Result:
    file.write_text(body, "utf8")
    arguments = ["issue", "--file", str(file), "--host", tracker.kind, "--repository", "city/library", "--api", tracker.api, *options]
    return CliRunner().invoke(main, arguments, env={"POLICY_TOKEN": token, "GITHUB_TOKEN": "", "GITLAB_TOKEN": "", "GITEE_TOKEN": ""})


def test_one_issue_is_opened_and_then_renewed(tracker: Tracker, tmp_path: Path) -> None:
    file = tmp_path / "patrol.md"
    tracker.add("停车场怎么备案？")
    tracker.add(f"{MARKER}\n别人写的", author="somebody")
    assert put(tracker, file, "没有要紧的", "--no-open").exit_code == 0
    assert len(tracker.issues) == 2
    assert "已新建" in put(tracker, file, "有一个网址打不开").output
    assert "已更新" in put(tracker, file, "有两个网址打不开").output
    assert "已更新" in put(tracker, file, "都好了", "--no-open").output
    assert [one[tracker.text] for one in tracker.issues] == ["停车场怎么备案？", f"{MARKER}\n别人写的", f"{MARKER}\n都好了"]
    assert tracker.issues[-1]["title"] == "政策文件库巡检"
    tracker.issues[-1]["open"] = False
    assert "已新建" in put(tracker, file, "又坏了").output
    assert len(tracker.issues) == 4


@pytest.mark.parametrize("token", ["", "wrong-token"])
def test_what_cannot_be_written_is_told_and_fails(tracker: Tracker, tmp_path: Path, token: str) -> None:
    done = put(tracker, tmp_path / "patrol.md", "有一个网址打不开", token=token)
    assert done.exit_code == 1 and "有一个网址打不开" in done.output and tracker.issues == []
    assert not token or token not in done.output
