"""Where a text names other documents: by title, number, order or standard. Which one that is, is not asked here.

One pass over the marks and one over the numbers; a title never crosses an empty line, so that one lost mark
spoils its own paragraph only.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Literal, NamedTuple

from . import articles, numbers, orders, standards, unmarked
from .normalize import BLANKS, title_key

Form = Literal["title", "number", "order", "standard"]

LONGEST_TITLE = 400  # characters; the longest real one we saw has 160
LONGEST_BRACKET = 300
DEEPEST = 4

_MARK = re.compile(r"[《》〈〉<>＜＞]|\n[^\S\n]*\n")
_OPENS = {"《": "》", "〈": "〉", "<": ">", "＜": "＞"}
_CLOSES = {close: open_ for open_, close in _OPENS.items()}
_BREAK = re.compile(rf"[{BLANKS}]*\n[{BLANKS}]*")
_AFTER_TITLE = re.compile(rf"[{BLANKS}]{{0,3}}[（(［\[〔]")
_BRACKET = re.compile(r"[（()）［\[\]］〔〕]|\n[^\S\n]*\n")
_BRACKETS = {"（": "round", "(": "round", "［": "square", "[": "square", "〔": "square"}
_CLOSING = {"）": "round", ")": "round", "］": "square", "]": "square", "〕": "square"}
_SHORT = re.compile(rf"(?:以下|下)(?:统一|合并)?(?:统?简称|统?称)(?:为|作)?[：:]?[{BLANKS}]*$")
_SHORT_QUOTED = re.compile(
    r"(?:以下|下)(?:统一)?(?:统?简称|统?称)(?:为|作)?[：:]?\s*[“\"「]([^”\"」\n]{1,30})[”\"」]"
)


class Citation(NamedTuple):
    start: int
    end: int
    text: str  # body[start:end], marks included where there are some
    form: Form
    title: str | None = None  # without the outer marks, line breaks closed
    number: str | None = None  # in standard form
    references: tuple[
        articles.Reference, ...
    ] = ()  # articles that follow the title or its number in brackets
    of: int | None = None  # index of the title in whose brackets this number stands
    inside: int | None = None  # index of the title around this one
    stands_for: int | None = None  # index of the citation of which this is the short form

    @property
    def articles(self) -> tuple[str, ...]:
        """第十二条, 第十三条, each once, without 款 and 项."""
        return tuple(dict.fromkeys(reference.article for reference in self.references))


def find(body: str) -> tuple[Citation, ...]:
    """All citations in order of start, an outer title before what stands in it."""
    titles = [
        Citation(
            start, end, body[start:end], "title", title=_BREAK.sub("", body[start + 1 : end - 1]).strip()
        )
        for start, end in _title_spans(body)
    ]
    titles += [Citation(*span, body[slice(*span)], "title", title=body[slice(*span)]) for span in unmarked.find(body)]
    found = sorted([*titles, *_numbered(body)], key=lambda c: (c.start, -c.end))
    found = _nest(found)
    found = _attach(body, found)
    return tuple(_short_forms(body, found))


def _title_spans(body: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    at = body.find("《")
    while at >= 0:
        stack: list[tuple[str, int]] = []
        for m in _MARK.finditer(body, at):
            at = m.end()
            if m[0] in _OPENS:
                stack.append((m[0], m.start()))
            elif m[0] in _CLOSES:
                _close(m[0], m.end(), stack, spans)
            else:
                stack.clear()
            if not stack:
                break
        at = body.find("《", at)
    return [(a, b) for a, b in spans if 2 < b - a <= LONGEST_TITLE and body[a + 1 : b - 1].strip()]


def _close(mark: str, end: int, stack: list[tuple[str, int]], spans: list[tuple[int, int]]) -> None:
    """Close the innermost open mark of the same kind; a 》 also drops the 〈 and < left open inside it."""
    wanted = _CLOSES[mark]
    if mark == "》":
        while stack and stack[-1][0] != wanted:
            stack.pop()
    if stack and stack[-1][0] == wanted:
        spans.append((stack.pop()[1], end))


def _numbered(body: str) -> list[Citation]:
    found = [
        Citation(f.start, f.end, body[f.start : f.end], "number", number=str(f.number))
        for f in numbers.find(body)
    ]
    found += [
        Citation(f.start, f.end, body[f.start : f.end], "order", number=str(f.number))
        for f in orders.find(body)
    ]
    found += [
        Citation(f.start, f.end, body[f.start : f.end], "standard", number=f.number)
        for f in standards.find(body)
    ]
    found.sort(key=lambda c: (c.start, -c.end))
    apart: list[Citation] = []
    for citation in found:
        if not apart or citation.start >= apart[-1].end:
            apart.append(citation)
    return apart


def _nest(found: list[Citation]) -> list[Citation]:
    """Set `inside`, drop what is nested too deep and marks that overlap each other."""
    kept: list[Citation] = []
    open_: list[int] = []
    for citation in found:
        while open_ and kept[open_[-1]].end <= citation.start:
            open_.pop()
        if open_ and (citation.end > kept[open_[-1]].end or len(open_) >= DEEPEST):
            continue
        kept.append(citation._replace(inside=open_[-1]) if open_ else citation)
        if citation.form == "title":
            open_.append(len(kept) - 1)
    return kept


def _bracket_end(body: str, start: int, end: int) -> int | None:
    """Where the bracket that opens at ``start`` is closed again, up to ``end``; of a pair one may be half and one full width."""
    stack: list[str] = []
    for m in _BRACKET.finditer(body, start, end):
        mark = m[0]
        if mark in _BRACKETS:
            stack.append(_BRACKETS[mark])
            continue
        while stack and stack[-1] != _CLOSING.get(mark):
            stack.pop()
        if len(stack) <= 1:
            return m.end() if stack else None
        stack.pop()
    return None


def _attach(body: str, found: list[Citation]) -> list[Citation]:
    """Give each title the numbers in the brackets after it and the articles after both."""
    starts = [citation.start for citation in found]
    for i, citation in enumerate(found):
        if citation.form != "title":
            continue
        end = citation.end
        bracket = _AFTER_TITLE.match(body, end)
        close = _bracket_end(body, bracket.end() - 1, end + LONGEST_BRACKET) if bracket else None
        if close:
            attached = False
            for j in range(bisect_left(starts, end), len(found)):
                other = found[j]
                if other.start >= close:
                    break
                if other.form != "title" and other.of is None and other.inside == citation.inside:
                    found[j] = other._replace(of=i)
                    attached = True
            if attached or _SHORT_QUOTED.search(body, end, close) or "简称" in body[end:close]:
                end = close
        references = articles.follow(body, end)
        if references:
            found[i] = citation._replace(references=references)
    return found


def _short_forms(body: str, found: list[Citation]) -> list[Citation]:
    stands: dict[str, int] = {}
    quoted = [(m.start(), title_key(m[1])) for m in _SHORT_QUOTED.finditer(body)]
    last: int | None = None  # the top-level title before this place
    q = 0
    for i, citation in enumerate(found):
        while q < len(quoted) and quoted[q][0] < citation.start:
            if last is not None and "\n\n" not in body[found[last].end : quoted[q][0]]:
                stands[quoted[q][1]] = last
            q += 1
        if citation.form != "title" or citation.inside is not None:
            continue
        key = title_key(citation.title or "")
        if _SHORT.search(body[max(0, citation.start - 12) : citation.start]):
            if last is not None:
                stands[key] = last
                found[i] = citation._replace(stands_for=last)
            continue
        if key in stands:
            found[i] = citation._replace(stands_for=stands[key])
        else:
            last = i
    return found
