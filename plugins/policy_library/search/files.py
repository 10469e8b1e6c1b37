"""From an edition's records to the files of its index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path

from . import shards
from .analysis import analyses
from .records import Record

FOLDER = "assets/search/"


def files(
    records: Sequence[Record], labels: Mapping[str, Sequence[tuple[str, str]]], synonyms: Sequence[Sequence[str]], *,
    cache: Path | None = None, executor: Executor | None = None,
) -> dict[str, bytes]:
    """Address → content."""
    index = shards.build(records, analyses(records, cache, executor), labels=labels, synonyms=synonyms)
    return {FOLDER + name: content for name, content in index.files.items()}
