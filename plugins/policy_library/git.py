"""What git knows of a folder. Paths are relative to the folder, with forward slashes."""

from __future__ import annotations

import subprocess
from pathlib import Path


class GitError(Exception):
    """Git is missing, the folder is in no repository, or it has no such revision."""


def changed_since(folder: Path, revision: str) -> frozenset[str]:
    """Files below ``folder`` that differ from the last commit shared with ``revision``, whether committed or not, and new ones.

    Deleted files are among them.
    """
    base = _git(folder, "merge-base", "--end-of-options", revision, "HEAD").strip()
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
    for commit in (older, newer):
        if subprocess.run(["git", "-C", str(folder), "cat-file", "-e", f"{commit}^{{commit}}"], capture_output=True, check=False).returncode:
            return None
    asked = subprocess.run(["git", "-C", str(folder), "merge-base", "--is-ancestor", older, newer], capture_output=True, check=False)
    return asked.returncode == 0


def _git(folder: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=True)
    except FileNotFoundError as error:
        raise GitError("git") from error
    except subprocess.CalledProcessError as error:
        raise GitError(error.stderr.decode("utf8", "replace").strip()) from error
    return done.stdout.decode("utf8", "replace")
