"""Pages that say "there is nothing here" with status 200. The words are in text/data/missing_pages.yml.

A host's answer for an address that surely does not exist is not compared: the sites that do things online send one and the same
page for every address and fill it in by script, so all their good links would look broken.
"""

from __future__ import annotations

import functools
import re
from typing import Literal

from yarl import URL

from policy_library.text.data import load

from .pages import Page

SHORT = 400
"""Characters that a reader sees. A notice about pages that cannot be found is longer."""
FRONT = re.compile(r"/?|/(?:index|default|home|main)(?:\.\w{2,5})?", re.I)
FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|zip|rar|7z|csv|mp4|mp3)", re.I)
_PARTS = re.compile(r"\s*[-_|·—–－｜:：>»/,，。!！]+\s*")
_MARKS = re.compile(r"[\W_]+")

Missing = Literal["soft-404", "front-page", "page-for-file", "empty"]


@functools.cache
def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{entry['pattern']})" for entry in load("missing_pages")[kind]), re.I)


def missing_title(title: str) -> bool:
    return any(_pattern("titles").fullmatch(_bare(part)) for part in (title, *_PARTS.split(title)))


def missing_text(words: str) -> bool:
    return len(words) <= SHORT and bool(_pattern("texts").search(_bare(words)))


def missing_path(url: URL) -> bool:
    return bool(_pattern("paths").fullmatch(url.name))


def is_file(url: URL) -> bool:
    return bool(FILE.fullmatch(url.suffix))


def is_front_page(url: URL) -> bool:
    return not url.query_string and bool(FRONT.fullmatch(url.path))


def missing(asked: URL, answered: URL, page: Page | None) -> Missing | None:
    """What an answer with status 200 lacks. ``page``: None where the answer is no page, or was not looked at."""
    if asked != answered and missing_path(answered) and not missing_path(asked):
        return "soft-404"
    if is_front_page(answered) and not is_front_page(asked):
        return "front-page"
    if page is None:
        return None
    if missing_title(page.title) or missing_text(page.words):
        return "soft-404"
    if is_file(asked):
        return "page-for-file"
    return None if page.words or page.alive else "empty"


def _bare(words: str) -> str:
    return _MARKS.sub("", words).lower()
