"""What several test modules share: the corpus, a browser, and a server for built sites."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

REPOSITORY = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET_BROWSER = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real documents; it lies beside the checkout and is not part of it."""
    folder = Path(os.environ.get("POLICY_CORPUS_DIR") or REPOSITORY.parent / "shared" / "corpus")
    if folder.is_dir():
        return folder
    reason = f"the corpus of real documents is not at {folder}; $POLICY_CORPUS_DIR names another folder"
    if os.environ.get("POLICY_CORPUS") == "required":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def node() -> str:
    found = os.environ.get("POLICY_NODE") or shutil.which("node") or shutil.which("nodejs")
    return found or pytest.fail("no Node: ./scripts/test gets one and sets $POLICY_NODE")


@pytest.fixture(scope="session")
def chromium_path() -> str:
    found = os.environ.get("POLICY_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    return found or pytest.fail("no Chromium or Chrome: ./scripts/test gets one and sets $POLICY_CHROMIUM")


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=list(QUIET_BROWSER))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[..., str]]:
    """`serve(folder, prefix="/library/")` is the address of the folder, served until the session ends."""
    with ExitStack() as servers:
        yield lambda folder, prefix="/library/": servers.enter_context(serving(folder, prefix))


@contextmanager
def serving(folder: Path, prefix: str) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(StaticHost, folder=folder, prefix=prefix)) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{prefix}"
        finally:
            server.shutdown()
            thread.join()


class StaticHost(SimpleHTTPRequestHandler):
    """A plain web host: the folder under a sub-path, no listings, its own 404.html for what is missing."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *args: Any, folder: Path, prefix: str) -> None:
        self.prefix = prefix
        super().__init__(*args, directory=str(folder))

    def translate_path(self, path: str) -> str:
        if not path.startswith(self.prefix):
            return os.devnull + "/"  # a name that no file can have: answered with 404
        return super().translate_path(path.removeprefix(self.prefix.rstrip("/")))

    def list_directory(self, path: str | os.PathLike[str]) -> None:
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory, "404.html")
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Keeps the log of requests out of the test report."""
