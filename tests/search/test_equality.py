"""The sharded index is lunr's: the same answers as one whole index, and as lunr.Builder where nothing is rounded."""

from __future__ import annotations

import base64
import random
from collections.abc import Callable
from typing import Any

import pytest
from lunr.builder import Builder

from policy_library.search.analysis import analyse
from policy_library.search.index import build, written
from policy_library.search.names import head
from policy_library.search.records import Record
from policy_library.search.tokens import tokens

SYLLABLES = "停车场库管理办法条例规定市交通委员会收费减免备案经营者泊位共享夜间充电设施审批许可𠀀〇"
WORDS = ("gb", "16739", "pm2", "App", "2024", "第十二条", "第3条", "云规〔2024〕3号")


def text(dice: random.Random, most: int) -> str:
    pieces = []
    for _ in range(dice.randint(0, most)):
        if dice.random() < 0.1:
            pieces.append(dice.choice(WORDS))
        pieces.append("".join(dice.choices(SYLLABLES, k=dice.randint(1, 12))))
        pieces.append(dice.choice("，。 《》\n"))
    return "".join(pieces)


@pytest.fixture(scope="module")
def library() -> list[tuple[str, list[str], str | None]]:
    dice = random.Random(9)
    return [
        (text(dice, 2) + "通知", [text(dice, 60) for _ in range(dice.randint(0, 4))], f"云规〔2024〕{i}号" if i % 3 else None)
        for i in range(230)
    ]


def indexed(records: list[Record], *, exact: bool) -> tuple[dict[str, str], list[dict[str, list[str]]]]:
    """The files in base 64, and what each document's fields consist of."""
    made = [analyse(one) for one in records]
    analyses = [one for one, _ in made]
    index = build(records, analyses, passages=lambda place: made[place][1], exact=exact)
    documents = [
        {
            "title": [term for term, places in head(one).places.items() for _ in places],
            "text": [term for term, told in zip(held.text.all, held.told.tolist(), strict=True) for _ in range(told >> 2)],
        }
        for one, held in zip(records, analyses, strict=True)
    ]
    return {name: base64.b64encode(content).decode() for name, content in written(index.files).items()}, documents


@pytest.mark.parametrize("exact", [False, True], ids=["as published", "without rounding"])
def test_shards_answer_as_the_whole_index_does(
    exact: bool, library: list[tuple[str, list[str], str | None]], record: Callable[..., Record], run: Callable[..., Any]
) -> None:
    records = [record(i, title, *texts, number=number) for i, (title, texts, number) in enumerate(library)]
    index, documents = indexed(records, exact=exact)
    dice = random.Random(10)
    known = sorted({term for one in documents for term in (*one["title"], *one["text"])})
    queries = [dice.choices(known, k=dice.randint(1, 7)) for _ in range(500)]
    queries += [found for _ in range(500) if (found := [token.term for token in tokens(text(dice, 1), "query")])]
    queries += [["没有这个词", "停车"], *([term, term] for term in known[:50])]
    assert len(queries) >= 800
    answer = run("equality.js", {"files": index, "queries": queries, "documents": documents})
    assert answer["different"] == []
    assert answer["terms"] == len(known)
    assert answer["answered"] > 700


def test_weights_are_those_of_lunr_py(
    library: list[tuple[str, list[str], str | None]], record: Callable[..., Record], run: Callable[..., Any]
) -> None:
    """But for the last digit: Python and JavaScript round halves differently."""
    records = [record(i, title, *texts, number=number) for i, (title, texts, number) in enumerate(library)]
    files, documents = indexed(records, exact=True)
    builder = Builder()
    builder.ref("id")
    for field, boost in (("title", 4), ("text", 1)):
        builder.field(field, boost)
    builder.pipeline.reset()
    for id, document in enumerate(documents):
        builder.add({"id": str(id), **document})
    expected = weights(builder.build().serialize())
    found = weights(run("weights.js", {"files": files, "terms": sorted({term for one in documents for held in one.values() for term in held})}))
    assert found.keys() == expected.keys()
    assert {key for key in found if abs(found[key] - expected[key]) > 0.0011} == set()
    assert len(found) > 5_000


def weights(serialised: dict[str, Any]) -> dict[tuple[str, str], float]:
    """By (field/document, term)."""
    terms = {entry["_index"]: term for term, entry in serialised["invertedIndex"]}
    return {
        (ref, terms[index]): weight
        for ref, vector in serialised["fieldVectors"] for index, weight in zip(vector[::2], vector[1::2], strict=True)
    }
