"""Content of another revision, read without touching the work tree."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from checkout import tree
from policy_library.git import GitError, NoBase, as_of


def git(root: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example", "-c", "protocol.file.allow=always"]
    return subprocess.run(["git", *identity, *arguments], cwd=root, capture_output=True, text=True, check=True).stdout


def write(root: Path, **files: str) -> None:
    for name, words in files.items():
        path = root / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words, "utf8")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "repo"
    root.mkdir()
    git(root, "init", "-q", "-b", "main")
    write(root, 网站__content__a="一", 网站__content__vocabulary__tags="词", 网站__content__b="二", README="外")
    (root / ".gitattributes").write_text("网站/content/b export-ignore\n", "utf8")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "first")
    git(root, "switch", "-qc", "change")
    write(root, 网站__content__a="改", 网站__content__new="新")
    git(root, "rm", "-qf", "网站/content/b")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "second")
    return root


def test_a_folder_as_it_was_at_the_shared_commit(repository: Path) -> None:
    git(repository, "switch", "-q", "main")
    write(repository, 网站__content__a="main went on")
    git(repository, "commit", "-qam", "later")
    git(repository, "switch", "-q", "change")
    write(repository, 网站__content__a="not committed")
    before = (git(repository, "status", "--porcelain"), tree(repository / "网站"))
    with as_of(repository / "网站/content", "main") as folder:
        held = tree(folder)
    assert held == {"a": "一".encode(), "b": "二".encode(), "vocabulary/tags": "词".encode()}
    assert not folder.exists()
    assert before == (git(repository, "status", "--porcelain"), tree(repository / "网站"))
    assert git(repository, "worktree", "list").count("\n") == 1


def test_the_whole_repository_can_be_the_folder(repository: Path) -> None:
    with as_of(repository, "main") as folder:
        assert (folder / "README").read_text("utf8") == "外" and (folder / "网站/content/b").is_file()


def test_a_folder_that_was_not_there_is_empty(repository: Path) -> None:
    write(repository, other__content__a="x")
    with as_of(repository / "other/content", "main") as folder:
        assert folder.is_dir() and not any(folder.iterdir())


def test_a_shallow_clone_has_no_shared_commit(repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", "--no-single-branch", repository.as_uri(), "clone")
    for revision in ("origin/main", "nowhere"):
        with pytest.raises(NoBase), as_of(tmp_path / "clone/网站/content", revision):
            pass


def test_no_such_revision_and_no_repository(repository: Path, tmp_path: Path) -> None:
    with pytest.raises(GitError, match="nowhere"), as_of(repository / "网站", "nowhere"):
        pass
    (tmp_path / "plain").mkdir()
    with pytest.raises(GitError), as_of(tmp_path / "plain", "main"):
        pass
