"""What git knows of a folder. Paths are relative to the folder, with forward slashes."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


class GitError(Exception):
    """Git is missing, the folder is in no repository, or it has no such revision."""


class NoBase(GitError):
    """The revision and the present commit share no commit, as far as this clone goes back."""


def changed_since(folder: Path, revision: str) -> frozenset[str]:
    """Files below ``folder`` that differ from the last commit shared with ``revision``, whether committed or not, and new ones.

    Deleted files are among them.
    """
    base = _base(folder, revision)
    changed = _git(folder, "diff", "--name-only", "--no-renames", "--relative", "-z", base)
    added = _git(folder, "ls-files", "--others", "--exclude-standard", "-z")
    return frozenset(path for path in (changed + added).split("\0") if path)


def head(folder: Path) -> str | None:
    """The commit that the files below ``folder`` are. None where they are no commit's: changed since, or not in git."""
    try:
        changed = _git(folder, "status", "--porcelain", "--untracked-files=normal", "--", ".")
        return None if changed else _git(folder, "rev-parse", "--verify", "HEAD").strip()
    except GitError:
        return None


def is_ancestor(folder: Path, older: str, newer: str) -> bool | None:
    """Whether ``newer`` was made on top of ``older``; None where one of them is not in this repository."""
    if not all(_answers(folder, "cat-file", "-e", f"{commit}^{{commit}}") for commit in (older, newer)):
        return None
    return _answers(folder, "merge-base", "--is-ancestor", older, newer)


def fetch(folder: Path) -> None:
    """What was made elsewhere since the clone, where it can be had without asking anybody."""
    _answers(folder, "-c", "core.askPass=", "fetch", "--quiet", "--all", GIT_TERMINAL_PROMPT="0")


def _answers(folder: Path, *arguments: str, **variables: str) -> bool:
    try:
        _git(folder, *arguments, **variables)
    except GitError:
        return False
    return True


@contextmanager
def as_of(folder: Path, revision: str) -> Iterator[Path]:
    """``folder`` as it was at the last commit shared with ``revision``: a copy for a while; empty where it was not yet there.

    Neither the work tree nor its index is touched. Unlike an archive, the copy has what ``export-ignore`` leaves out.
    """
    base = _base(folder, revision)
    root, inner = Path(_git(folder, "rev-parse", "--show-toplevel").rstrip("\n")), _git(folder, "rev-parse", "--show-prefix").rstrip("\n")
    with TemporaryDirectory(prefix="policy-library-") as held:
        index = {"GIT_INDEX_FILE": str(Path(held, "index"))}
        copy = Path(held, "copy", inner)
        copy.mkdir(parents=True)
        if not inner or _git(root, "ls-tree", "-d", "--name-only", "-z", base, inner.rstrip("/")):
            _git(root, "read-tree", *([f"--prefix={inner}"] if inner else []), f"{base}:{inner}", **index)
            _git(root, "checkout-index", "--all", "--quiet", f"--prefix={Path(held, 'copy')}/", **index)
        yield copy


def _base(folder: Path, revision: str) -> str:
    """The last commit that ``revision`` and the present one share."""
    try:
        return _git(folder, "merge-base", "--end-of-options", revision, "HEAD").strip()
    except GitError as error:
        shallow = _git(folder, "rev-parse", "--is-shallow-repository").strip() == "true"
        raise (NoBase if shallow or not str(error) else GitError)(*error.args) from error


def _git(folder: Path, *arguments: str, **variables: str) -> str:
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=True, env={**os.environ, **variables})
    except FileNotFoundError as error:
        raise GitError("git") from error
    except subprocess.CalledProcessError as error:
        raise GitError(error.stderr.decode("utf8", "replace").strip()) from error
    return done.stdout.decode("utf8", "replace")
