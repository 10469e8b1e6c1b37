"""Articles: 第十二条, 第12条, 第十二条之一, and references such as 第十二条第二款第（三）项."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from .numerals import CHARACTERS, chinese_numeral, parse_numeral

__all__ = ["Reference", "chinese_numeral", "find", "follow", "number", "parse_numeral"]

_N = rf"(?:[0-9０-９]{{1,4}}|[{CHARACTERS}]{{1,7}})"
_B = r"[^\S\n]{0,2}\n?[^\S\n]{0,2}"
_ARTICLE = rf"第{_B}(?P<article>{_N}){_B}条(?:之(?P<of>{_N})(?![{CHARACTERS}]))?"
_REFERENCE = re.compile(
    rf"""{_ARTICLE}
    (?:{_B}第{_B}(?P<paragraph>{_N}){_B}款)?
    (?:{_B}第{_B}[（(]?(?P<item>{_N})[）)]?{_B}项)?""",
    re.VERBOSE,
)
_NUMBER = re.compile(_ARTICLE)
# 第三条至第五条, 第三条、第四条和第六条第二款, 第十二条第一款、第三款
_JOIN = re.compile(rf"{_B}(?:[、，,和及与或]|以及|或者|至|到|—|-){_B}(?=第)")
_TAIL = re.compile(
    rf"第{_B}(?P<paragraph>{_N}){_B}款(?:{_B}第{_B}[（(]?(?P<item>{_N})[）)]?{_B}项)?|第{_B}[（(]?(?P<item_only>{_N})[）)]?{_B}项"
)


class Reference(NamedTuple):
    start: int
    end: int
    article: str  # 第十二条, 第十二条之一
    paragraph: int | None = None
    item: int | None = None

    def __str__(self) -> str:
        paragraph = f"第{chinese_numeral(self.paragraph)}款" if self.paragraph else ""
        item = f"第{chinese_numeral(self.item)}项" if self.item else ""
        return self.article + paragraph + item


def _canonical(m: re.Match[str]) -> str | None:
    n = parse_numeral(m["article"])
    of = parse_numeral(m["of"]) if m["of"] else None
    if not n or (m["of"] and not of):
        return None
    return f"第{chinese_numeral(n)}条" + (f"之{chinese_numeral(of)}" if of else "")


@functools.lru_cache(maxsize=4096)
def number(s: str) -> str | None:
    """The canonical form of an article's number, 第12条 → 第十二条; None for anything else."""
    m = _NUMBER.fullmatch(s.strip()) if len(s) < 40 else None
    return _canonical(m) if m else None


def _reference(m: re.Match[str]) -> Reference | None:
    article = _canonical(m)
    if not article:
        return None
    paragraph, item = m["paragraph"], m["item"]
    return Reference(
        m.start(),
        m.end(),
        article,
        parse_numeral(paragraph) if paragraph else None,
        parse_numeral(item) if item else None,
    )


def find(body: str) -> tuple[Reference, ...]:
    return tuple(found for found in map(_reference, _REFERENCE.finditer(body)) if found)


def follow(body: str, start: int) -> tuple[Reference, ...]:
    """The references in a row from `start` on: 第十二条第二款、第三款和第十三条. `至` gives its two ends."""
    found: list[Reference] = []
    m = _REFERENCE.match(body, start)
    while m:
        reference = _reference(m) if m.re is _REFERENCE else _tail(m, found[-1])
        if not reference:
            break
        found.append(reference)
        join = _JOIN.match(body, m.end())
        if not join:
            break
        m = _REFERENCE.match(body, join.end()) or _TAIL.match(body, join.end())
    return tuple(found)


def _tail(m: re.Match[str], before: Reference) -> Reference:
    if m["item_only"]:
        return Reference(m.start(), m.end(), before.article, before.paragraph, parse_numeral(m["item_only"]))
    item = parse_numeral(m["item"]) if m["item"] else None
    return Reference(m.start(), m.end(), before.article, parse_numeral(m["paragraph"]), item)
