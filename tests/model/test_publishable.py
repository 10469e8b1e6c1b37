"""The gate: silence is never consent."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from libraries import library, policy
from policy_library.model.documents import TYPES
from policy_library.model.publishable import publishable, tombstone

DAY = date(2026, 11, 20)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)

REST = "kind: normative\nissuers: transport\n"
FRONTS = {
    "policies": REST, "interpretations": "interprets: b\nstage: release\n", "faq": "answers: b\n",
    "topics": "kind: one-thing\nagency: transport\nsections: {key: a, title: 甲}\n", "consultations": "opens: 2024-01-01\ncloses: 2024-02-01\n",
}


@pytest.mark.parametrize("type", TYPES)
@pytest.mark.parametrize(
    ("line", "public"),
    [("disclosure: public", True), ("公开类别: 主动公开", True), ("", False), ("disclosure:", False), ("disclosure: on-request", False),
     ("disclosure: withheld", False), ("disclosure: 定向公开", False), ("disclosure: pubic", False)],
)
def test_only_what_is_declared_public(type: str, line: str, public: bool) -> None:
    held = library({f"{type}/a.md": f"---\ntitle: 甲\n{FRONTS[type]}{line}\n---\n## 问？ {{#q}}\n答\n"}, day=DAY)
    assert [one.key for one in held.library.documents] == ([f"{type}/a"] if public else [])
    assert set(held.statuses) == {one.key for one in held.library.documents}
    assert held.tombstones == ()


def test_a_page_is_public_unless_it_says_otherwise() -> None:
    held = library({"about.md": "甲", "draft.md": "---\ntitle: 乙\ndisclosure: withheld\n---\n", "new.md": "---\n公开类别: 不予公开\n---\n"})
    assert [one.path for one in held.whole.documents] == ["about.md", "draft.md", "new.md"]
    assert [one.path for one in held.library.documents] == ["about.md"]


@pytest.mark.parametrize("day, public", [(BEFORE, True), (DAY, False), (AFTER, False)])
def test_a_withdrawn_document_leaves_a_tombstone(day: date, public: bool) -> None:
    held = library({"policies/a.md": policy(front=f"withdrawn: {{reason: 有误, on: {DAY}}}")}, day=day)
    (document,) = held.whole.documents
    assert (publishable(document, day), tombstone(document, day)) == (public, not public)
    assert [one.id for one in held.library.documents] == (["a"] if public else [])
    assert [one.id for one in held.tombstones] == ([] if public else ["a"])


@pytest.mark.parametrize("type", TYPES)
@pytest.mark.parametrize("day, public", [(BEFORE, False), (DAY, True), (AFTER, True)])
def test_a_document_is_public_from_its_day_on(type: str, day: date, public: bool) -> None:
    held = library({f"{type}/a.md": f"---\ntitle: 甲\n{FRONTS[type]}disclosure: public\npublish_at: {DAY}\n---\n## 问？ {{#q}}\n答\n"}, day=day)
    assert [one.key for one in held.library.documents] == ([f"{type}/a"] if public else [])
    assert held.tombstones == ()


@pytest.mark.parametrize("publish_at, gone", [(BEFORE, True), (DAY, False), (AFTER, False)])
def test_what_is_withdrawn_before_its_day_leaves_no_tombstone(publish_at: date, gone: bool) -> None:
    held = library({"policies/a.md": policy(front=f"publish_at: {publish_at}\nwithdrawn: {{reason: 有误, on: {DAY}}}")}, day=AFTER)
    assert (len(held.library.documents), len(held.tombstones)) == (0, int(gone))


def test_what_never_was_public_leaves_no_tombstone() -> None:
    held = library({"policies/a.md": policy(front=f"disclosure: withheld\nwithdrawn: {{reason: 有误, on: {DAY}}}")}, day=AFTER)
    assert (held.library.documents, held.tombstones) == ((), ())
