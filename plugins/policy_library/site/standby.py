"""Two folders that take turns at being the site, so that a build writes what changed and nothing else.

What is the same in both is one file with two names. The one that waits is only a help: it is looked through before it is used,
and whatever is not as it should be (a killed build, somebody's hand) is put right; where there is none, a new one is filled.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

Stamp = tuple[str, int, int, int, int]
"""(path, size, time of writing, time of change in ns, inode): a file that still has these was not touched since its bytes were
looked at. The time of writing alone is anybody's to set."""


class Replaced(Exception):
    """Another build put its own site in the place of the last one."""


def stamped(folder: Path, path: str) -> Stamp | None:
    try:
        state = os.stat(f"{folder}/{path}", follow_symlinks=False)
    except OSError:
        return None
    return path, state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino


def take(site: Path) -> Path:
    """The folder that waits, or an empty one; nobody else has it from now on."""
    folder = Path(tempfile.mkdtemp(dir=site.parent, prefix=f".{site.name}-{os.getpid()}-"))
    waiting = _waiting(site)
    if waiting.is_dir() and not waiting.is_symlink():
        folder.rmdir()  # Windows puts no folder in the place of another
        with suppress(OSError):
            os.rename(waiting, folder)
        folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def leave(folder: Path, site: Path, made: Collection[str], gone: Collection[str]) -> None:
    """The folder that was the site waits as what the site is now, which differs from it in these files; where that cannot be had, it goes."""
    try:
        if any(os.path.islink(folder / path) for path in _folders([*made, *gone])):
            raise OSError(errno.ELOOP, "somebody's link")  # what lies behind it is not ours
        for path in gone:
            (folder / path).unlink(missing_ok=True)
        for path in made:
            (folder / path).unlink(missing_ok=True)
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            os.link(site / path, folder / path)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
    else:
        clear(site)  # what another build left is of an earlier site
        give_back(folder, site)


def clear(site: Path, *folders: Path | None) -> None:
    """Nothing waits: what a standby holds might be public no more."""
    for folder in (_waiting(site), *folders):
        if folder:
            shutil.rmtree(folder, ignore_errors=True)


def give_back(folder: Path, site: Path) -> None:
    """As it is, for the next build to put right."""
    try:
        os.rename(folder, _waiting(site))
    except OSError:  # another build's waits there
        shutil.rmtree(folder, ignore_errors=True)


def _waiting(site: Path) -> Path:
    return site.with_name(f".{site.name}-standby")


def mirror(folder: Path, source: Path, wanted: Mapping[str, Stamp]) -> list[Stamp]:
    """Makes ``folder`` hold these files of ``source`` and nothing else: as further names of the same files, or as copies where the
    system has no such names. Gives how those are now that it had to add. Raises ``Replaced`` where one is not what was looked at."""
    files, folders = _held(folder)
    for path, inode in files.items():
        if path not in wanted or wanted[path][4] != inode:
            os.unlink(folder / path)
    needed = _folders(wanted)
    for path in reversed(folders):
        if path not in needed:
            os.rmdir(folder / path)
    for path in needed - set(folders):
        (folder / path).mkdir(parents=True, exist_ok=True)
    added = []
    for path, stamp in wanted.items():
        if files.get(path) != stamp[4]:
            _take_over(source / path, folder / path)
            found = stamped(folder, path)
            if found is None or found[:3] != stamp[:3]:
                raise Replaced
            added.append(found)
    return added


def move(source: Path, paths: Iterable[str], folder: Path) -> None:
    """Files of one folder into another, on the same file system."""
    paths = list(paths)
    for path in _folders(paths):
        (folder / path).mkdir(parents=True, exist_ok=True)
    for path in paths:
        os.replace(source / path, folder / path)


def _held(folder: Path) -> tuple[dict[str, int], list[str]]:
    """Path → inode of all that is no folder; folders, each before those in it."""
    files: dict[str, int] = {}
    folders: list[str] = []
    waiting = [""]
    while waiting:
        below = waiting.pop()
        with os.scandir(os.path.join(folder, below)) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(below + entry.name)
                    waiting.append(f"{below}{entry.name}/")
                else:
                    files[below + entry.name] = entry.inode()
    return files, folders


def _folders(paths: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def _take_over(file: Path, target: Path) -> None:
    try:
        os.link(file, target)
    except FileNotFoundError as error:
        raise Replaced from error
    except OSError:
        shutil.copy2(file, target)
