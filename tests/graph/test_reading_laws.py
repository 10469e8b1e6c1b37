"""Readings over every law of the corpus. How they agree with hand-checked documents is tests/importers/test_gold.py's."""

from __future__ import annotations

import tarfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from policy_library.graph.reading import read
from policy_library.text import articles, outline

LAWS = 3418


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
