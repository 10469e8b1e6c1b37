"""What is kept between runs names no document that is not public, not even one that was."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from policy_library.edition import Reading, edition
from policy_library.model import files
from policy_library.work.memory import Memory

from checkout import written
from libraries import TODAY, VOCABULARY, policy

SECRET = "jimi"
BASED = policy("云海市停车办法", f"basis: [{{title: 云海市{SECRET}办法}}]", "第一条　停。\n")
NAMED = policy("云海市停车办法", f"related: [{SECRET}-h]", "第一条　停。\n")


def other(front: str) -> str:
    return policy(f"云海市{SECRET}办法", front, "第一条　密。\n")


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that were written just now count as untouched since, and are known by their paths."""
    monkeypatch.setattr(files, "SETTLED", 0)


def keeps_secret(folder: Path, texts: Mapping[str, str], day: date = TODAY) -> bool:
    memory = Memory(folder / "cache")
    shutil.rmtree(folder / "content", ignore_errors=True)
    written(folder / "content", {**VOCABULARY, **texts})
    edition(files.read_folder(folder / "content", memory), day, Reading(), memory=memory)
    memory.store()
    memory.close()
    return not any(SECRET.encode() in path.read_bytes() for path in (folder / "cache").rglob("*") if path.is_file())


@pytest.mark.parametrize(
    "texts",
    [
        {"policies/a.md": BASED, "policies/b.md": other("disclosure: withheld")},
        {"policies/a.md": NAMED, f"policies/{SECRET}-h.md": other("disclosure: withheld")},
        {"policies/a.md": NAMED, f"policies/{SECRET}-h.md": other("disclosure: withheld\nkind: nonsense")},
        {
            "policies/a.md": policy("云海市停车办法", f"basis: [{{number: 云{SECRET}〔1987〕9号, title: 上位法, url: 'https://x.example/'}}]"),
            "policies/b.md": policy("云海市秘密办法", f"disclosure: withheld\nnumber: 云{SECRET}〔1987〕9号"),
        },
        {"policies/a.md": policy("云海市停车办法", f"basis: [{{document: c, note: {SECRET}}}]"), "policies/c.md": policy("云海市绿化办法")},
        {"policies/a.md": policy("云海市停车办法", f"assessed: [{{office: {SECRET}处, on: 2027-01-01, result: continue}}]")},
    ],
    ids=["by title", "by id", "in an unreadable file", "by number beside an address", "in a note", "of a day to come"],
)
def test_a_document_that_names_what_is_not_public_is_not_kept(tmp_path: Path, texts: Mapping[str, str]) -> None:
    assert keeps_secret(tmp_path, texts)


def test_what_was_public_is_forgotten(tmp_path: Path) -> None:
    """The document that names it was not touched."""
    assert not keeps_secret(tmp_path, {"policies/a.md": BASED, "policies/b.md": other("disclosure: public")})
    assert keeps_secret(tmp_path, {"policies/a.md": BASED, "policies/b.md": other("disclosure: withheld")})


def test_a_trial_build_of_a_later_day_is_forgotten(tmp_path: Path) -> None:
    texts = {f"policies/{SECRET}-b.md": other("publish_at: 2026-12-01"), "policies/c.md": policy("云海市绿化办法")}
    assert not keeps_secret(tmp_path, texts, date(2026, 12, 2))
    assert keeps_secret(tmp_path, texts)
