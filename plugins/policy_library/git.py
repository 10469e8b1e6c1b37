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


def _git(folder: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=True)
    except FileNotFoundError as error:
        raise GitError("git") from error
    except subprocess.CalledProcessError as error:
        raise GitError(error.stderr.decode("utf8", "replace").strip()) from error
    return done.stdout.decode("utf8", "replace")
