"""An older commit never replaces a newer site; what cannot be compared is told and left."""

from __future__ import annotations

from datetime import date

import pytest

from policy_library.deploy.decision import decide
from policy_library.locale import text
from policy_library.site.record import Record, read, written

OLD, NEW, BRANCH, STRANGE = (letter * 40 for letter in "abcd")
HISTORY = {(OLD, NEW): True, (OLD, BRANCH): True}
DAY, NEXT = date(2026, 11, 20), date(2026, 11, 21)


def ancestor(older: str, newer: str) -> bool | None:
    return None if STRANGE in (older, newer) else HISTORY.get((older, newer), False)


GO, STAYS, FAULT = (True, False), (False, False), (False, True)


@pytest.mark.parametrize(
    ("ours", "theirs", "outcome", "reason"),
    [
        ((OLD, DAY), (NEW, DAY), STAYS, "older"),
        ((OLD, NEXT), (NEW, DAY), STAYS, "older"),
        ((NEW, DAY), (NEW, NEXT), STAYS, "older_day"),
        ((NEW, DAY), (STRANGE, DAY), FAULT, "unknown"),
        ((NEW, DAY), (BRANCH, DAY), FAULT, "apart"),
        ((NEW, DAY), (None, DAY), FAULT, "unnamed_there"),
        ((None, DAY), (NEW, DAY), FAULT, "unnamed"),
        ((None, DAY), None, FAULT, "unnamed"),
        ((NEW, DAY), None, GO, "first"),
        ((NEW, DAY), (OLD, DAY), GO, "follows"),
        ((NEW, DAY), (OLD, NEXT), GO, "follows"),  # a day is fixed in the configuration, or is no longer
        ((NEW, NEXT), (NEW, DAY), GO, "same"),
        ((NEW, DAY), (NEW, DAY), GO, "same"),
    ],
)
def test_what_may_replace_what(
    ours: tuple[str | None, date], theirs: tuple[str | None, date] | None, outcome: tuple[bool, bool], reason: str
) -> None:
    there = Record(*theirs) if theirs else None
    decision = decide(Record(*ours), there, ancestor)
    assert ((decision.go, decision.fault), decision.reason) == (outcome, reason)
    assert text(f"deploy.{reason}", ours=Record(*ours), theirs=there)
    assert decide(Record(*ours), there, ancestor, force=True).go


@pytest.mark.parametrize(
    "held",
    ["", "<html>", "[]", "null", "{}", '{"commit": "x", "day": "2026-11-20"}', '{"commit": 1, "day": "2026-11-20"}',
     f'{{"commit": "{OLD}", "day": "yesterday"}}', f'{{"commit": "{OLD}", "day": 20261120}}', f'{{"commit": "{OLD}"}}'],
)
def test_what_is_no_record(held: str) -> None:
    assert read(held) is None


@pytest.mark.parametrize("record", [Record(OLD, DAY), Record(None, NEXT), Record("0" * 64, DAY)])
def test_a_record_comes_back_as_it_was_written(record: Record) -> None:
    assert read(written(record)) == record
    assert read(written(record).replace("}", ', "later": []}')) == record
