"""Every link of every built page into the site itself leads somewhere.

Pages that stay as they were, in a site all of whose links led somewhere, need not be followed again, unless something is gone
to which they may lead.
"""

from __future__ import annotations

import html
import os
import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

from policy_library.search.files import FOLDER as INDEX
from policy_library.work.memory import Memory, digest

from . import manifest

KIND = "links"
TOGETHER = 500
"""Pages whose links are looked up together."""
SCRIPTED = "\0"

_TAG = re.compile(r"<[a-z][a-z0-9]*\s[^>]*>")
_ATTRIBUTE = re.compile(r'\s(id|href|src|poster)="([^"]*)"')
_SCRIPTED = ("javascript", "vbscript", "data", "file", "blob")


@dataclass(frozen=True)
class BrokenLink:
    page: str
    target: str
    anchor: bool
    """The page is there, the place in it is not."""


@dataclass(frozen=True)
class Links:
    """What a page offers to links, and where its own lead."""

    ids: frozenset[str]
    wanted: tuple[tuple[str, str, str], ...]
    """(address as written, file below the site, place in it); no file for an address that would run a script."""


@dataclass(frozen=True)
class Before:
    """The site that is replaced. It was published, so its links led somewhere."""

    folder: Path
    files: Mapping[str, str]
    """Path → digest."""
    kept: Set[str]
    """The files that the new site takes over."""


def broken(site: Path, files: Mapping[str, str], root: str, memory: Memory, before: Before | None = None) -> list[BrokenLink]:
    """Page by page. ``files`` are all of the site, with their digests; ``root`` is its path on its host, such as /library/."""
    pages = [path for path in files if path.endswith(".html")]
    look = partial(_looked_up, site, files, root, memory)
    if before is None or _is_something_gone(site, files, root, before):
        return _followed(look(pages), files.keys(), lambda led_to: ())
    memory.still(KIND, (_key(path, files, root) for path in pages))
    made = [path for path in pages if path not in before.kept]
    return _followed(look(made), files.keys(), lambda led_to: look([path for path in pages if path in led_to and path in before.kept]))


def links_of(page: str, text: str, root: str) -> Links:
    """``page``: its file below the site."""
    # Text that reads like an attribute is none; within a tag, > is written &gt;.
    attributes = dict.fromkeys(_ATTRIBUTE.findall("".join(_TAG.findall(text))))
    folder = os.path.dirname(page)
    wanted = []
    for address in dict.fromkeys(value for name, value in attributes if name != "id"):
        written, path, anchor = _parsed(address)
        if path is not None:
            wanted.append((written, _file(page, folder, path, root) if path is not SCRIPTED else "", anchor))
    return Links(frozenset(html.unescape(value) for name, value in attributes if name == "id"), tuple(wanted))


def _is_something_gone(site: Path, files: Mapping[str, str], root: str, before: Before) -> bool:
    """A file, or a place in a page. No page leads to files of the search, whose names go with their content."""
    for path, held in before.files.items():
        if path not in files:
            if not path.startswith(INDEX):
                return True
        elif path not in before.kept and path.endswith(".html"):
            try:
                old = (before.folder / path).read_bytes()
            except OSError:
                return True
            if manifest.digest(old) != held:
                return True
            new = (site / path).read_text("utf8")
            if links_of(path, old.decode("utf8", "replace"), root).ids - links_of(path, new, root).ids:
                return True
    return False


def _looked_up(site: Path, files: Mapping[str, str], root: str, memory: Memory, pages: list[str]) -> Iterator[tuple[str, Links]]:
    """Of each page; what an earlier run found in the same bytes need not be looked for again."""
    for start in range(0, len(pages), TOGETHER):
        keys = {path: _key(path, files, root) for path in pages[start : start + TOGETHER]}
        known = memory.known(KIND, list(keys.values()))
        for path, key in keys.items():
            if (links := known.get(key)) is None:
                links = links_of(path, (site / path).read_text("utf8"), root)
                memory.keep(KIND, key, links)
            yield path, links


def _key(path: str, files: Mapping[str, str], root: str) -> str:
    return digest(files[path], path, root)


def _followed(
    pages: Iterable[tuple[str, Links]], files: Set[str], others: Callable[[Set[str]], Iterable[tuple[str, Links]]],
) -> list[BrokenLink]:
    """``others``: of some files, those that are pages and not among ``pages``."""
    ids: dict[str, Collection[str]] = {}
    found: list[tuple[str, int, BrokenLink]] = []
    asked: list[tuple[str, int, str, str, str]] = []  # of other pages, which may come later; the links of all pages together are too many to hold
    for page, links in pages:
        ids[page] = tuple(map(sys.intern, links.ids))
        for number, (written, file, anchor) in enumerate(links.wanted):
            if file not in files:
                found.append((page, number, BrokenLink(page, written, anchor=False)))
            elif anchor and (file != page or anchor not in links.ids) and not anchor.startswith(":~:"):
                asked.append((page, number, written, sys.intern(file), sys.intern(anchor)))
    ids |= {page: links.ids for page, links in others({file for _, _, _, file, _ in asked} - ids.keys())}
    for page, number, written, file, anchor in asked:
        if anchor not in ids.get(file, (anchor,)):
            found.append((page, number, BrokenLink(page, written, anchor=True)))
    return [one for _, _, one in sorted(found, key=lambda one: one[:2])]


@lru_cache(maxsize=65536)
def _parsed(address: str) -> tuple[str, str | None, str]:
    """(as written, path, anchor) of an address in HTML; no path where it leads to another host."""
    written = html.unescape(address)
    split = urlsplit(written)
    if split.scheme in _SCRIPTED:
        return written, SCRIPTED, ""
    if split.scheme or split.netloc:
        return written, None, ""
    return written, unquote(split.path), unquote(split.fragment)


def _file(page: str, folder: str, path: str, root: str) -> str:
    if not path:
        return page
    if path.startswith("/"):
        target = path.removeprefix(root) if path.startswith(root) else path.lstrip("/")
    else:
        target = os.path.normpath(os.path.join(folder, path))
        target = "" if target == "." else target + ("/" if path.endswith("/") or path in (".", "..") else "")
    return target + "index.html" if target == "" or target.endswith("/") else target
