"""Where a site can be put: a folder of this machine, or one of another machine over ssh. Both are locked while a site is
compared and exchanged, and both show the old site or the new one, never a part.

The other machine needs ssh, tar, flock and the mv of GNU or BusyBox. There the site's path is a symbolic link, renamed over
at once, to a folder beside it; a real folder of ours is turned into one the first time.
"""

from __future__ import annotations

import re
import secrets
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from policy_library.locale import text
from policy_library.site import publish
from policy_library.site.manifest import MARKER
from policy_library.site.publish import Unusable
from policy_library.site.record import FILE, Record, read

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


class Place(Protocol):
    def locked(self) -> AbstractContextManager[None]: ...
    def record(self) -> Record | None: ...
    def put(self, site: Path) -> None: ...


@dataclass(frozen=True)
class Folder:
    path: Path

    @contextmanager
    def locked(self) -> Iterator[None]:
        if fcntl is None:
            raise Unusable(text("deploy.no_flock"))
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with (self.path.parent / f".{self.path.name}.lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def record(self) -> Record | None:
        file = self.path / FILE
        return read(file.read_text("utf8", "replace")) if file.is_file() else None

    def put(self, site: Path) -> None:
        staging = publish.stage(self.path)
        try:
            shutil.copytree(site, staging, dirs_exist_ok=True)
            if old := publish.swap(staging, self.path):
                shutil.rmtree(old, ignore_errors=True)
        except BaseException:
            shutil.rmtree(staging, ignore_errors=True)
            raise


_HOLD = 'mkdir -p "$(dirname "$1")" && exec 9>>"$1.lock" && flock 9 && echo locked && exec cat >/dev/null'
_READ = 'if [ -f "$1" ]; then exec cat "$1"; fi'
_UNPACK = 'mkdir "$1" && exec tar -xzf - -C "$1"'
_SWITCH = f"""set -eu
if [ -d "$1" ] && [ ! -L "$1" ]; then
  if [ -n "$(ls -A "$1")" ] && [ ! -e "$1/{MARKER}" ]; then exit 65; fi
  mv "$1" "$1.site-before"
fi
ln -sfn "${{2##*/}}" "$1.link"
mv -fT "$1.link" "$1"
for old in "$1".site-*; do
  if [ "$old" != "$2" ]; then rm -rf "$old"; fi
done
"""
_NOT_OURS = 65


@dataclass(frozen=True)
class Remote:
    host: str
    path: str

    @contextmanager
    def locked(self) -> Iterator[None]:
        """The lock is held by a process there, which ends when its input does: also when this machine is lost."""
        with subprocess.Popen(self._command(_HOLD, self.path), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
            assert holder.stdin and holder.stdout
            try:
                if holder.stdout.readline() != "locked\n":
                    raise Unusable(text("deploy.no_lock", host=self.host))
                yield
            finally:
                holder.stdin.close()

    def record(self) -> Record | None:
        return read(self._run(_READ, f"{self.path}/{FILE}").stdout.decode("utf8", "replace"))

    def put(self, site: Path) -> None:
        there = f"{self.path}.site-{secrets.token_hex(6)}"
        with subprocess.Popen(["tar", "-czf", "-", "-C", str(site), "."], stdout=subprocess.PIPE) as packed:
            self._run(_UNPACK, there, stdin=packed.stdout)
        if packed.returncode:
            raise Unusable(text("deploy.not_packed", site=site))
        self._run(_SWITCH, self.path, there)

    def _command(self, script: str, *arguments: str) -> list[str]:
        return ["ssh", "-o", "BatchMode=yes", self.host, shlex.join(["sh", "-c", script, "sh", *arguments])]

    def _run(self, script: str, *arguments: str, stdin: IO[bytes] | None = None) -> subprocess.CompletedProcess[bytes]:
        done = subprocess.run(
            self._command(script, *arguments), stdin=stdin or subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False,
        )
        if done.returncode == _NOT_OURS:
            raise Unusable(text("deploy.not_ours"))
        if done.returncode:
            raise Unusable(text("deploy.ssh_failed", host=self.host, problem=done.stderr.decode("utf8", "replace").strip() or done.returncode))
        return done


_REMOTE = re.compile(r"(?P<host>[^/:]+):(?P<path>.+)")


def place(target: str) -> Place:
    """``host:path`` as ssh writes it, or a folder."""
    match = _REMOTE.fullmatch(target)
    return Remote(match["host"], match["path"].rstrip("/")) if match else Folder(Path(target))
