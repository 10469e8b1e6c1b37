"""``policy search``: asks a built site's index with the site's own modules, run by Node. There is no second ranking."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .files import FOLDER

MODULES = "assets/library/search/"
OLDEST = 18


class NoNode(Exception):
    """Node is missing or too old."""


class NoIndex(Exception):
    """The folder holds no site with a search index."""


def node() -> str:
    for name in filter(None, (os.environ.get("POLICY_NODE"), "node", "nodejs")):
        path = shutil.which(name)
        if path and _new_enough(path):
            return path
    raise NoNode


def _new_enough(path: str) -> bool:
    try:
        told = subprocess.run([path, "-p", "process.versions.node"], capture_output=True, text=True, timeout=20, check=True).stdout
        return int(told.partition(".")[0]) >= OLDEST
    except (OSError, ValueError, subprocess.SubprocessError):
        return False


def ask(site: Path, queries: Sequence[str], options: Mapping[str, object] | None = None) -> list[dict[str, Any]]:
    """The answer to each query, as theme/assets/library/search/engine.js describes it."""
    if not (site / FOLDER / "index.json").is_file() or not (site / MODULES / "engine.js").is_file():
        raise NoIndex(site)
    found = node()
    with tempfile.TemporaryDirectory(prefix="policy-search-") as name:
        folder = Path(name)
        for module in (site / MODULES).glob("*.js"):
            shutil.copy(module, folder)
        shutil.copy(Path(__file__).with_name("ask.js"), folder)
        (folder / "package.json").write_text('{"type": "module"}')
        asked = json.dumps({"root": str((site / FOLDER).resolve()), "queries": list(queries), "options": dict(options or {})})
        ended = subprocess.run([found, folder / "ask.js"], input=asked, capture_output=True, text=True, encoding="utf8", check=False)
    if ended.returncode:
        raise RuntimeError(ended.stderr.strip())
    return json.loads(ended.stdout)
