"""Web addresses in Markdown: as the destination of a link, in angle brackets, in an attribute of HTML, and bare."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

_ADDRESS = re.compile(
    r"""
    (?:(?<=<)|(?<=["']))  (?P<closed> https?://[^\s<>"']+ ) (?=[>"'])         # <address>, href="address"
    | (?<=\]\()           (?P<linked> https?://(?:[^\s<>()]|\([^\s<>()]*\))+ )  # [text](address
    | (?<=\]:[ ])         (?P<defined> https?://[^\s<>]+ )                     # [name]: address
    | (?<![A-Za-z0-9])    (?P<bare> https?://[A-Za-z0-9\[](?:\\(?=[!-/:-@\[-`{-~])|[!#-;=?-\[\]^_a-z~%]){0,2000} )
    """,
    re.X | re.I,
)
"""A bare address ends where its ASCII ends: in 见http://a.example/b查询 nobody can tell whether 查询 belongs to it."""
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_PAIRS = (("(", ")"), ("[", "]"))


def find(markdown: str) -> Iterator[tuple[int, str]]:
    """(start, address), in their order. What stands in a comment is not part of the text."""
    if "://" not in markdown:
        return
    for match in _ADDRESS.finditer(_without_comments(markdown)):
        address = _without_closing(match[0]) if match["bare"] else match[0]
        yield match.start(), html.unescape(_ESCAPE.sub(r"\1", address))


def _without_comments(markdown: str) -> str:
    """With blanks in their place."""
    pieces, at = [], 0
    while (start := markdown.find("<!--", at)) >= 0 and (end := markdown.find("-->", start)) >= 0:
        pieces += [markdown[at:start], " " * (end + 3 - start)]
        at = end + 3
    return "".join(pieces) + markdown[at:]


def _without_closing(address: str) -> str:
    """Marks at the end belong to the sentence, and brackets that were opened before the address."""
    while True:
        short = address.rstrip(".,;:!?'*_~")
        for opening, closing in _PAIRS:
            if short.endswith(closing) and short.count(closing) > short.count(opening):
                short = short[:-1]
        if short == address:
            return address
        address = short
