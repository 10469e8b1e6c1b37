"""A document's text in the shape of its page: articles, seals, contents; quotations and comparisons.

Knows no host: where a link leads and what a citation shows arrive as callables. The HTML that comes out is written down on
top of views.py.
"""

from __future__ import annotations

import html as entities
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from policy_library.locale import text as say
from policy_library.model.findings import Finding
from policy_library.text import articles, dates, enumerators, numbers
from policy_library.text.normalize import title_key
from policy_library.text.numerals import parse_numeral
from policy_library.text.outline import Role, outline

from .convert import Source, to_html
from .markup import Block, plain

NOTES = "<!--notes:{}-->"
"""Where the notes of an article go, as a comment that no author's HTML can bring: comments do not pass the gate."""

UNGROUPED = 6
"""More articles than this without chapters stand together in the contents."""

_QUOTE_FROM = re.compile(r"(?:<br>\s*|\n|(?P<alone><p>))[ 　]*(?:——|--|—)[ 　]*(?P<from>[^\n]+?)\s*</p>\s*</blockquote>\Z")
"""The last line of a quotation."""


class Heading(NamedTuple):
    """A line of the contents. ``span`` tells the articles of a chapter: 1–7条."""

    id: str
    text: str
    children: tuple[Heading, ...] = ()
    span: str = ""


@dataclass(frozen=True)
class Rendered:
    html: str
    contents: tuple[Heading, ...] = ()
    anchors: tuple[str, ...] = ()
    """Every id in it, in order: what links may lead to and addresses.lock keeps."""
    findings: tuple[Finding, ...] = ()

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Out of the cache: most anchors are those of every other text (第一条)."""
        self.__dict__.update(state, anchors=tuple(map(sys.intern, state["anchors"])))


# ── Policies ──────────────────────────────────────────────────────────────────


def render_policy(source: Source) -> Rendered:
    """The text with its sections, articles, seal and contents."""
    parts, findings = to_html(source)
    shaped = _Shaper(source, parts).shape()
    return Rendered(shaped.html, shaped.contents, shaped.anchors, tuple(findings))


class _Shaper:
    """Blocks → their roles → sections, articles, seal, contents. Used once."""

    def __init__(self, source: Source, parts: Sequence[Block]) -> None:
        self.source, self.parts = source, parts
        self.texts = [part.text.strip() for part in parts]
        self.roles = outline(self.texts, title=source.title)
        self.out: list[str] = []
        self.anchors: list[str] = []
        self.taken: dict[str, int] = {}  # every anchor, and the last number that was put behind it
        self.contents: list[Heading] = []
        self.chapter: list[Heading] = []
        self.chapter_head: tuple[str, str] | None = None
        self.open_article: str | None = None
        self.zone: str | None = None
        self.annexes = 0
        self.chapter_id = ""

    def shape(self) -> Rendered:
        letter = any(role.role in ("addressee", "signature", "sign-date") for role in self.roles)
        index = 0
        while index < len(self.parts):
            block, role = self.parts[index], self.roles[index]
            zone = "annex" if role.zone == "annex" or not letter else "letter"
            if role.role in ("annex-title", "attachment") and self.roles[index - 1 if index else 0].role != "attachment":
                self._leave_zone()
            self._enter_zone(zone)
            if role.role in ("signature", "sign-date"):
                index = self._seal(index)
                continue
            self._block(block, role, self.texts[index])
            index += 1
        self._leave_zone()
        return Rendered("".join(self.out), tuple(self.contents), tuple(self.anchors))

    def _enter_zone(self, zone: str) -> None:
        if self.zone == zone:
            return
        self._leave_zone()
        self.zone = zone
        if zone == "annex":
            self.annexes += 1
        first = not self.out
        self.out.append('<section class="policy-letter">' if zone == "letter" else '<article class="annex">')
        if first and not self._tells_its_title():
            kind = "policy-letter__title" if zone == "letter" else "annex-title"
            self.out.append(f'<h2 class="{kind} print-only">{entities.escape(self.source.title)}</h2>\n')

    def _tells_its_title(self) -> bool:
        """On paper the text stands without the page's heading."""
        own = title_key(self.source.title)
        told = (title_key(text) for text, role in zip(self.texts, self.roles, strict=True) if role.role in ("title", "annex-title"))
        return own in told or any(role.role == "title" for role in self.roles)

    def _leave_zone(self) -> None:
        self._close_article()
        self._close_chapter()
        if self.zone:
            self.out.append("</section>\n" if self.zone == "letter" else "</article>\n")
        self.zone = None

    def _close_article(self) -> None:
        if self.open_article:
            self.out.append(f"</div>{NOTES.format(self.open_article)}\n")
            self.open_article = None

    def _close_chapter(self) -> None:
        if self.chapter_head:
            self.contents.append(Heading(*self.chapter_head, tuple(self.chapter), self._span()))
        elif len(self.chapter) > UNGROUPED:
            self.contents.append(Heading(self.chapter[0].id, say("present.render.articles"), tuple(self.chapter), self._span()))
        else:
            self.contents += self.chapter
        self.chapter, self.chapter_head = [], None

    def _span(self) -> str:
        """1–7条."""
        if not self.chapter:
            return ""
        first, last = (_ordinal(heading.text) for heading in (self.chapter[0], self.chapter[-1]))
        return f"{first}条" if first == last else f"{first}–{last}条"

    def _id(self, wanted: str) -> str:
        """Unique on the page: what comes again in a later annex carries the annex's number in front."""
        name = wanted
        if name in self.taken:
            name = f"附件{self.annexes}-{wanted}" if self.zone == "annex" else f"{wanted}-2"
        number = self.taken.get(wanted, 2)
        while name in self.taken:
            number += 1
            name = f"{wanted}-{number}"
        self.taken[name] = 2
        self.taken[wanted] = number
        self.anchors.append(name)
        return name

    def _block(self, block: Block, role: Role, text: str) -> None:
        match role.role:
            case "title":
                if self.zone == "letter" or title_key(text) != title_key(self.source.title):
                    self._close_article()
                    self.out.append(f'<h2 class="policy-letter__title">{block.inner}</h2>\n')
            case "number" if self.source.number and self.source.number == _number(text):
                pass
            case "addressee":
                self.out.append(f'<p class="letter-to">{block.inner}</p>\n')
            case "passed":
                self.out.append(f'<p class="annex-passed">{block.inner}</p>\n')
            case "annex-title":
                self._close_article()
                self.contents.append(Heading(self._id(_free(_UNFIT.sub("", text)[:40])), text)) if not self.contents else None
                name = f' id="{entities.escape(self.anchors[-1])}"' if self.contents and self.contents[-1].text == text else ""
                self.out.append(f'<h2 class="annex-title"{name}>{block.inner}</h2>\n')
            case "attachment":
                self._close_article()
                name = self._id(_free(_UNFIT.sub("", text.rstrip("：:"))))
                self._close_chapter()
                self.contents.append(Heading(name, text.rstrip("：:")))
                self.out.append(f'<p class="annex-label" id="{entities.escape(name)}">{block.inner}</p>\n')
            case "attachment-list":
                self._close_article()
                self.out.append(f'<p class="attachment-list">{block.inner}</p>\n')
            case "book" | "chapter" | "section" if block.tag in ("p", "h1", "h2", "h3", "h4"):
                self._division(block, role, text)
            case "article" if block.tag in ("p", "h2", "h3", "h4", "h5"):
                self._article(block, role)
            case "heading1" if block.tag in ("p", "h2", "h3", "h4"):
                self._heading(block, role, text)
            case "heading2" if block.tag in ("h3", "h4", "h5") or (block.tag == "p" and len(text) <= 40 and text[-1:] not in "。；：，"):
                self.out.append(f'<h4 class="para-subhead">{block.inner}</h4>\n')
            case _:
                self.out.append(_plain_block(block))

    def _division(self, block: Block, role: Role, text: str) -> None:
        self._close_article()
        label = role.label or text
        if role.role == "section":
            name = self._id(f"{self.chapter_id}{label}")
            self.out.append(f'<h4 class="chapter-section" id="{name}">{block.inner}</h4>\n')
            return
        self._close_chapter()
        name = self._id(label)
        self.chapter_id = name
        self.chapter_head = (name, text)
        self.out.append(f'<h3 class="chapter-title" id="{name}">{block.inner}</h3>\n')

    def _article(self, block: Block, role: Role) -> None:
        self._close_article()
        label = role.label or ""
        name = self._id(label)
        self.open_article = name
        self.chapter.append(Heading(name, label))
        self.out.append(f'<div class="article" id="{name}"><p>{_with_link(block.inner, name)}</p>\n')

    def _heading(self, block: Block, role: Role, text: str) -> None:
        self._close_article()
        self._close_chapter()
        name = self._id(role.label or "")
        head, rest = _sentence(block.inner)
        if head is None:
            self.out.append(f'<p id="{name}">{rest}</p>\n')
            return
        self.contents.append(Heading(name, plain(head).strip().rstrip("。")))
        if rest:
            self.out.append(f'<p id="{name}"><strong class="para-head">{head}</strong>{rest}</p>\n')
        else:
            self.out.append(f'<h3 class="para-head" id="{name}">{block.inner}</h3>\n')

    def _seal(self, index: int) -> int:
        """Signature lines and the date below them."""
        self._close_article()
        names: list[str] = []
        when = ""
        while index < len(self.parts) and self.roles[index].role in ("signature", "sign-date"):
            text = self.texts[index]
            if self.roles[index].role == "sign-date":
                day = dates.parse(text)
                stamp = f' datetime="{day.isoformat()}"' if day else ""
                when = f'<time class="policy-seal__date"{stamp}>{entities.escape(text)}</time>'
                index += 1
                break
            names += text.split()
            index += 1
        joint = " policy-seal--joint" if len(names) > 1 else ""
        agencies = "".join(f'<span class="policy-seal__agency">{entities.escape(name)}</span>' for name in names)
        self.out.append(f'<div class="policy-seal{joint}">{agencies}{when}</div>\n')
        return index


def _ordinal(label: str) -> str:
    """第十二条 → 12, 第十二条之一 → 12-1."""
    numbers = [parse_numeral(part) for part in re.split("第|条之|条", label) if part]
    return "-".join(str(number) for number in numbers)


def _number(text: str) -> str | None:
    """（云交规〔2024〕3号） → 云交规〔2024〕3号."""
    found = next(iter(numbers.find(text)), None)
    return str(found.number) if found else None


_LABEL = re.compile(r"((?:\s|　|<strong>|<b>|<em>)*)(第[^条<]{1,12}条(?:之[一二三四五六七八九十]+)?)((?:</strong>|</b>|</em>)?[\s　]*)")


def _with_link(inner: str, name: str) -> str:
    """The number that ``inner`` begins with leads to its own place."""
    match = _LABEL.match(inner)
    if match is None:
        return inner
    label = match[2].replace(" ", "").replace("\n", "")
    return f'<a class="article__number" href="#{name}" title="{say("present.render.article_link")}">{label}</a>{inner[match.end() :]}'


LONGEST_HEADING = 40


def _sentence(inner: str) -> tuple[str | None, str]:
    """(heading, what follows it in the same paragraph): 一、落实责任。各单位… A paragraph that is no heading gives None."""
    head, stop, rest = inner.partition("。")
    words = plain(head)
    whole = head.count("<") == head.count("</") * 2
    if not stop and words.strip()[-1:] not in "；：，":
        return inner, ""
    if rest.strip() and whole and len(words) <= LONGEST_HEADING and "，" not in words:
        return head + stop, rest
    return None, inner


def _plain_block(block: Block) -> str:
    if block.tag == "table":
        return f'<div class="table-scroll" tabindex="0" role="region" aria-label="{say("present.render.table_scroll")}">{block.html}</div>\n'
    if block.tag in ("h1", "h2"):
        return f"<h3>{block.inner}</h3>\n"
    if block.tag == "ul":
        return _LIST.sub(lambda m: '<ul class="numbered">' if enumerators.is_numbered(m[1]) else m[0], block.html) + "\n"
    return block.html + "\n"


_LIST = re.compile(r"<ul>(?=\s*<li>(?:\s*<p>)?([^<]{0,20}))")
"""And the first words in it: an official number (1. （1） ①) is text, and takes the place of the bullet."""


# ── Interpretations, answers, consultations ───────────────────────────────────


def render_prose(source: Source, *, level: int = 2, article_href: Callable[[str], str | None] = lambda article: None) -> Rendered:
    """Text with headings of its own. The highest heading of the text becomes ``level``; quotes of articles lead to them."""
    parts, findings = to_html(source)
    out: list[str] = []
    anchors: dict[str, int] = {}
    contents: list[Heading] = []
    levels = [int(block.tag[1]) for block in parts if re.fullmatch(r"h[1-6]", block.tag)]
    shift = level - min(levels) if levels else 0
    part = ""
    for block in parts:
        text = block.text.strip()
        if re.fullmatch(r"h[1-6]", block.tag):
            depth = min(6, int(block.tag[1]) + shift)
            name = _slug(text, source.prefix, anchors)
            if depth == level:
                part = text
                contents.append(Heading(name, text))
            kind = ' class="part-title"' if depth == 2 else ""
            out.append(f'<h{depth}{kind} id="{entities.escape(name)}">{block.inner}</h{depth}>\n')
        elif block.tag == "blockquote":
            out.append(_quote(block, article_href))
        elif block.tag == "table" and "新旧" in part and _even(block.html):
            out.append(_compare(block, part))
        elif block.tag == "dl":
            out.append(block.html.replace("<dl>", '<dl class="term-list">', 1) + "\n")
        else:
            out.append(_plain_block(block) if block.tag not in ("h1", "h2") else block.html)
    return Rendered("".join(out), tuple(contents), tuple(anchors), tuple(findings))


def _slug(text: str, prefix: str, taken: dict[str, int]) -> str:
    """The heading's own words as its anchor, without blanks and marks. ``taken``: anchors, and the last number put behind each."""
    base = name = f"{prefix}{_name(text)}"
    number = taken.get(base, 1)
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    taken[base] = number
    taken.setdefault(name, 1)
    return name


_UNFIT = re.compile(r"[\s\"'<>&#%?]+")
"""Not in an anchor."""


def _name(text: str) -> str:
    return _free(re.sub(r"[^\w一-鿿-]+", "", text)[:40])


def _free(name: str) -> str:
    """Not one of the theme's."""
    name = name or "节"
    return f"节-{name}" if name in RESERVED or _RESERVED_FORMS.fullmatch(name) else name


RESERVED = {
    "main", "drawer", "contents", "contents-title", "facets", "list", "count", "filters", "rows", "pager", "sort", "q", "site-q",
    "search", "notes", "results", "intro", "topics", "relation-title", "findings-title", "原文", "关系", "基本信息", "变更记录", "咨询", "完备情况",
}
_RESERVED_FORMS = re.compile(r"(?:shape|关系|组|q)-.*")
"""Ids that the theme keeps for itself; see views.py."""


def _quote(block: Block, article_href: Callable[[str], str | None]) -> str:
    match = _QUOTE_FROM.search(block.html)
    if not match:
        return block.html + "\n"
    origin = plain(match["from"])
    reference = next(iter(articles.find(origin)), None)
    href = article_href(reference.article) if reference else None
    shown = entities.escape(origin)
    link = f'<a class="quote__from" href="{entities.escape(href)}">{shown}</a>' if href else f'<span class="quote__from">{shown}</span>'
    body = block.html[: match.start()].replace("<blockquote>", "", 1).strip()
    if body and not body.endswith("</p>"):
        body += "</p>"
    return f'<blockquote class="quote">{body.replace("<p>", chr(60) + "p class=" + chr(34) + "quote__text" + chr(34) + ">")}<p>{link}</p></blockquote>\n'


def _even(table: str) -> bool:
    """Heads and rows of cells and nothing else: any other table stays as it is."""
    body = table.partition("<tbody>")[2]
    return bool(body) and "<th" not in body and table.count("<table") == 1 and not re.search("<caption|<tfoot|span=", table)


def _compare(block: Block, caption: str) -> str:
    """新旧差别: the first column heads its row; on a phone each cell names its column."""
    heads = [plain(cell) for cell in re.findall(r"<th[^>]*>(.*?)</th>", block.html, re.S)]
    rows = []
    for row in re.findall(r"<tr>(.*?)</tr>", block.html.partition("<tbody>")[2], re.S):
        cells = re.findall(r"<td[^>]*>(.*?)</td>", row, re.S)
        shown = [f'<th scope="row">{cells[0]}</th>'] if cells else []
        for column, cell in enumerate(cells[1:], 1):
            label = entities.escape(heads[column]) if column < len(heads) else ""
            new = ' class="compare__new"' if column == len(cells) - 1 else ""
            shown.append(f'<td data-label="{label}"{new}>{cell}</td>')
        rows.append(f"<tr>{''.join(shown)}</tr>")
    head = "".join(f'<th scope="col">{entities.escape(name)}</th>' for name in heads)
    return (
        f'<table class="compare"><caption class="u-hidden">{entities.escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>\n"
    )
