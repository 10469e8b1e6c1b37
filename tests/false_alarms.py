"""How often each rule finds something in real documents: 47 notices of a city and 500 laws. ``scripts/count-findings`` writes it down."""

from __future__ import annotations

import tarfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import yaml

from policy_library.edition import Edition, Reading, edition
from policy_library.model.files import file_bytes, read_folder
from policy_library.model.joining import Joining
from policy_library.model.source import decode
from policy_library.settings import read_configuration

CONFIGURATION = Path(__file__).parent / "corpora/shanghai.yml"
COUNTS = Path(__file__).parent / "corpora/findings.yml"
DAY = date(2026, 11, 20)
LAWS = 500
END = "<!-- INFO END -->"


def notices() -> Edition:
    settings, content = read_configuration(CONFIGURATION)
    return edition(read_folder(content), DAY, settings.reading, partial(file_bytes, content))


def laws(archive: Path) -> Edition:
    """Every so many, in the order of their names. They have a title and a text, and nothing that an office would add."""
    texts = sorted(_unpacked(archive))
    step = len(texts) // LAWS
    joining = Joining(reason="公开发布的法律法规", assume={"kind": "law", "issuers": "立法机关", "disclosure": "public", "review": "imported"})
    sources = [decode(f"policies/law-{index}.md", _document(text)) for index, (_, text) in enumerate(texts[::step][:LAWS])]
    return edition(sources, DAY, Reading(joining, ("agencies",)))


def _unpacked(archive: Path) -> Iterator[tuple[str, str]]:
    with tarfile.open(archive) as tar:
        for member in tar:
            if member.isfile() and member.name.endswith(".md") and (file := tar.extractfile(member)):
                yield member.name, file.read().decode("utf8")


def _document(text: str) -> bytes:
    head, end, body = text.partition(END)
    title = (head if end else text).strip().partition("\n")[0].lstrip("# ").strip()
    return f"---\ntitle: '{title}'\n---\n{body if end else text.partition(chr(10))[2]}".encode()


def counted(found: Edition) -> dict[str, int]:
    return dict(sorted(Counter(one.code for one in found.findings).items()))


def measured(corpus: Path) -> dict[str, dict[str, int]]:
    return {"notices": counted(notices()), "laws": counted(laws(corpus / "laws.tar.xz"))}


if __name__ == "__main__":
    import sys

    COUNTS.write_text("# Written by scripts/count-findings.\n" + yaml.safe_dump(measured(Path(sys.argv[1])), sort_keys=False), "utf8")
