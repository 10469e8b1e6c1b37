"""The lines of files that stand beside findings."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy_library.cli.common import line_reader


@pytest.fixture
def content(tmp_path: Path) -> Path:
    content, elsewhere = tmp_path / "content", tmp_path / "elsewhere"
    (content / "policies").mkdir(parents=True)
    elsewhere.mkdir()
    (content / "policies/a.md").write_bytes("\ufeff甲\r\n乙\r丙\n".encode())
    (content / "policies/gb.md").write_bytes("甲".encode("gb18030"))
    (elsewhere / "secret.md").write_text("密\n", "utf8")
    (content / "policies/link.md").symlink_to(elsewhere / "secret.md")
    (content / "linked").symlink_to(elsewhere)
    return content


@pytest.mark.parametrize(
    ("path", "number", "line"),
    [
        ("policies/a.md", 1, "甲"), ("policies/a.md", 2, "乙"), ("policies/a.md", 3, "丙"), ("policies/a.md", 0, None), ("policies/a.md", 9, None),
        ("policies/gb.md", 1, None), ("policies/none.md", 1, None), ("policies", 1, None), ("policies/\0.md", 1, None), ("\0/a.md", 1, None),
        ("policies/link.md", 1, None), ("linked/secret.md", 1, None), ("../elsewhere/secret.md", 1, None),
    ],
)
def test_a_line_of_a_file_of_the_content_folder_and_of_no_other(content: Path, path: str, number: int, line: str | None) -> None:
    assert (line_reader(content)(path, number) or None) == line
