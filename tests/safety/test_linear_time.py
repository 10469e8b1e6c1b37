"""A damaged or hostile text costs about as much time as any other of its length, and ends in findings."""

from __future__ import annotations

import time

import pytest

from policy_library.site.pages import Site, pages
from policy_library.site.tangles import tangled
from policy_library.work.memory import Memory

from libraries import VOCABULARY, interpretation, library, policy

LENGTH = 60_000


def spent(files: dict[str, str], **vocabulary: str) -> float:
    """Seconds, for reading, checking, rendering and indexing."""
    started = time.process_time()
    found = library(files, vocabulary={**VOCABULARY, **vocabulary})
    planned = pages(found, Site("库", search="search/"), files)
    for plan in planned.plans:
        plan.made()
    planned.index(Memory())
    return time.process_time() - started


@pytest.mark.parametrize(
    "unit",
    ["[", "![", "[a](b ", "<![CDATA[", "<!--", "<a", "{#", "\\", "---\n", "===\n", "# a\n", "a\n: b\n", "\n", "  \n", "（", "《", "1", " "],
    ids=repr,
)
def test_any_text_in_linear_time(unit: str) -> None:
    body = (unit * LENGTH)[:LENGTH]
    assert spent({"policies/b.md": policy(body=f"{body}\n"), "interpretations/a.md": interpretation("[b]", body=f"{body}\n")}) < 10


@pytest.mark.parametrize("title", ["停" * 100_000, "《" * 50_000, "（" * 50_000, "1" * 50_000])
def test_any_title_in_linear_time(title: str) -> None:
    assert spent({"policies/b.md": policy(title=f'"{title}"')}) < 10


@pytest.mark.parametrize("text", ["[" * 20_000, "- " * 20_000, "{a: " * 20_000, "- &a [x, *a]\n", '- ["\\ud800", b]\n', "- [a, b]\n---\n- [c, d]\n", "a: b\n", "word\n"])
def test_synonyms_that_cannot_be_read_are_told(text: str) -> None:
    found = library({}, vocabulary={"vocabulary/synonyms.yml": text})
    assert [one.path for one in found.findings if one.severity == "error"] and found.whole.vocabularies.synonyms == ()


def test_what_people_write_is_not_tangled() -> None:
    links = "".join(f"- [第{n}号](https://x.example/({n})) *注* `a`\n" for n in range(3000))
    table = "| 项 | 值 |\n|---|---|\n" + "| [甲](a.md)（一） | *乙* \\| 丙 |\n" * 3000
    headings = "".join(f"## 第{n}章\n正文。\n" for n in range(2000))
    assert not any(map(tangled, (links, table, headings, "一[二（三(四 " * 20)))
