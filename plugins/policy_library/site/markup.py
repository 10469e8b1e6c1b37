"""The gate for authors' HTML, and the small reader of the HTML that passed it.

Official text never vanishes silently: what looks like a tag and is none is shown as text; what is a tag and is not
allowed is a finding with its line before it is removed.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator
from dataclasses import dataclass

import nh3

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
NOTE_ID = re.compile(r"(?:fn|fnref)\d*[:-][\w-]+")
_LIKE_TAG = re.compile(r"<(?=[^\s<])(?!!--)(?!/?(?:" + "|".join(sorted(KNOWN, key=len, reverse=True)) + r")(?=[\s/>]))(?!(?:https?|mailto):)", re.I)
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_ATTRIBUTE = re.compile(r"([a-zA-Z:@][\w:.-]*)\s*(?:=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+))?")
_DANGEROUS_LINK = re.compile(r"\]\(\s*<?\s*((?:javascript|data|vbscript|file)\s*:[^)\s]*)|^\s*\[[^\]]+\]:\s*((?:javascript|data|vbscript|file)\s*:\S*)", re.I | re.M)
_FENCED = re.compile(r"^(```|~~~).*?^\1[ \t]*$|`[^`\n]+`", re.M | re.S)


@dataclass(frozen=True)
class Refused:
    """``offset`` is in the text that was given."""

    offset: int
    what: str


def escape_lookalikes(markdown: str) -> str:
    """``<GB/T 1>`` stays what its author wrote: an angle bracket that begins no HTML element becomes text."""
    if "<" not in markdown:
        return markdown
    kept = [match.span() for match in _FENCED.finditer(markdown)]

    def literal(match: re.Match[str]) -> str:
        inside = any(start <= match.start() < end for start, end in kept)
        return match[0] if inside else "&lt;" + match[0][1:]

    return _LIKE_TAG.sub(literal, markdown)


def refused(markdown: str) -> Iterator[Refused]:
    """What the gate will remove, before it does, with its place."""
    blank = _FENCED.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), markdown) if "`" in markdown or "~~~" in markdown else markdown
    for match in _TAG.finditer(blank) if "<" in blank else ():
        name = match[2].lower()
        if name in KNOWN and name not in TAGS and not match[1]:
            yield Refused(match.start(), f"<{name}>")
        elif name in TAGS:
            for attribute in _ATTRIBUTE.finditer(match[3]):
                if not _attribute_passes(name, attribute[1].lower(), (attribute[2] or "").strip("\"'")):
                    yield Refused(match.start(), f"<{name}> 的 {attribute[1]}")
    for match in _DANGEROUS_LINK.finditer(blank):
        yield Refused(match.start(), match[1] or match[2])


def _attribute_passes(tag: str, name: str, value: str) -> bool:
    if name not in ATTRIBUTES.get(tag, ()):
        return False
    if name == "id":
        return bool(NOTE_ID.fullmatch(value))
    if name in ("href", "src", "poster"):
        scheme = re.match(r"\s*([a-z][a-z0-9+.-]*)\s*:", entities.unescape(value), re.I)
        return scheme is None or scheme[1].lower() in SCHEMES
    return True


def _filter(tag: str, name: str, value: str) -> str | None:
    return value if _attribute_passes(tag, name, value) else None


def sanitise(html: str) -> str:
    """Ids only of footnotes, no classes, links only to known schemes; what we add ourselves is added afterwards."""
    return nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, attribute_filter=_filter, url_schemes=SCHEMES, link_rel=None,
        strip_comments=True, clean_content_tags={"script", "style"},
    )


_ANY_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)(?:[^>\"]|\"[^\"]*\")*>")
_VOID = {"br", "col", "hr", "img", "source"}


@dataclass(frozen=True)
class Block:
    """One top-level element of a fragment."""

    tag: str
    html: str

    @property
    def inner(self) -> str:
        opening = self.html.index(">") + 1
        return self.html[opening : self.html.rindex("<")] if self.tag not in _VOID else ""

    @property
    def text(self) -> str:
        return plain(self.html)


def plain(html: str) -> str:
    """What a reader sees, without tags."""
    return entities.unescape(_ANY_TAG.sub("", html.replace("<br>", "\n")))


def blocks(html: str) -> tuple[Block, ...]:
    """The top-level elements of sanitised HTML in order; text that stands between them becomes paragraphs."""
    found: list[Block] = []
    depth, start, name, end = 0, 0, "", 0
    for match in _ANY_TAG.finditer(html):
        closing, tag = match[1], match[2]
        if depth == 0:
            if loose := html[end : match.start()].strip():
                found.append(Block("p", f"<p>{loose}</p>"))
            start, name = match.start(), tag
        if tag not in _VOID:
            depth += -1 if closing else 1
        if depth == 0:
            end = match.end()
            found.append(Block(name, html[start:end]))
    if loose := html[end:].strip():
        found.append(Block("p", f"<p>{loose}</p>"))
    return tuple(found)
