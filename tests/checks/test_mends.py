"""Mends by machine change what they say and nothing else."""

from __future__ import annotations

import codecs

import pytest

from policy_library.checks.mends import mended
from policy_library.model.findings import Edit, Finding


def edit(line: int, column: int, old: str, new: str) -> Finding:
    return Finding("C305", "note", "policies/a.md", line, column, "", "", edit=Edit(column, old, new))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_only_the_words_change(end: str, mark: bytes) -> None:
    before = mark + f"甲{end}停车３０分钟，收１元{end}乙\u2028丙{end}２".encode()
    after, made = mended(before, [edit(2, 3, "３０", "30"), edit(2, 9, "１", "1"), edit(4, 1, "２", "2")])
    assert after == mark + f"甲{end}停车30分钟，收1元{end}乙\u2028丙{end}2".encode()
    assert len(made) == 3


def test_what_no_longer_stands_there_is_left_alone() -> None:
    before = "停车３０分钟\n".encode()
    assert mended(before, [edit(1, 3, "４０", "40"), edit(9, 1, "３０", "30"), edit(1, 99, "３０", "30")]) == (before, ())


def test_of_two_that_touch_one_is_made() -> None:
    after, made = mended("１２３\n".encode(), [edit(1, 1, "１２", "12"), edit(1, 2, "２３", "23")])
    assert after.decode() == "１23\n"
    assert len(made) == 1
