"""Every rule's own examples: what is bad is found, at the marked lines, by this rule alone; what is good is not found by any."""

from __future__ import annotations

import pytest

from policy_library.checks.base import Rule
from policy_library.checks.examples import DAY, VOCABULARY, Example
from policy_library.checks.run import rules
from policy_library.edition import Edition, edition
from policy_library.model.source import decode

BESIDES = {"R003", "D006", "V002"}
"""Told of some examples, rightly: a citation of what is not in the library, a year without a calendar, a start left out."""

ALONGSIDE = {"P008": {"P003"}}
"""What is in several documents is in each of them."""


def read(examples: tuple[Example, ...]) -> Edition:
    files = {one.path: one.data for one in examples if one.data is not None}
    texts = {**VOCABULARY, **{one.path: one.plain for one in examples if one.data is None}}
    return edition([decode(path, text.encode()) for path, text in texts.items()], DAY, file=files.get)


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_what_is_bad_is_found_where_it_is_marked(rule: Rule) -> None:
    expected = sorted((one.path, line) for one in rule.bad if one.data is None for line in one.marks)
    found = read(rule.bad).findings
    assert sorted((one.path, one.line) for one in found if one.code == rule.code) == (expected or [(rule.bad[-1].path, 1)])
    assert {one.code for one in found} - (BESIDES - {rule.code}) - ALONGSIDE.get(rule.code, set()) == {rule.code}


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_what_is_good_is_not_found(rule: Rule) -> None:
    assert {one.code for one in read(rule.good).findings} - BESIDES <= ({"X001"} - {rule.code})
    assert rule.code not in {one.code for one in read(rule.good).findings}
