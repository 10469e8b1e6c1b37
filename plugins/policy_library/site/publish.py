"""From a finished staging folder to the published site: check what was built, keep the contract of addresses, swap.

A failed build leaves the last good site as it was. The new site appears at once or not at all: by one rename of a symbolic
link where the site is one, by an exchange of folders where the system has it. Where it has neither (Windows, macOS, some
network file systems), two renames leave a moment without a site; make the site's path a link there.
"""

from __future__ import annotations

import ctypes
import errno
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree

from .manifest import MARKER

AT_FDCWD = -100
RENAME_EXCHANGE = 2


# ── Drawings ──────────────────────────────────────────────────────────────────

_RUNS = {"script", "foreignobject", "iframe", "embed", "object", "handler", "listener"}
_PICTURES = re.compile(r"#|data:image/(?:png|jpeg|gif|webp);", re.I)


def active_drawings(site: Path, files: Iterable[str]) -> Iterator[str]:
    """SVG files that would run something when opened by themselves, where no policy of a page holds them."""
    for name in sorted(files):
        if name.lower().endswith(".svg") and _runs((site / name).read_bytes()):
            yield name


def _runs(drawing: bytes) -> bool:
    try:
        text = drawing.decode("utf-8-sig")
    except UnicodeDecodeError:
        return True
    if re.search(r"<!(?:DOCTYPE|ENTITY)|<\?xml-stylesheet", text, re.I):
        return True
    try:
        elements = list(ElementTree.fromstring(text.encode()).iter())
    except ElementTree.ParseError:
        return True
    return any(_local(one.tag) in _RUNS or any(_acts(_local(name), value) for name, value in one.items()) for one in elements)


def _acts(name: str, value: str) -> bool:
    if name == "attributename":
        return _local(value.rpartition(":")[2]).startswith(("on", "href"))
    return name.startswith("on") or name in ("href", "src") and not _PICTURES.match(value.strip())


def _local(name: object) -> str:
    """Without its namespace; the name of a comment is no string."""
    return name.rpartition("}")[2].lower() if isinstance(name, str) else ""


# ── The contract of addresses ─────────────────────────────────────────────────


def read_lock(path: Path) -> dict[str, tuple[str, ...]]:
    """Address → anchors; see ``write_lock``."""
    return {address: tuple(anchors) for _, (address, *anchors) in _locked(path)}


def line_numbers(path: Path) -> dict[str, int]:
    """Address → its line in the lock."""
    return {address: number for number, (address, *_) in _locked(path)}


def _locked(path: Path) -> Iterator[tuple[int, list[str]]]:
    if path.exists():
        for number, line in enumerate(path.read_text("utf-8-sig").splitlines(), 1):
            if line.startswith("/"):  # neither a comment nor a mark of a merge
                yield number, line.split("\t")


def write_lock(path: Path, addresses: Mapping[str, tuple[str, ...]]) -> None:
    """One line an address, its anchors behind it, sorted, so that two branches seldom touch the same line."""
    lines = ["; Published addresses and anchors. Kept by `policy build`; a line leaves only with a redirect or a reason."]
    lines += ["\t".join((address, *anchors)) for address, anchors in sorted(addresses.items())]
    replace_file(path, "\n".join(lines) + "\n")


def dropped(locked: Mapping[str, tuple[str, ...]], built: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str | None]]:
    """What was published and is no more: (address, None) for a page, (address, anchor) for a place in it."""
    for address, anchors in locked.items():
        if address not in built:
            yield address, None
        else:
            yield from ((address, anchor) for anchor in anchors if anchor not in built[address])


def merged(
    locked: Mapping[str, tuple[str, ...]], built: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """What is promised from now on: all that is built, and what was promised and let go with a reason."""
    whole = dict(locked)
    for address, anchors in built.items():
        whole[address] = tuple(dict.fromkeys((*anchors, *locked.get(address, ()))))
    return whole


def replace_file(path: Path, content: str) -> None:
    """Whole or not at all."""
    if path.exists() and path.read_text("utf8") == content:
        return
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf8", newline="\n") as file:
            file.write(content)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


# ── The swap ──────────────────────────────────────────────────────────────────


class Unusable(Exception):
    """The place for the site holds something that is none of ours."""


def stage(site: Path) -> Path:
    """An empty folder beside the site, on the same file system. Left-overs of killed builds go first."""
    site.parent.mkdir(parents=True, exist_ok=True)
    _check(site)
    ours = re.compile(rf"\.{re.escape(site.name)}-(\d+)-[a-z0-9_]{{8}}(?:\.old|\.link)?")
    for old in list(site.parent.iterdir()):
        match = ours.fullmatch(old.name)
        if not match or _alive(int(match[1])):
            continue
        if old.is_symlink():
            old.unlink(missing_ok=True)
        elif not (site.exists() and old.samefile(site)):
            shutil.rmtree(old, ignore_errors=True)
    return Path(tempfile.mkdtemp(dir=site.parent, prefix=f".{site.name}-{os.getpid()}-"))


def _check(site: Path) -> None:
    if site.exists() and not site.is_dir():
        raise Unusable("不是文件夹")
    if site.is_dir() and any(site.iterdir()) and not (site / MARKER).exists():
        raise Unusable("里面有不是本工具生成的文件")


def _alive(pid: int) -> bool:
    """Whether the process that made a staging folder still runs."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def swap(staging: Path, site: Path) -> Path | None:
    """The staged site, its manifest in it, takes the place of the old one. Gives where that is now; None where there was none."""
    _check(site)
    os.chmod(staging, 0o755)
    if site.is_symlink():
        old = site.resolve()
        link = staging.with_name(staging.name + ".link")
        link.symlink_to(staging.name, target_is_directory=True)
        os.replace(link, site)
        return old if old.is_dir() else None
    elif _moved(staging, site):
        return None
    elif _exchange(staging, site):
        old = staging
    else:
        old = staging.with_name(staging.name + ".old")
        os.rename(site, old)
        try:
            os.rename(staging, site)
        except OSError:
            os.rename(old, site)
            raise
    return old


def _moved(staging: Path, site: Path) -> bool:
    """To where no site is; False where one is, such as that of a build that was quicker."""
    if site.exists() and any(site.iterdir()):
        return False
    try:
        os.rename(staging, site)
    except OSError as error:
        if error.errno in (errno.ENOTEMPTY, errno.EEXIST):
            return False
        raise
    return True


def _exchange(one: Path, other: Path) -> bool:
    """Both folders change places in one step; False where the system cannot."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):
        return False
    if rename(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code), str(other))
