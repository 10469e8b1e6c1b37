"""A host of repositories on loopback: comments of one pull request, in pages, as GitHub, GitLab and Gitee keep them."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

ME = "library-bot"
TOKEN = "secret-token-123"

PATHS = {
    "github": (r"/api/v3/repos/city/library/issues/(?P<number>\d+)/comments", r"/api/v3/repos/city/library/issues/comments/(?P<id>\d+)", "PATCH"),
    "gitlab": (
        r"/api/v4/projects/city%2Fdata%2Flibrary/merge_requests/(?P<number>\d+)/notes",
        r"/api/v4/projects/city%2Fdata%2Flibrary/merge_requests/7/notes/(?P<id>\d+)", "PUT",
    ),
    "gitee": (r"/api/v5/repos/city/library/pulls/(?P<number>\d+)/comments", r"/api/v5/repos/city/library/pulls/comments/(?P<id>\d+)", "PATCH"),
}
BASES = {"github": "/api/v3", "gitlab": "/api/v4", "gitee": "/api/v5"}


@dataclass
class Host:
    kind: str
    comments: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    tokens: list[str | None] = field(default_factory=list)
    read_only: bool = False
    """As for a fork: its job may read and not write."""
    broken: bool = False
    moved_to: str = ""
    """Where every question is sent on to."""
    largest_page: int = 30
    api: str = ""

    def add(self, body: str, author: str = ME) -> int:
        id = 100 + len(self.comments)
        self.comments.append({"id": id, "body": body, **self._author(author)})
        return id

    def _author(self, name: str) -> dict[str, Any]:
        return {"author": {"username": name}} if self.kind == "gitlab" else {"user": {"login": name}}

    def bodies(self, author: str = ME) -> list[str]:
        return [one["body"] for one in self.comments if one.items() >= self._author(author).items()]

    def answer(self, method: str, target: str, headers: Any, content: dict[str, Any]) -> tuple[int, Any]:
        url = urlsplit(target)
        listed, single, update = PATHS[self.kind]
        given = headers.get("PRIVATE-TOKEN") if self.kind == "gitlab" else headers.get("Authorization", "").removeprefix("Bearer ")
        self.tokens.append(headers.get("PRIVATE-TOKEN") or headers.get("Authorization"))
        if self.broken:
            return 502, None
        if self.moved_to:
            return 302, None
        if given != TOKEN:
            return 401, {"message": f"bad credentials {given}"}
        if self.kind == "github" and url.path == "/api/graphql":
            return 200, {"data": {"viewer": {"login": ME}}}
        if url.path == f"{BASES[self.kind]}/user":
            # What a job of GitHub is told.
            return (403, {"message": "Resource not accessible by integration"}) if self.kind == "github" else (200, {"login": ME, "username": ME})
        if method != "GET" and self.read_only:
            return 403, {"message": "forbidden"}
        if found := re.fullmatch(listed, url.path):
            if found["number"] != "7":
                return 404, {"message": "not found"}
            if method == "POST":
                return 201, {"id": self.add(content["body"])}
            query = {name: int(values[0]) for name, values in parse_qs(url.query).items()}
            size = min(query.get("per_page", 20), self.largest_page)
            start = (query.get("page", 1) - 1) * size
            return 200, self.comments[start : start + size]
        if found := re.fullmatch(single, url.path):
            held = next(one for one in self.comments if one["id"] == int(found["id"]))
            if method == "DELETE":
                self.comments.remove(held)
                return 204, None
            if method == update:
                held["body"] = content["body"]
                return 200, held
        return 404, {"message": "no such address"}


@contextmanager
def hosting(kind: str) -> Iterator[Host]:
    host = Host(kind)

    class Handler(BaseHTTPRequestHandler):
        def _any(self) -> None:
            held = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            host.asked.append(f"{self.command} {self.path}")
            status, answer = host.answer(self.command, self.path, self.headers, json.loads(held or b"{}"))
            body = b"" if answer is None else json.dumps(answer).encode()
            self.send_response(status)
            if host.moved_to:
                self.send_header("Location", f"{host.moved_to}/user")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _any

        def log_message(self, format: str, *args: Any) -> None:
            """Keeps the log of requests out of the test report."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        host.api = f"http://127.0.0.1:{server.server_port}{BASES[kind]}"
        try:
            yield host
        finally:
            server.shutdown()
            thread.join()
