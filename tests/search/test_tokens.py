"""The tokenizer: one table for both languages."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from policy_library.search.tokens import number_query, numbers_within, pair_code, pair_of, plain_and_other, tokens

TABLE = json.loads((Path(__file__).parents[1] / "vectors/tokens.json").read_text("utf8"))


@pytest.mark.parametrize("row", TABLE["tokens"], ids=lambda row: f"{row['mode']} {row['text']!a}")
def test_tokens(row: dict[str, Any]) -> None:
    assert [[one.term, one.start, one.length] for one in tokens(row["text"], row["mode"])] == row["tokens"]


@pytest.mark.parametrize("row", TABLE["numbers"], ids=lambda row: row["text"])
def test_document_numbers(row: dict[str, Any]) -> None:
    found = number_query(row["text"])
    assert (vars(found) if found else None) == row["whole"]
    assert [vars(one) for one in numbers_within(row["text"])] == row["within"]


def test_the_browser_reads_the_same_table(run: Callable[..., Any]) -> None:
    answer = run("table.js", TABLE)
    for row, found in zip(TABLE["tokens"], answer["tokens"], strict=True):
        assert found == row["tokens"], row
    for row, found in zip(TABLE["numbers"], answer["numbers"], strict=True):
        assert found == {"whole": row["whole"], "within": row["within"]}, row


def _drawn(times: int) -> list[str]:
    dice = random.Random(2)
    letters = "停车场第十二三百零〇条之的aB9２Ｚ 　《》（）“。，-\u200b\u00ad\t𠀀😀é"
    return ["".join(dice.choices(letters, k=dice.randint(0, 16))) for _ in range(times)]


def test_both_languages_agree_on_whatever_is_typed(run: Callable[..., Any]) -> None:
    rows = [{"text": text, "mode": mode} for text in _drawn(700) for mode in ("text", "title", "query")]
    answer = run("table.js", {"tokens": rows, "numbers": []})["tokens"]
    for row, found in zip(rows, answer, strict=True):
        assert found == [[one.term, one.start, one.length] for one in tokens(row["text"], row["mode"])], row  # type: ignore[arg-type]


def test_the_fast_way_finds_the_same_tokens() -> None:
    for text in _drawn(2000):
        pairs, others = plain_and_other(text)
        assert Counter([*map(pair_of, pairs.tolist()), *others]) == Counter(one.term for one in tokens(text)), text
        assert all(pair_code(term) is None for term in others), text
