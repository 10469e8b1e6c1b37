"""The browser's modules as they are served, run by Node."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from policy_library.search import modules
from policy_library.search.records import Paragraph, Record, Text

HERE = Path(__file__).resolve().parent
SOURCES = HERE.parents[1] / "plugins/policy_library/theme/assets/library/search"


@pytest.fixture(scope="session")
def run(node: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Any]:
    """`run("equality.js", value)`: what the script of this folder answers to the value."""
    folder = tmp_path_factory.mktemp("modules")
    (folder / "package.json").write_text('{"type": "module"}')
    for path in SOURCES.glob("*.js"):
        (folder / path.name).write_text(modules.without_comments(path.read_text("utf8")), "utf8")
    (folder / "lunr.js").write_text(modules.lunr(), "utf8")
    for path in HERE.glob("*.js"):
        shutil.copy(path, folder)

    def run(script: str, value: object) -> Any:
        ended = subprocess.run(
            [node, folder / script], input=json.dumps(value), capture_output=True, text=True, encoding="utf8", check=False, timeout=120,
        )
        assert ended.returncode == 0, ended.stderr
        return json.loads(ended.stdout)

    return run


@pytest.fixture
def record() -> Callable[..., Record]:
    """`record(3, "标题", "正文", …)`: a policy of its own day."""

    def record(place: int, title: str, *texts: str, **values: Any) -> Record:
        day = date(2020, 1, 1) + timedelta(days=place)
        text = Text(before=tuple(Paragraph("", text) for text in texts))
        return Record(f"policies/d{place}", "policies", f"policies/d{place}/", title, day=day, text=text, **values)

    return record
