"""Rules that look at one document alone: they see nothing else, and what they found of it is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from policy_library.checks import run
from policy_library.checks.base import Rule, Subject
from policy_library.checks.limits import Limits
from policy_library.edition import Edition, Reading, edition
from policy_library.model.findings import ORDER
from policy_library.model.source import decode
from policy_library.work.memory import Memory

from libraries import TODAY, VOCABULARY, policy
from test_examples import read

ALONE = [rule for rule in run.rules() if rule.alone]


@pytest.mark.parametrize("rule", ALONE, ids=lambda rule: rule.code)
def test_a_rule_finds_the_same_in_a_document_by_itself(rule: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the day, the graph and all that follows from them."""
    seen: list[Subject] = []
    monkeypatch.setattr(run, "_alone", lambda subject, memory: seen.append(subject) or [])
    for examples in (rule.bad, rule.good):
        read(examples)
        nothing: Any = None
        blind = replace(seen[-1], day=nothing, graph=nothing, statuses=nothing, collections=nothing, file=nothing)
        apart = {document.path: list(rule.check(blind.only({document.path}), rule)) for document in seen[-1].whole.documents}
        assert all(one.path == path for path, found in apart.items() for one in found)
        assert sorted(ORDER(one) for found in apart.values() for one in found) == sorted(map(ORDER, rule.check(seen[-1], rule)))


FILES = {
    "policies/a.md": policy("云海市停车办法", body="# 一\n\n#### 二\n"), "policies/b.md": policy("云海市收费办法", "number: 云交〔2024〕3号\nissued: 2023-01-01"),
    "policies/c.md": policy("云海市绿化办法", "disclosure: withheld\nnumber: 云交〔2024〕4号\nissued: 2023-01-01"),
}


def found(files: dict[str, str], memory: Memory, limits: Limits = Limits()) -> Edition:
    sources = [decode(path, text.encode()) for path, text in {**VOCABULARY, **files}.items()]
    return edition(sources, TODAY, Reading(limits=limits), memory=memory)


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[set[str]]:
    """Of each run, the documents at which rules look."""
    seen: list[set[str]] = []
    only = Subject.only
    monkeypatch.setattr(Subject, "only", lambda subject, paths: seen.append(set(paths)) or only(subject, paths))
    return seen


def test_only_what_changed_is_looked_at_again(looked_at: list[set[str]]) -> None:
    """And what is not public, of which nothing is kept."""
    memory = Memory(held=True)
    first = found(FILES, memory)
    assert {one.code for one in first.findings} >= {"A002", "N002"}
    assert found(FILES, memory).findings == first.findings
    edited = {**FILES, "policies/b.md": FILES["policies/b.md"].replace("2023", "2024")}
    assert found(edited, memory).findings == found(edited, Memory()).findings != first.findings
    assert looked_at[:3] == [set(FILES), {"policies/c.md"}, {"policies/b.md", "policies/c.md"}]


@pytest.mark.parametrize(
    ("vocabulary", "limits"),
    [({"vocabulary/agencies.yml": VOCABULARY["vocabulary/agencies.yml"].replace("云交规", "云交令")}, Limits()), ({}, Limits(elements={}))],
)
def test_other_words_or_figures_are_looked_at_anew(looked_at: list[set[str]], vocabulary: dict[str, str], limits: Limits) -> None:
    memory = Memory(held=True)
    found(FILES, memory)
    assert found({**FILES, **vocabulary}, memory, limits).findings == found({**FILES, **vocabulary}, Memory(), limits).findings
    assert looked_at[1] == set(FILES)
