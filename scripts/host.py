"""A folder as a usual host serves it, for measuring: under a sub-path, texts packed with gzip -6, what carries its version kept for ever."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

TYPES = {
    ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".json": "application/json",
    ".svg": "image/svg+xml", ".xml": "application/xml", ".txt": "text/plain; charset=utf-8", ".png": "image/png", ".m4a": "audio/mp4", ".mp3": "audio/mpeg",
}
TEXTS = {".html", ".js", ".css", ".json", ".svg", ".xml", ".txt"}
ROOT = "/library/"
HEADERS = (
    "Content-Security-Policy: default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'",
    "X-Content-Type-Options: nosniff", "Referrer-Policy: strict-origin-when-cross-origin",
)
"""Of pages, as docs/operations.md recommends them."""


class Host(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *args: object, folder: Path) -> None:
        self.folder = folder
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        split = urlsplit(self.path)
        name = unquote(split.path).removeprefix(ROOT)
        path = self.folder / (f"{name}index.html" if not name or name.endswith("/") else name)
        found = path.is_file() and split.path.startswith(ROOT)
        self._send(200 if found else 404, path if found else self.folder / "404.html", for_ever=split.query.startswith("v="))

    def _send(self, status: int, path: Path, *, for_ever: bool) -> None:
        text = path.suffix in TEXTS
        content = packed(path) if text else path.read_bytes()
        self.send_response(status)
        self.send_header("Content-Type", TYPES.get(path.suffix, "application/octet-stream"))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "public, max-age=31536000, immutable" if for_ever else "public, max-age=600")
        for header in ("Content-Encoding: gzip",) * text + HEADERS * (path.suffix == ".html"):
            self.send_header(*header.split(": "))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        pass


@cache
def packed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), 6)


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of the folder, while it is served."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, folder=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{ROOT}"
        server.shutdown()
