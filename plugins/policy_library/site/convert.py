"""A document's Markdown as sanitised HTML, with its citations linked: the blocks that a page's text is shaped from."""

from __future__ import annotations

import html as entities
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

import markdown
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.tables import TableExtension

from policy_library.locale import text as say
from policy_library.model.findings import Finding, Place, finding, place_in_text
from policy_library.text import comments
from policy_library.text.normalize import title_key
from policy_library.text.paragraphs import parted
from policy_library.work.stages import Stages

from .markup import ANY_TAG, SENTINELS, VOID, Block, Refused, blocks, clear, literal, lost, paragraph, plain, refused, sanitise
from .plain_markdown import plain_html
from .tangles import tangled

OPEN, MIDDLE, CLOSE = SENTINELS[:3]
"""They carry the places of citations through Markdown."""

_MARKED = re.compile(f"{OPEN}(\\d+){MIDDLE}|{CLOSE}")
_STRIP = re.compile(f"{OPEN}\\d+{MIDDLE}|[{OPEN}{MIDDLE}{CLOSE}]")
_IN_TAG = re.compile(r"<[a-z](?:[^>\"]|\"[^\"]*\")*>")
_NOTE = re.compile(r'(\s(?:id="|href="#)fn(?:ref)?\d*[:-])(?=[^"]*")')
"""A footnote, up to its name."""
_H1 = re.compile(r"\A\s*#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\n|\Z)")
_LINKING = re.compile(r"<(?:a|img|video|audio|source)\b(?:[^>\"]|\"[^\"]*\")*>")
_LINK = re.compile(r'(\s(?:href|src|poster)=")([^"]*)(")')


@dataclass(frozen=True)
class CitationLink:
    """A citation to be linked: its span in the body, where it leads, what its tooltip says."""

    start: int
    end: int
    href: str
    title: str


@dataclass(frozen=True)
class Source:
    """What is rendered and how its surroundings answer."""

    path: str
    body: str
    body_line: int
    title: str
    links: tuple[CitationLink, ...] = ()
    number: str | None = None
    """The document's own: the page shows it above the text."""
    prefix: str = ""
    """Of every id, where several texts stand on one page."""
    stages: Stages = field(default_factory=Stages)
    resolve: Callable[[str], str | None] = lambda address: address
    """A relative address as the author wrote it → where it leads from the page; None if it leads nowhere."""

    def place(self, offset: int) -> Place:
        return place_in_text(self.path, self.body_line, self.body, offset)


_converter: markdown.Markdown | None = None


def _markdown() -> markdown.Markdown:
    """One instance a process: making one costs more than a page does."""
    global _converter
    if _converter is None:
        _converter = markdown.Markdown(
            extensions=[
                TableExtension(use_align_attribute=True), FootnoteExtension(BACKLINK_TITLE=say("present.render.footnote_back", n="{}")),
                "sane_lists", "def_list",
            ],
            output_format="html",
        )
        # An official text is drawn in by blanks; it has no code blocks.
        _converter.parser.blockprocessors.deregister("code")
    return _converter.reset()


def to_html(source: Source) -> tuple[tuple[Block, ...], list[Finding]]:
    """The sanitised top-level blocks of the body, with citations linked, and what the gate refused."""
    body = clear(source.body)
    heading = _H1.match(body) if source.title else None
    marked = literal(_marked(body, source.links, heading.end() if heading else 0))
    clean, problems = None if heading and "<" in heading[0] else plain_html(marked), []
    if clean is None:
        clean, problems = _passed(marked, body, heading, source.stages)
    findings = [
        finding("C014", "warning" if one.comment else "error", source.place(one.offset or 0), removed=one.what) for one in problems
    ]
    if heading and title_key(heading[1]) != title_key(source.title):
        findings.append(finding("C013", "warning", source.place(heading.start(1)), heading=heading[1]))
    if source.prefix:
        clean = _NOTE.sub(rf"\1{source.prefix}", clean)
    html, broken = _relinked(clean, source)
    return tuple(part for block in blocks(_linked(html, source.links)) for part in _paragraphs(block)), findings + broken


def _paragraphs(block: Block) -> Iterator[Block]:
    """Lines pasted without empty lines between them are the paragraphs that ``text.paragraphs`` sees, unless a tag holds them together."""
    if block.tag != "p" or "\n" not in block.inner:
        yield block
        return
    lines = block.inner.split("\n")
    words = [plain(line).strip("\n") for line in lines]
    start = 0
    for end in range(1, len(lines) + 1):
        html = "\n".join(lines[start:end])
        if end == len(lines) or parted(words[end - 1], words[end : end + 2]) and _whole(html):
            yield paragraph(html.removesuffix("<br>"))
            start = end


def _whole(html: str) -> bool:
    """Every tag that is opened in it is closed in it."""
    tags = [match for match in ANY_TAG.finditer(html) if match[2] not in VOID]
    return 2 * sum(bool(match[1]) for match in tags) == len(tags)


def _passed(marked: str, body: str, heading: re.Match[str] | None, stages: Stages) -> tuple[str, list[Refused]]:
    """The HTML that passes the gate, and what of the body does not."""
    raw, problems = _converted(marked)
    with stages.stage("sanitise"):
        clean = sanitise(raw)
        if OPEN in clean:
            clean = _IN_TAG.sub(lambda tag: _STRIP.sub("", tag[0]), clean)
        problems += refused(body, _STRIP.sub("", raw))
        if all(one.comment for one in problems):
            problems += lost(_readable(body, heading), clean)
    return clean, problems


def _marked(body: str, links: Sequence[CitationLink], start: int) -> str:
    """The body from ``start`` on, with the places of the citations in it."""
    out: list[str] = []
    at = start
    for number, link in enumerate(links):
        if link.start >= at:
            out += [body[at : link.start], f"{OPEN}{number}{MIDDLE}", body[link.start : link.end], CLOSE]
            at = link.end
    return "".join(out) + body[at:]


def _readable(body: str, heading: re.Match[str] | None) -> str:
    """The body with blanks for what is not meant to stand in the text: its title, comments."""
    text = _blank(heading) + body[heading.end() :] if heading else body
    return comments.replaced(text, _blank)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _converted(text: str) -> tuple[str, list[Refused]]:
    if not tangled(text):
        try:
            return _markdown().convert(text), []
        except RecursionError:
            global _converter
            _converter = None
    paragraphs = (f"<p>{entities.escape(one)}</p>" for one in text.split("\n\n"))
    return "\n".join(paragraphs), [Refused(None, say("present.render.too_deep"))]


def _linked(html: str, links: Sequence[CitationLink]) -> str:
    """Marked spans become links; a span inside a link, or one that a tag cuts, stays text. No mark is left."""
    if not links:
        return html
    out: list[str] = []
    at = 0
    depth = _depth(html)
    opened: list[tuple[int, re.Match[str]]] = []
    for mark in _MARKED.finditer(html):
        out.append(html[at : mark.start()])
        at = mark.end()
        if mark[1] is not None:
            opened.append((len(out), mark))
            out.append("")
        elif opened:
            place, opening = opened.pop()
            number = int(opening[1])
            if number < len(links) and not depth(opening.start()) and not depth(mark.start()) and not _is_cut(html[opening.end() : mark.start()]):
                link = links[number]
                out[place] = f'<a class="cite" href="{entities.escape(link.href)}" title="{entities.escape(link.title)}">'
                out.append("</a>")
    out.append(html[at:])
    return "".join(out)


def _depth(html: str) -> Callable[[int], int]:
    """How many links and pieces of code a place lies in."""
    if "<a" not in html and "<code" not in html:
        return lambda at: 0
    changes = [(match.start(), -1 if match[1] else 1) for match in ANY_TAG.finditer(html) if match[2] in ("a", "code")]
    depths = [0, *accumulate(change for _, change in changes)]
    return lambda at: depths[bisect_left(changes, (at,))]


def _is_cut(html: str) -> bool:
    """Whether it holds a tag that begins or ends more than words."""
    return "<" in html and any(match[2] not in _INLINE for match in ANY_TAG.finditer(html))


_INLINE = frozenset({"b", "em", "strong", "i", "u", "br", "span", "sup", "sub", "mark", "code"})


def _relinked(html: str, source: Source) -> tuple[str, list[Finding]]:
    """Relative links of the author lead to addresses; one that leads nowhere is a finding and becomes text."""
    findings: list[Finding] = []

    def link(match: re.Match[str]) -> str:
        address = entities.unescape(match[2])
        if not address or re.match(r"[a-z][a-z0-9+.-]*:|#", address, re.I):
            return match[0]
        found = source.resolve(address)
        if found is None:
            offset = source.body.find(address)
            findings.append(finding("S002", "error", source.place(max(offset, 0)), address=address))
            return ""
        return match[1] + entities.escape(found) + match[3]

    return _LINKING.sub(lambda tag: _LINK.sub(link, tag[0]), html), findings
