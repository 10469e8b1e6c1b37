"""Of what a built site consists, written into the site itself: what the next build may keep, and what a deploy has to send."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

MARKER = ".policy-library"
"""The manifest's name. A folder without it is somebody's own and is not replaced."""


@dataclass(frozen=True)
class Manifest:
    files: Mapping[str, str] = field(default_factory=dict)
    """Path below the site → digest of its bytes; the manifest itself is left out."""
    pages: Mapping[str, str] = field(default_factory=dict)
    """Path → a name for all that the page was made from."""


@dataclass(frozen=True)
class Difference:
    """What brings a published site to the state of a new one. Paths, in order."""

    upload: tuple[str, ...]
    """New or changed; pages come last, so that what they need is there before them."""
    delete: tuple[str, ...]
    purge: tuple[str, ...]
    """Changed or gone: what caches between the host and its readers must forget."""


def digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def read(site: Path) -> Manifest:
    """Empty where there is none, or none that can be read: then everything counts as new."""
    try:
        return parse((site / MARKER).read_text("utf8"))
    except (OSError, ValueError):
        return Manifest()


def parse(text: str) -> Manifest:
    """Raises ValueError for anything that is no manifest."""
    held = json.loads(text)
    if not isinstance(held, dict):
        raise ValueError("no manifest")
    files, pages = held.get("files"), held.get("pages")
    for part in (files, pages):
        if not isinstance(part, dict) or not all(isinstance(value, str) for value in part.values()):
            raise ValueError("no manifest")
    return Manifest(files, pages)


def write(site: Path, manifest: Manifest) -> None:
    held = {"files": dict(sorted(manifest.files.items())), "pages": dict(sorted(manifest.pages.items()))}
    (site / MARKER).write_text(json.dumps(held, ensure_ascii=False, indent=0) + "\n", "utf8")


def files_of(site: Path) -> Iterator[str]:
    """Every file below the site but the manifest, in order."""
    for path in sorted(_files(str(site), "")):
        if path != MARKER:
            yield path


def _files(folder: str, prefix: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path, f"{prefix}{entry.name}/")
            elif entry.is_file():
                yield prefix + entry.name


def difference(old: Manifest, new: Manifest) -> Difference:
    upload = [path for path, held in new.files.items() if old.files.get(path) != held]
    delete = [path for path in old.files if path not in new.files]
    changed = [path for path in upload if path in old.files]
    return Difference(
        tuple(sorted(upload, key=lambda path: (path.endswith(".html"), path))), tuple(sorted(delete)), tuple(sorted([*changed, *delete])),
    )
