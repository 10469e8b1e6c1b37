"""The gate for authors' HTML, and the small reader of the HTML that passed it.

Official text never vanishes silently: what looks like a tag and is none is shown as text; what is a tag and is not
allowed is a finding with its line, and so is any other text that the way from Markdown to HTML swallows.
"""

from __future__ import annotations

import html as entities
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import NamedTuple

import nh3

from policy_library.text.comments import COMMENT

TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd", "del", "details", "dfn", "dl",
    "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark",
    "ol", "p", "pre", "q", "s", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th",
    "thead", "time", "tr", "u", "ul", "video", "audio", "source", "div", "section",
}
ATTRIBUTES = {
    "a": {"href", "title", "id"}, "img": {"src", "alt", "title", "width", "height", "loading"}, "ol": {"start", "type"},
    "li": {"id"}, "sup": {"id"}, "td": {"colspan", "rowspan", "align"}, "th": {"colspan", "rowspan", "scope", "align"},
    "time": {"datetime"}, "video": {"src", "controls", "preload", "width", "height", "poster"},
    "audio": {"src", "controls", "preload"}, "source": {"src", "type"}, "col": {"span"}, "details": {"open"},
}
KNOWN = TAGS | {
    "applet", "area", "article", "aside", "base", "body", "button", "canvas", "center", "dialog", "embed", "fieldset", "font",
    "footer", "form", "frame", "frameset", "head", "header", "html", "iframe", "input", "label", "legend", "link", "main",
    "map", "marquee", "math", "meta", "nav", "noscript", "object", "optgroup", "option", "output", "param", "picture",
    "portal", "progress", "ruby", "rt", "rp", "script", "select", "slot", "strike", "style", "svg", "template", "textarea",
    "title", "track", "tt", "var", "wbr", "big", "address", "samp", "data", "meter", "bdi", "bdo", "acronym", "hgroup",
}
"""Names of HTML elements, allowed or not; any other word in angle brackets is text, such as <GB/T 1>."""

SCHEMES = {"http", "https", "mailto", "tel"}
NOTE_ID = re.compile(r"(?:fn|fnref)\d*[:-][\w.-]+")

SENTINELS = "\ufdd0\ufdd1\ufdd2\ufdd3"
"""Noncharacters that we put into text: three carry the places of citations (render.py), the last is a < that is text."""
LESS = SENTINELS[3]
_SENTINEL = re.compile(f"[{SENTINELS}]")

_QUOTED = r""""[^"<>]*"|'[^'<>]*'|[^\s"'=<>`]+"""
_ONE = rf"[ \t\n]+[a-z_:@][a-z0-9_:.@-]*(?:[ \t\n]*=[ \t\n]*(?:{_QUOTED}))?"
_ATTRIBUTE = re.compile(rf"[ \t\n]+([a-z_:@][a-z0-9_:.@-]*)(?:[ \t\n]*=[ \t\n]*({_QUOTED}))?", re.I)
_TAG = re.compile(rf"<(/?)({'|'.join(sorted(KNOWN, key=len, reverse=True))})((?:{_ONE})*+)[ \t\n]*/?>", re.I)
"""A whole tag of HTML; an angle bracket that begins none is text."""
_AUTOLINK = re.compile(r"<(?:https?://|mailto:)[^\s<>]+>", re.I)
_IN_BRACKETS = re.compile(r"<[^<>\n]*>")
_CODE = re.compile(r"(?<![`\\])(`++)(?:(?!\n[ \t]*\n).)+?(?<!`)\1(?!`)", re.S)
_DESTINATION = re.compile(
    r"(?<=\])\([ \t]*(?:<([^<>\n]*)>|((?:[^\s<>()]|\([^\s<>()]*\))*))"  # [text](address
    r"|^[ ]{0,3}\[(?!\^)[^\]\n]*\]:[ \t]*\n?[ \t]*(?:<([^<>\n]*)>|(\S+))",  # [name]: address
    re.M,
)
_NOT_HAN = re.compile(r"[^\u3400-\u9fff\U00020000-\U0003ffff]+")


@dataclass(frozen=True)
class Refused:
    """What does not pass. ``offset`` is in the text that was given; None where it could not be told."""

    offset: int | None
    what: str
    comment: bool = False
    """A comment was not meant to be read; that it is gone is told all the same."""


def clear(text: str) -> str:
    """Without our sentinels, which no text may hold; offsets stay."""
    return _SENTINEL.sub("\ufffd", text)


def literal(markdown: str) -> str:
    """``<GB/T 1>`` stays what its author wrote: an angle bracket that begins no HTML, or stands in code, becomes text."""
    if "<" not in markdown:
        return markdown
    out: list[str] = []
    at = 0
    for match in _markup(markdown):
        out += [markdown[at : match.start()].replace("<", LESS), match[0]]
        at = match.end()
    return "".join(out) + markdown[at:].replace("<", LESS)


def _markup(markdown: str) -> Iterator[re.Match[str]]:
    """Tags, comments, addresses and destinations of links in angle brackets; none of them in code."""
    codes = _spans_of_code(markdown)
    code = next(codes, None)
    last_comment = markdown.rfind("-->")
    at = markdown.find("<")
    while at >= 0:
        while code and code[1] <= at:
            code = next(codes, None)
        if code and code[0] <= at:
            at = markdown.find("<", code[1])
            continue
        found = _TAG.match(markdown, at) or _AUTOLINK.match(markdown, at)
        if found is None and at < last_comment:
            found = COMMENT.match(markdown, at)
        if found is None and markdown[max(0, at - 9) : at].rstrip(" \t").endswith("]("):
            found = _IN_BRACKETS.match(markdown, at)
        if found:
            yield found
        at = markdown.find("<", found.end() if found else at + 1)


def _spans_of_code(markdown: str) -> Iterator[tuple[int, int]]:
    if "`" in markdown:
        yield from (match.span() for match in _CODE.finditer(markdown))


def refused(markdown: str, html: str) -> list[Refused]:
    """What the gate takes away: looked for in the Markdown, for its place, and in its HTML, for whatever was missed."""
    found = list(_refused_in(markdown)) if "<" in markdown or "](" in markdown or "]:" in markdown else []
    if not found and not _MAY_HOLD_HTML.search(markdown):
        return found
    told = {one.what for one in found}
    reader = _Reader()
    reader.feed(html)
    reader.close()
    missed = (what for what in dict.fromkeys(reader.refused) if what not in told)
    return [*found, *(Refused(None, what, what.startswith("<!--")) for what in missed)]


_MAY_HOLD_HTML = re.compile(r"<[a-z/!]|\]\(|\]:", re.I)


def _refused_in(markdown: str) -> Iterator[Refused]:
    for match in _markup(markdown):
        if match[0].startswith("<!--"):
            yield Refused(match.start(), _short(match[0]), comment=True)
        elif match.re is _TAG and not match[1]:
            pairs = [(one[1], entities.unescape(_unquoted(one[2]))) for one in _ATTRIBUTE.finditer(match[3])]
            yield from (Refused(match.start(), what) for what in _refused_of(match[2].lower(), pairs))
    codes = tuple(_spans_of_code(markdown))
    for match in _DESTINATION.finditer(markdown):
        address = entities.unescape(next((group for group in match.groups() if group is not None), ""))
        if not _passes(address) and not any(start <= match.start() < end for start, end in codes):
            start = markdown.rfind("[", 0, match.start()) if match[0].startswith("(") else match.start()
            yield Refused(max(start, 0), _link(address))


def _refused_of(tag: str, attributes: Iterable[tuple[str, str]]) -> Iterator[str]:
    if tag not in TAGS:
        yield f"<{tag}>"
        return
    for name, value in attributes:
        name = name.lower()
        if name in ADDRESSES and name in ATTRIBUTES.get(tag, ()):
            if not _attribute_passes(tag, name, value):
                yield _link(value)
        elif not _attribute_passes(tag, name, value):
            yield f"<{tag}> 的 {name}"


class _Reader(HTMLParser):
    """What does not pass of the HTML that Markdown made; its own classes are no author's."""

    def __init__(self) -> None:
        super().__init__()
        self.refused: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        pairs = [(name, value or "") for name, value in attributes if not (name == "class" and (value or "").startswith("footnote"))]
        self.refused += _refused_of(tag, pairs)

    def handle_comment(self, data: str) -> None:
        self.refused.append(_short(f"<!--{data}-->"))


def _link(address: str) -> str:
    return f"链接 {_short(address.strip(' '))}"


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:60] + "…"


def _unquoted(value: str | None) -> str:
    return (value or "").strip("\"'")


ADDRESSES = {"href", "src", "poster"}


def _attribute_passes(tag: str, name: str, value: str) -> bool:
    if name not in ATTRIBUTES.get(tag, ()):
        return False
    if name == "id":
        return bool(NOTE_ID.fullmatch(value))
    if name == "href":
        return _passes(value)
    return _passes(value, shown=True) if name in ADDRESSES else True


def _passes(address: str, *, shown: bool = False) -> bool:
    """Known schemes only. What a page shows by itself comes from the site: it makes no request to another host."""
    bare = re.sub(r"[\x00-\x20]", "", address)
    scheme = re.match(r"([a-z][a-z0-9+.-]*):", bare, re.I)
    if shown:
        return scheme is None and not re.match(r"[/\\]{2}", bare)
    return scheme is None or scheme[1].lower() in SCHEMES


def _filter(tag: str, name: str, value: str) -> str | None:
    return value if _attribute_passes(tag, name, value) else None


def sanitise(html: str) -> str:
    """Ids only of footnotes, no classes, links only to known schemes; what we add ourselves is added afterwards."""
    clean = nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, attribute_filter=_filter, url_schemes=SCHEMES, link_rel=None,
        strip_comments=True, clean_content_tags={"script", "style"},
    )
    return clean.replace(LESS, "&lt;")


def lost(markdown: str, html: str) -> list[Refused]:
    """The first words that the HTML does not hold though the Markdown does: of a reference that nothing refers to, of a
    cell too many. None, as a rule."""
    written, shown = _NOT_HAN.sub("", markdown), _NOT_HAN.sub("", ANY_TAG.sub("", html))
    if written == shown:
        return []
    shown = _NOT_HAN.sub("", entities.unescape(html))
    missing = Counter(written) - Counter(shown)
    if not missing:
        return []
    offset, found = 0, Refused(None, "")
    for line in markdown.splitlines(keepends=True):
        words = _NOT_HAN.sub("", line)
        if set(words) & missing.keys():
            found = Refused(offset, f"“{_short(line.strip())}”")
            if words not in shown:
                break
        offset += len(line)
    return [found]


ANY_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)(?:[^>\"]|\"[^\"]*\")*>")
VOID = {"br", "col", "hr", "img", "source"}


class Block(NamedTuple):
    """One top-level element of a fragment."""

    tag: str
    html: str
    inner: str
    """Without its own tags."""

    @property
    def text(self) -> str:
        return plain(self.inner)


def plain(html: str) -> str:
    """What a reader sees, without tags."""
    if "<" not in html and "&" not in html:
        return html
    return entities.unescape(ANY_TAG.sub("", html.replace("<br>", "\n")))


def blocks(html: str) -> tuple[Block, ...]:
    """The top-level elements of sanitised HTML in order; text that stands between them becomes paragraphs."""
    found: list[Block] = []
    at = 0
    while opening := ANY_TAG.search(html, at):
        if loose := html[at : opening.start()].strip():
            found.append(paragraph(loose))
        begin, tag = opening.end(), opening[2]
        start, (end, at) = opening.start(), _end(html, tag, begin)
        if at < begin:  # it never ends
            at = start
            break
        found.append(Block(tag, html[start:at], html[begin:end]))
    if loose := html[at:].strip():
        found.append(paragraph(loose))
    return tuple(found)


def paragraph(inner: str) -> Block:
    return Block("p", f"<p>{inner}</p>", inner)


def _end(html: str, tag: str, begin: int) -> tuple[int, int]:
    """Where what an element holds ends, and where it itself does; before its beginning if it never does."""
    if tag in VOID:
        return begin, begin
    if tag == "p" and (end := html.find("</p>", begin)) >= 0 and html.find("<p", begin, end) < 0:
        return end, end + 4
    depth = 1
    for match in ANY_TAG.finditer(html, begin):
        if match[2] not in VOID:
            depth += -1 if match[1] else 1
        if depth == 0:
            return match.start(), match.end()
    return -1, -1
