"""Every link of every built page into the site itself leads somewhere.

Pages that stay as they were, in a site all of whose links led somewhere, need not be followed again, unless something is gone
to which they may lead.
"""

from __future__ import annotations

import html
import os
import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar
from urllib.parse import unquote, urlsplit

from policy_library.search.files import FOLDER as INDEX
from policy_library.work.memory import Memory, digest

from . import manifest

T = TypeVar("T", bound=Hashable)

KIND = "links"
TOGETHER = 500
"""Pages whose links are looked up together."""
SCRIPTED = "\0"

_TAG = re.compile(r"<[a-z][a-z0-9]*\s[^>]*>")
_ATTRIBUTE = re.compile(r' (id|href|src|poster)="([^"]*)"')
_BEHIND_ANY = re.compile(r'\s(id|href|src|poster)="([^"]*)"')
"""Where there are other blanks than one in any tag: a letter is looked for in half of the time that a class of letters takes."""
_OTHER_BLANKS = "\t\n\r\f"
_SCRIPTED = ("javascript", "vbscript", "data", "file", "blob")


@dataclass(frozen=True)
class BrokenLink:
    page: str
    target: str
    anchor: bool
    """The page is there, the place in it is not."""


@dataclass(frozen=True, slots=True)
class Links:
    """What a page offers to links, and where its own lead beside itself. Those of all pages are held at once: what is equal is one object."""

    ids: tuple[str, ...]
    wanted: tuple[tuple[str, str, str], ...]
    """(address as written, file below the site, place in it); no file for an address that would run a script."""


@dataclass(frozen=True)
class Before:
    """The site that is replaced. It was published, so its links led somewhere, as this very code follows them."""

    folder: Path
    files: Mapping[str, str]
    """Path → digest."""
    kept: Set[str]
    """The files that the new site takes over."""


def broken(
    site: Path, files: Mapping[str, str], root: str, memory: Memory, made: Mapping[str, Links] = MappingProxyType({}), before: Before | None = None,
) -> list[BrokenLink]:
    """Page by page. ``files`` are all of the site, with their digests; ``root`` is its path on its host, such as /library/;
    ``made``: what is known of pages already, as they were made."""
    pages = [path for path in files if path.endswith(".html")]
    look = partial(_looked_up, site, files, root, memory, made)
    if before is None or _is_something_gone(made, files, root, before):
        return _followed(look(pages), files.keys(), lambda led_to: ())
    memory.still(KIND, (_key(path, files, root) for path in pages))
    changed = [path for path in pages if path not in before.kept]
    return _followed(look(changed), files.keys(), lambda led_to: look([path for path in pages if path in led_to and path in before.kept]))


def links_of(page: str, text: str, root: str) -> Links:
    """``page``: its file below the site."""
    # Text that reads like an attribute is none; within a tag, > is written &gt;.
    tags = "".join(_TAG.findall(text))
    attribute = _BEHIND_ANY if any(blank in tags for blank in _OTHER_BLANKS) else _ATTRIBUTE
    attributes = dict.fromkeys(attribute.findall(tags))
    ids = dict.fromkeys(_shared(html.unescape(value)) for name, value in attributes if name == "id")
    folder = os.path.dirname(page)
    wanted = []
    for address in dict.fromkeys(value for name, value in attributes if name != "id"):
        written, path, anchor = _parsed(address)
        if path is not None:
            file = _file(page, folder, path, root) if path is not SCRIPTED else ""
            if file != page or (anchor and anchor not in ids):
                wanted.append(_shared((written, file, anchor)))
    return Links(tuple(ids), tuple(wanted))


@lru_cache(maxsize=1 << 16)
def _shared(one: T) -> T:
    return one


def _is_something_gone(made: Mapping[str, Links], files: Mapping[str, str], root: str, before: Before) -> bool:
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
            if not set(links_of(path, old.decode("utf8", "replace"), root).ids) <= set(made[path].ids):
                return True
    return False


def _looked_up(
    site: Path, files: Mapping[str, str], root: str, memory: Memory, made: Mapping[str, Links], pages: list[str],
) -> Iterator[tuple[str, Links]]:
    """Of each page; what an earlier run found in the same bytes need not be looked for again."""
    for start in range(0, len(pages), TOGETHER):
        keys = {path: _key(path, files, root) for path in pages[start : start + TOGETHER]}
        memory.still(KIND, keys.values())
        known = memory.look_up(KIND, [key for path, key in keys.items() if path not in made])
        for path, key in keys.items():
            links = made.get(path) or known.get(key)
            if links is None:
                links = links_of(path, (site / path).read_text("utf8"), root)
            if key not in known:
                memory.keep(KIND, key, links)
            yield path, links


def _key(path: str, files: Mapping[str, str], root: str) -> str:
    return digest(files[path], path, root)


def _followed(
    pages: Iterable[tuple[str, Links]], files: Set[str], others: Callable[[Set[str]], Iterable[tuple[str, Links]]],
) -> list[BrokenLink]:
    """``others``: of some files, those that are pages and not among ``pages``."""
    held = dict(pages)
    led_to = {file for links in held.values() for _, file, anchor in links.wanted if anchor}
    ids = {page: links.ids for page, links in (*held.items(), *others(led_to - held.keys()))}
    found = []
    for page, links in held.items():
        for written, file, anchor in links.wanted:
            if file not in files:
                found.append(BrokenLink(page, written, anchor=False))
            elif anchor and anchor not in ids.get(file, (anchor,)) and not anchor.startswith(":~:"):
                found.append(BrokenLink(page, written, anchor=True))
    return found


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
