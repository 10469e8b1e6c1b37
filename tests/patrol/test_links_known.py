"""What patrols remember of addresses."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from policy_library.patrol.known import Known, Seen, read_known, write_known
from policy_library.patrol.link_patrol import learnt
from policy_library.patrol.links import Link
from policy_library.patrol.verdicts import LinkResult

MON, TUE, FRI = date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 20)
URL = "https://a.example/政策"


def test_days_of_failure_are_counted_in_a_row() -> None:
    seen = Seen().after(True, MON)
    assert seen == Seen(good=MON)
    seen = seen.after(False, TUE)
    assert seen.after(False, TUE) == seen == Seen(MON, TUE, TUE, 1)
    assert seen.after(False, FRI) == Seen(MON, TUE, FRI, 2)
    assert seen.after(False, FRI).after(True, FRI) == Seen(good=FRI)


def test_what_is_written_is_read_in_a_stable_order(tmp_path: Path) -> None:
    file = tmp_path / "patrol" / "links.json"
    one, other = Known({"https://b.example/": Seen(good=MON), URL: Seen(MON, TUE, TUE, 1)}), Known({URL: Seen(MON, TUE, TUE, 1), "https://b.example/": Seen(good=MON)})
    write_known(file, one)
    first = file.read_bytes()
    write_known(file, other)
    assert file.read_bytes() == first
    assert list(json.loads(first)) == [URL, "https://b.example/"]
    assert json.loads(first)["https://b.example/"] == {"good": "2026-11-16"}
    assert "政策" in first.decode()
    assert read_known(file) == (one, None)
    assert [path.name for path in file.parent.iterdir()] == ["links.json"]


def test_without_a_file_nothing_is_known(tmp_path: Path) -> None:
    assert read_known(tmp_path / "links.json") == (Known(), None)


@pytest.mark.parametrize(
    "written",
    [b"", b"{", b"[]", b'{"https://a.example/": {"good": "soon"}}', b"<<<<<<< ours\n{}\n=======\n{}\n>>>>>>> theirs\n", b"\xff\xfe", b'{"https://a.example/": 3}'],
)
def test_a_damaged_file_is_told_and_made_anew(tmp_path: Path, written: bytes) -> None:
    file = tmp_path / "links.json"
    file.write_bytes(written)
    known, problem = read_known(file)
    assert known == Known()
    assert problem and "links.json" in problem
    write_known(file, known.after({URL: True}, MON))
    assert read_known(file) == (Known({URL: Seen(good=MON)}), None)


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "links.json").mkdir()
    assert "links.json" in (read_known(tmp_path / "links.json")[1] or "")


def test_only_what_could_be_told_is_learnt_and_what_nobody_names_is_forgotten() -> None:
    states = {"good": "good", "moved": "moved", "doubtful": "refused", "unasked": "time", "broken": "not-found"}
    all_links = [Link(f"https://{state}.example/", "text", ()) for state in states]
    results = [LinkResult(link, state, reason) for link, (state, reason) in zip(all_links, states.items(), strict=True)]  # type: ignore[arg-type]
    held = Known({"https://unasked.example/": Seen(good=MON), "https://nobody.example/": Seen(good=MON)})
    assert learnt(held, results, all_links, FRI).seen == {
        "https://good.example/": Seen(good=FRI), "https://moved.example/": Seen(good=FRI), "https://unasked.example/": Seen(good=MON),
        "https://broken.example/": Seen(None, FRI, FRI, 1),
    }
