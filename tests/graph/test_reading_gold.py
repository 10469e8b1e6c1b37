"""Readings against hand-checked real documents, and over every law of the corpus.

`gold/relations.tsv` is matched as its README says: same source, both offsets within two characters, equal text without
white space, each row once. `pytest tests/graph/test_reading_gold.py -s` prints the figures.
"""

from __future__ import annotations

import csv
import re
import tarfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from policy_library.graph.reading import Reading, read
from policy_library.text import articles, outline, validity
from policy_library.text.normalize import squeeze

# Two rows of the gold name a document without 《》.
MISSES_ALLOWED = 2
LAWS = 3418


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def document(corpus: Path, slug: str) -> tuple[dict[str, str], str]:
    text = (corpus / "shanghai" / f"{slug}.md").read_text(encoding="utf-8")
    head, body = re.fullmatch(r"---\n(.*?)\n---\n(.*)", text, re.DOTALL).groups()
    return dict(line.split(": ", 1) for line in head.split("\n") if ": " in line), body


def readings(corpus: Path, slug: str) -> tuple[Reading, ...]:
    fields, body = document(corpus, slug)
    return read(body, title=fields["标题"], number=fields["文号"])


@dataclass
class Score:
    labels: Counter[tuple[str, str]] = field(default_factory=Counter)  # gold, read
    missed: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        found = sum(self.labels.values())
        return 2 * found / (2 * found + len(self.missed) + len(self.extra))

    @property
    def micro(self) -> float:
        return sum(n for (gold, got), n in self.labels.items() if gold == got) / sum(self.labels.values())

    def label_f1(self, label: str) -> float:
        return (
            2
            * self.labels[label, label]
            / max(1, sum(n * pair.count(label) for pair, n in self.labels.items()))
        )

    def wrong(self, label: str) -> int:
        return sum(n for pair, n in self.labels.items() if label in pair and pair[0] != pair[1])


@pytest.fixture(scope="module")
def score(corpus: Path) -> Score:
    gold: dict[str, list[dict[str, str]]] = {}
    for row in rows(corpus / "gold" / "relations.tsv"):
        gold.setdefault(row["source"], []).append(row)
    score = Score()
    for slug in [row["slug"] for row in rows(corpus / "gold" / "elements.tsv")]:
        waiting = list(gold.get(slug, []))
        for reading in readings(corpus, slug):
            row = next((row for row in waiting if same(reading, row)), None)
            if row is None:
                score.extra.append(f"{slug} {reading.citation.start} {reading.citation.text}")
            else:
                waiting.remove(row)
                score.labels[row["relation"], reading.relation] += 1
        score.missed += [f"{slug} {row['start']} {row['target']}" for row in waiting]
    print(
        f"\ncitations F1 {score.f1:.4f}, labels micro {score.micro:.4f}, missed {score.missed}, extra {score.extra}"
    )
    for label in sorted({gold for gold, _ in score.labels}):
        total = sum(n for (gold, _), n in score.labels.items() if gold == label)
        print(f"  {label:10} {total:3}  F1 {score.label_f1(label):.3f}  wrong {score.wrong(label)}")
    return score


def same(reading: Reading, row: dict[str, str]) -> bool:
    citation = reading.citation
    near = abs(citation.start - int(row["start"])) <= 2 and abs(citation.end - int(row["end"])) <= 2
    return near and squeeze(citation.text) == squeeze(row["target"].replace("⏎", ""))


def test_citations_are_found(score: Score) -> None:
    assert not score.extra
    assert len(score.missed) <= MISSES_ALLOWED, score.missed
    assert score.f1 >= 0.99


def test_relations_are_told(score: Score) -> None:
    assert score.micro >= 0.99
    assert score.label_f1("basis") >= 0.98
    assert [score.wrong(label) for label in ("repeals", "extends", "forwards", "issues", "implements")] == [
        0
    ] * 5


def test_validity_agrees_with_the_elements(corpus: Path) -> None:
    """effective and expires of the gold; a start of a measure counts as effective there, an extension as the end."""
    wrong = []
    for row in rows(corpus / "gold" / "elements.tsv"):
        fields, body = document(corpus, row["slug"])
        found = validity.find(body, title=fields["标题"])
        spoken = date.fromisoformat(row["written"]) if found.effective_from else None
        effective = found.effective or found.measure or spoken
        until = next((r.until for r in readings(corpus, row["slug"]) if r.until), None)
        told = [str(effective or "-"), str(found.expires or until or "-")]
        if told != [row["effective"], row["expires"]]:
            wrong.append((row["slug"], told, row["effective"], row["expires"]))
    assert wrong == []


@pytest.fixture(scope="module")
def laws(corpus: Path) -> list[tuple[str, str]]:
    """name and text of every law, in order of name."""
    return sorted(unpacked(corpus / "laws.tar.xz"))


def unpacked(archive: Path) -> Iterator[tuple[str, str]]:
    with tarfile.open(archive) as tar:
        for member in tar:
            if member.isfile() and member.name.endswith(".md"):
                yield member.name, tar.extractfile(member).read().decode("utf-8")


def test_every_law_is_read(laws: list[tuple[str, str]]) -> None:
    assert len(laws) == LAWS
    started = time.process_time()
    found = 0
    for _, body in laws:
        for reading in read(body, title=body.partition("\n")[0].lstrip("# "), number=None):
            citation = reading.citation
            assert body[citation.start : citation.end] == citation.text
            found += 1
    speed = len(laws) / (time.process_time() - started)
    print(f"\n{found} citations in {len(laws)} laws, {speed:.0f} documents/s")
    assert speed > 100  # about 300 on one quiet core


# Looked up by hand: the last article, with none missing or doubled before it; 合同编 begins at 第四百六十三条.
ARTICLES = {
    "合同编": 988,
    "刑事诉讼法(2018-10-26)": 308,
    "公司法(2023-12-29)": 266,
    "行政处罚法(2021-01-22)": 86,
    "道路交通安全法(2021-04-29)": 124,
    "城乡规划法(2019-04-23)": 70,
    "政府信息公开条例(2019-04-03)": 56,
    "重大行政决策程序暂行条例(2019-04-20)": 44,
    "上海市气象条例(2024-09-27)": 41,
    "海岛保护法(2009-12-26)": 58,
}


def test_articles_are_counted(laws: list[tuple[str, str]]) -> None:
    texts = {Path(name).stem: body for name, body in laws}
    for name, last in ARTICLES.items():
        labels = [part.label for part in outline.parts(texts[name]) if part.role == "article"]
        first = 463 if name == "合同编" else 1
        assert labels == [f"第{articles.chinese_numeral(n)}条" for n in range(first, last + 1)], name
