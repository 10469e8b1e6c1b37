"""Markdown that holds headings and paragraphs only, as nearly every official text does, without a parser.

Gives what Python-Markdown and the sanitiser would give, to the byte (a test compares both over real texts), in a
fiftieth of the time. Whatever might mean more than itself to either of them is left to them.
"""

from __future__ import annotations

import re

from .markup import LESS

_MARKS = re.compile(r"[\\`*_\[\]<&|\x00-\x09\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
"""Inline marks, tables, HTML, and what the sanitiser writes in another way."""
_STARTS = re.compile(r"\n[ ]*(?:[-+:=>]|\d+\.[ ])")
"""Of lists, rules, underlined headings, definitions, quotations."""
_HEADING = re.compile(r"(#{1,6})([^#]*)")


def plain_html(markdown: str) -> str | None:
    """The sanitised HTML of what ``markup.literal`` gives; None where Markdown has more to say."""
    if _MARKS.search(markdown) or "  \n" in markdown or _STARTS.search(f"\n{markdown}"):
        return None
    out: list[str] = []
    held: list[str] = []
    for line in markdown.replace(">", "&gt;").replace(LESS, "&lt;").split("\n"):
        if line.startswith("#"):
            heading = _HEADING.fullmatch(line)
            if heading is None:
                return None
            out += _paragraph(held)
            out.append(f"<h{len(heading[1])}>{heading[2].strip()}</h{len(heading[1])}>")
            held = []
        elif "#" in line:
            return None
        elif line.strip(" "):
            held.append(line)
        else:
            out += _paragraph(held)
            held = []
    return "\n".join([*out, *_paragraph(held)]).replace("\xa0", "&nbsp;")


def _paragraph(lines: list[str]) -> list[str]:
    text = "\n".join(lines).lstrip()
    return [f"<p>{text}</p>"] if text else []
