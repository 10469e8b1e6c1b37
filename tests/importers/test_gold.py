"""The figures of `scripts/bench-intake` on hand-checked real documents. `pytest tests/importers/test_gold.py -s` prints them."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

BENCH = Path(__file__).resolve().parents[2] / "scripts/bench_intake.py"


@pytest.fixture(scope="module")
def figures(corpus: Path) -> dict[str, Any]:
    bench = runpy.run_path(str(BENCH))
    found = bench["measure"](corpus, with_laws=False)
    print("\n" + bench["shown"](found))
    return found


def test_every_bar_is_met(figures: dict[str, Any]) -> None:
    assert figures["missed_bars"] == []


def test_citations_and_relations_are_better_than_their_bars(figures: dict[str, Any]) -> None:
    """The text says which documents are named and why; a change that loses a few shows here before a bar does."""
    told = figures["relations"]
    assert told["extra"] == [] and told["citations_f1"] >= 0.99
    assert told["micro_f1"] >= 0.99
    assert [told["labels"][label]["wrong"] for label in ("repeals", "extends", "forwards", "issues", "implements", "basis")] == [0] * 6


def test_elements_are_read_without_a_front_matter(corpus: Path) -> None:
    """All but the number, which most pages give in their heads alone."""
    bench = runpy.run_path(str(BENCH))
    read = {path.stem: bench["inspected"](path, given=False) for path in sorted((corpus / "shanghai").glob("*.md"))}
    wrong = {name: one["misses"] for name, one in bench["elements"](corpus, read).items() if name != "number"}
    assert {name: misses for name, misses in wrong.items() if misses} == {}
