"""The same content and the same day give the same bytes, wherever, whenever and in whatever order."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import policy_library
import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
PACKAGE = Path(policy_library.__file__).parent

ANOTHER_DAY = '''
"""Moves the clock of a process: what it reads is a day and some hours ahead."""
import datetime, time

SHIFT = 100_000
real_time, real_now = time.time, datetime.datetime.now
time.time = lambda: real_time() + SHIFT

class Kind(type):
    def __instancecheck__(cls, one):
        return isinstance(one, real)

real = datetime.datetime

class Shifted(real, metaclass=Kind):
    @classmethod
    def now(cls, tz=None):
        return real_now(tz) + datetime.timedelta(seconds=SHIFT)

    @classmethod
    def utcnow(cls):
        return real_now(datetime.timezone.utc).replace(tzinfo=None) + datetime.timedelta(seconds=SHIFT)

datetime.datetime = Shifted
'''


@dataclass(frozen=True)
class Clone:
    root: Path
    environment: dict[str, str]

    def run(self, *arguments: str) -> str:
        """Python with these arguments, with nothing of the surroundings but the path."""
        paths = [self.environment.get("PYTHONPATH"), str(PACKAGE.parent)]
        environment = {
            "PATH": os.environ["PATH"], "HOME": str(self.root.parent), **self.environment, "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        }
        result = subprocess.run([sys.executable, *arguments], cwd=self.root, env=environment, capture_output=True, text=True, timeout=300, check=False)
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout


def clone(root: Path, *, backwards: bool) -> Path:
    """Content and configuration, the files created in the order of their names or the other way round."""
    files = sorted(path for path in (REPOSITORY / "content").rglob("*") if path.is_file())
    for path in reversed(files) if backwards else files:
        target = root / path.relative_to(REPOSITORY)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    shutil.copyfile(REPOSITORY / "mkdocs.yml", root / "mkdocs.yml")
    return root


@pytest.fixture(scope="module")
def clones(tmp_path_factory: pytest.TempPathFactory) -> tuple[Clone, Clone]:
    base = tmp_path_factory.mktemp("clones")
    clock = base / "clock"
    clock.mkdir()
    (clock / "sitecustomize.py").write_text(ANOTHER_DAY)
    here = Clone(clone(base / "a", backwards=False), {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"})
    there = Clone(
        clone(base / "b" / "much deeper" / "政策库", backwards=True),
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "LC_ALL": "C", "PYTHONUTF8": "1", "PYTHONPATH": str(clock), "COLUMNS": "40"},
    )
    for one in (here, there):
        one.run("-m", "policy_library.cli", "build")
    return here, there


def test_the_clocks_are_a_day_apart(clones: tuple[Clone, Clone]) -> None:
    """Or the comparison proves less than it says."""
    ask = "import datetime, time; print(datetime.datetime.now(datetime.timezone.utc).timestamp(), time.time(), datetime.date.today().toordinal())"
    (now, ticks, day), (later, later_ticks, later_day) = ([float(word) for word in one.run("-c", ask).split()] for one in clones)
    assert later - now > 86_400 and later_ticks - ticks > 86_400 and later_day > day


def test_two_builds_are_the_same_byte_for_byte(clones: tuple[Clone, Clone]) -> None:
    here, there = clones
    result = subprocess.run(["diff", "-r", str(here.root / "site"), str(there.root / "site")], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout[:2000]) == (0, "")
    assert len(list((here.root / "site").rglob("*.html"))) > 100


def test_the_addresses_are_kept_the_same(clones: tuple[Clone, Clone]) -> None:
    assert (clones[0].root / "addresses.lock").read_bytes() == (clones[1].root / "addresses.lock").read_bytes()


def test_the_map_of_the_site_bears_the_days_of_its_documents(clones: tuple[Clone, Clone]) -> None:
    site = clones[0].root / "site"
    days = set(re.findall(r"<lastmod>(.*?)</lastmod>", (site / "sitemap.xml").read_text("utf8")))
    assert len(days) > 5 and max(days) == "2026-11-20"


def test_nothing_of_the_machine_is_in_the_site(clones: tuple[Clone, Clone]) -> None:
    words = [str(clones[1].root).encode(), "政策库/".encode(), str(REPOSITORY).encode()]
    for path in (clones[1].root / "site").rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            data = gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
            assert not [word for word in words if word in data] and not re.search(rb"\.site-\d+-", data), path


def test_another_day_is_another_site(clones: tuple[Clone, Clone]) -> None:
    """The day is what a site depends on, and is given, not read from the clock."""
    there = clones[1]
    there.run("-m", "policy_library.cli", "build", "--today", "2026-12-31", "--site", "later")
    assert "2026年12月31日" in (there.root / "later/index.html").read_text("utf8")


CLOCKS = re.compile(r"\b(?:date\.today|datetime\.(?:now|today|utcnow)|time\.(?:time|localtime|strftime)|fromtimestamp|st_[mac]time|getmtime)\b|(?<!\.)\bnow\(\)")


def test_one_place_looks_at_the_clock() -> None:
    found = {
        path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py") if CLOCKS.search(path.read_text("utf8"))
    }
    assert found == {"settings.py"}
