"""A small library in a folder of its own, written by a test and built for real."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from policy_library.building import Built, build_site

TODAY = "2026-11-20"

AGENCY = "transport: {name: 云海市交通委员会, short: 市交通委, office_codes: [云交, 云交规]}\n"


@dataclass(frozen=True)
class Checkout:
    root: Path

    @property
    def site(self) -> Path:
        return self.root / "site"

    @property
    def content(self) -> Path:
        return self.root / "content"

    @property
    def config(self) -> Path:
        return self.root / "mkdocs.yml"

    @property
    def lock(self) -> Path:
        return self.root / "addresses.lock"

    def write(self, path: str, text: str | bytes) -> Path:
        """``path`` is relative to the content folder."""
        file = self.content / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode("utf8"))
        return file

    def build(self, **options: Any) -> Built:
        return build_site(self.config, **options)

    def policy(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """The command, in a process of its own."""
        return subprocess.run(
            [sys.executable, "-m", "policy_library.cli", *arguments], cwd=self.root, env={**os.environ, **environment},
            capture_output=True, text=True, timeout=120, check=False,
        )

    def page(self, address: str) -> str:
        return (self.site / address / "index.html").read_text("utf8")


def checkout(
    root: Path, files: Mapping[str, str | bytes], *, options: Mapping[str, Any] | None = None, **config: Any
) -> Checkout:
    """``files`` by their path in the content folder; ``options`` of the plugin, ``config`` of the host."""
    root.mkdir(parents=True, exist_ok=True)
    made = Checkout(root)
    made.content.mkdir(exist_ok=True)
    if "vocabulary/agencies.yml" not in files:
        made.write("vocabulary/agencies.yml", AGENCY)
    for path, text in files.items():
        made.write(path, text)
    whole = {
        "site_name": "云海市政策文件库", "site_url": "https://policy.yunhai.example/library/", "docs_dir": "content", "site_dir": "site",
        "theme": {"name": "material", "language": "zh", "font": False},
        "plugins": [{"policy-library": {"today": TODAY, **(options or {})}}], **config,
    }
    made.config.write_text(yaml.safe_dump(whole, allow_unicode=True), "utf8")
    return made


class _Plain(yaml.SafeDumper):
    """Writes a value that stands twice twice: a front matter takes no references."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def document(body: str = "", **fields: Any) -> str:
    """A file: front matter and body."""
    return f"---\n{yaml.dump(fields, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=10_000)}---\n{body}"


def policy(body: str = "第一条　本办法自发布之日起施行。\n", **fields: Any) -> str:
    """A public policy; ``fields`` add to it or take its place."""
    return document(body, **{"title": "停车办法", "kind": "notice", "issuers": ["transport"], "disclosure": "public",
                             "issued": "2026-01-05", "effective": "2026-02-01", **fields})


def interpretation(body: str = "为什么要改。\n", **fields: Any) -> str:
    return document(body, **{"title": "停车办法解读", "interprets": ["parking"], "stage": "release", "disclosure": "public",
                             "issued": "2026-01-06", "issuers": ["transport"], **fields})


def faq(body: str = "### 要不要备案？ {#filing}\n\n要。\n", **fields: Any) -> str:
    return document(body, **{"title": "停车问答", "answers": ["parking"], "disclosure": "public", "issued": "2026-01-07",
                             "issuers": ["transport"], **fields})


def topic(body: str = "", **fields: Any) -> str:
    return document(body, **{"title": "停车", "kind": "one-class", "agency": "transport", "disclosure": "public",
                             "sections": [{"key": "rules", "title": "规则", "include": ["parking"]}], **fields})


def consultation(body: str = "草案全文。\n", **fields: Any) -> str:
    return document(body, **{"title": "停车办法征求意见", "opens": "2026-11-01", "closes": "2026-12-01", "disclosure": "public",
                             "issuers": ["transport"], **fields})


MAKERS = {"policies": policy, "interpretations": interpretation, "faq": faq, "topics": topic, "consultations": consultation}


def written(folder: Path, files: Mapping[str, str]) -> Path:
    """The folder with these files, by their paths."""
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf8")
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below, by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def git(root: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-c", "user.name=t", "-c", "user.email=t@example", "-c", "core.quotepath=on", *arguments], cwd=root, capture_output=True, text=True, check=True,
    )
    return done.stdout
