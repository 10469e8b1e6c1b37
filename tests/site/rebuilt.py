"""A small library whose builds follow one another, and what is looked at in its site."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from policy_library.site.manifest import MARKER

from checkout import Checkout, policy, tree

TAGS = "parking: {name: 停车}\nfees: {name: 收费}\n"
TEXT = "第一条　为了规范停车，制定本办法。\n\n第二条　依照《云海市停车条例》收费。\n"
FILES = {
    "vocabulary/tags.yml": TAGS,
    "policies/act.md": policy(title="云海市停车条例", body=TEXT),
    "policies/rules.md": policy(title="云海市停车场管理办法", tags=["parking"], basis=["云海市停车条例"], body=TEXT),
    "policies/fees.md": policy(title="云海市停车收费规定", tags=["fees"], body=TEXT),
    "policies/apart.md": policy(title="云海市绿化管理办法", body="第一条　为了绿化，制定本办法。\n"),
}


def stamps(site: Path) -> dict[str, tuple[int, int]]:
    return {path: (os.stat(site / path).st_mtime_ns, os.stat(site / path).st_ino) for path in tree(site)}


def names(folder: Path) -> dict[str, int]:
    """Path → inode of every file but the manifest."""
    return {path: (folder / path).stat().st_ino for path in tree(folder) if path != MARKER}


def waiting(made: Checkout) -> Path:
    return made.root / ".site-standby"


def change(made: Checkout, word: str) -> None:
    made.write("policies/apart.md", policy(title="云海市绿化管理办法", body=f"第一条　为了{word}，制定本办法。\n"))
    made.build()


def start(made: Checkout, **options: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "policy_library.cli", "build"]
    return subprocess.Popen(command, cwd=made.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, **options)  # type: ignore[call-overload]
