"""docs/rules.md and `policy rules` tell every rule; what is recorded of real documents is what is found there."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

import false_alarms
from policy_library.checks.manual import codes, listed, manual, told
from policy_library.checks.run import rules

REPOSITORY = Path(__file__).resolve().parents[2]


def test_the_committed_page_is_what_the_rules_say() -> None:
    counts = yaml.safe_load(false_alarms.COUNTS.read_text("utf8"))
    assert (REPOSITORY / "docs/rules.md").read_text("utf8") == manual(counts), "run ./scripts/schemas"


def test_every_code_is_listed_and_explained() -> None:
    assert {rule.code for rule in rules()} < set(codes())
    assert [line[:4] for line in listed()] == codes()
    for code in codes():
        explained = "\n".join(told(code) or [])
        assert code in explained
        assert "{" not in explained.partition("\n\n")[0]
        assert not re.search("〈[a-z]+〉", explained)


def test_a_rule_is_told_with_its_reason_its_law_and_both_examples() -> None:
    explained = "\n".join(told("D002") or [])
    for words in ("错误", "从来没有有效过", "改法：", "▸expires: 2023-05-31", "expires: 2029-05-31"):
        assert words in explained
    assert told("Q999") is None


def test_no_rule_errs_on_real_documents(corpus: Path) -> None:
    """Counts that change are looked at one by one before ./scripts/count-findings writes them down."""
    found = {"notices": false_alarms.notices(), "laws": false_alarms.laws(corpus / "laws.tar.xz")}
    errors = [(name, one.code, one.path, one.line) for name, held in found.items() for one in held.findings if one.severity == "error"]
    assert errors == []
    assert {name: false_alarms.counted(held) for name, held in found.items()} == yaml.safe_load(false_alarms.COUNTS.read_text("utf8"))

