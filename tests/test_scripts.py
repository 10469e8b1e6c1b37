"""The entry scripts say what is missing, and the lock files say exactly what is installed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tomllib
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

REPOSITORY = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
COMMANDS = ("scripts/build", "scripts/test", "scripts/lock", "scripts/bench-pages", "scripts/bench-workers", ".ci/run")
SHELL = (*COMMANDS, "scripts/setup.sh", "scripts/needs.sh")
LOCKS = ("build", "test", "dask", "node")
PIN = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;]+)(?: ; (?P<marker>[^\\]+))? \\$", re.MULTILINE
)
HOST = re.compile(r"\b[a-z0-9-]+\.(?:org|com|net|io|dev|cn|local|internal)\b", re.IGNORECASE)


def lock(name: str) -> str:
    return (REPOSITORY / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


def pins(name: str) -> dict[str, set[str]]:
    """Name → versions; a package may be pinned twice, for different Pythons."""
    found: dict[str, set[str]] = {}
    for pin in PIN.finditer(lock(name)):
        found.setdefault(canonicalize_name(pin["name"]), set()).add(pin["version"])
    return found


def declared(*groups: str) -> list[Requirement]:
    lines = PROJECT["project"]["dependencies"] if "build" in groups else []
    given = PROJECT["dependency-groups"] | PROJECT["project"]["optional-dependencies"]
    return [Requirement(line) for group in groups for line in (*lines, *given[group])]


@pytest.mark.parametrize("script", SHELL)
def test_the_shell_can_read_it(script: str) -> None:
    checked = subprocess.run(["bash", "-n", REPOSITORY / script], check=False, capture_output=True, text=True)
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize("script", COMMANDS)
def test_it_is_executable(script: str) -> None:
    assert os.access(REPOSITORY / script, os.X_OK)


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_no_address(name: str) -> None:
    text = "\n".join(line for line in lock(name).splitlines() if not line.startswith("#"))
    assert not re.search(r"[/@]|file:", text)
    assert not HOST.search(lock(name))


def test_the_lock_of_lighthouse_holds_no_address_and_every_hash() -> None:
    text = (REPOSITORY / "scripts/lighthouse/package-lock.json").read_text(encoding="utf-8")
    assert "://" not in text
    packages = json.loads(text)["packages"]
    assert all("integrity" in package and "resolved" not in package for place, package in packages.items() if place)


@pytest.mark.parametrize("name", LOCKS)
def test_every_line_of_a_lock_is_a_version_with_hashes(name: str) -> None:
    entries = re.split(r"\n(?=[A-Za-z])", re.sub(r"^#.*\n", "", lock(name), flags=re.MULTILINE).strip())
    for entry in entries:
        assert PIN.match(entry) and re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry


@pytest.mark.parametrize(
    ("name", "groups"), [("build", ["build"]), ("test", ["build", "test"]), ("dask", ["build", "dask"]), ("node", ["node"])]
)
def test_what_is_declared_is_locked(name: str, groups: list[str]) -> None:
    locked = pins(name)
    for requirement in declared(*groups):
        versions = locked[canonicalize_name(requirement.name)]
        assert all(requirement.specifier.contains(Version(version)) for version in versions), requirement


def test_tests_run_with_the_versions_that_build() -> None:
    tested = pins("test")
    assert {name: tested.get(name) for name in pins("build")} == pins("build")


def test_a_cluster_works_with_the_versions_that_build_and_that_are_tested() -> None:
    locked, known = pins("dask"), pins("build") | pins("test")
    assert pins("build").keys() <= locked.keys()
    assert {name: versions for name, versions in locked.items() if name in known} == {name: versions for name, versions in known.items() if name in locked}


def test_what_is_locked_runs_on_the_oldest_python_that_we_promise() -> None:
    oldest = PROJECT["project"]["requires-python"].removeprefix(">=") + ".0"
    for name, versions in pins("test").items():
        with suppress(PackageNotFoundError):  # a package for other systems
            found = metadata(name)
            if found["Version"] in versions:
                assert SpecifierSet(found.get("Requires-Python", "")).contains(oldest), name


def test_the_build_backend_is_locked() -> None:
    for line in PROJECT["build-system"]["requires"]:
        assert canonicalize_name(Requirement(line).name) in pins("build")


class Machine:
    """A machine with nothing but the shell's own tools and the commands that a test puts there."""

    TOOLS = ("bash", "env", "dirname", "realpath", "cat", "sha256sum", "timeout", "ls", "mktemp", "rm", "wc")

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bin = folder / "bin"
        self.bin.mkdir()
        for tool in self.TOOLS:
            (self.bin / tool).symlink_to(shutil.which(tool) or pytest.fail(f"no {tool}"))

    def command(self, name: str, script: str) -> None:
        (self.bin / name).write_text(f"#!/bin/sh\n{script}\n")
        (self.bin / name).chmod(0o755)

    def run(self, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
        home = str(self.folder)
        environment = {"PATH": str(self.bin), "HOME": home, "POLICY_VENV": f"{home}/venv"}
        return subprocess.run(
            command,
            cwd=REPOSITORY,
            env=environment | variables,
            capture_output=True,
            check=False,
            text=True,
            timeout=120,
        )

    def needs(self, function: str, **variables: str) -> subprocess.CompletedProcess[str]:
        script = f"set -euo pipefail; source scripts/setup.sh; source scripts/needs.sh; {function}"
        return self.run("bash", "-c", script, **variables)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    machine = Machine(tmp_path)
    machine.command("id", "echo 1000")
    return machine


@pytest.mark.parametrize("script", ["scripts/build", "scripts/test"])
def test_without_python_it_says_which_is_needed(machine: Machine, script: str) -> None:
    ended = machine.run(f"./{script}")
    assert ended.returncode == 3
    assert "Python 3.11 or newer is needed; found: none" in ended.stderr
    assert "sudo apt-get install python3 python3-venv" in ended.stderr


def test_an_old_python_is_named(machine: Machine) -> None:
    machine.command("python3", '[ "$1" = --version ] && echo Python 3.9.2 || exit 1')
    ended = machine.run("./scripts/build")
    assert ended.returncode == 3
    assert "found: Python 3.9.2" in ended.stderr


def test_without_the_venv_module_it_names_the_package(machine: Machine) -> None:
    machine.command("python3.12", 'case "$2" in *ensurepip*) exit 1;; esac')
    ended = machine.run("./scripts/build")
    assert ended.returncode == 3
    assert "sudo apt-get install python3.12-venv" in ended.stderr


def test_a_folder_that_is_no_environment_is_not_emptied(machine: Machine, tmp_path: Path) -> None:
    precious = tmp_path / "home" / "letters.txt"
    precious.parent.mkdir()
    precious.touch()
    ended = machine.run("./scripts/build", POLICY_VENV=str(precious.parent))
    assert ended.returncode == 3
    assert "is no Python environment" in ended.stderr
    assert precious.exists()


def test_a_missing_browser_is_named_with_its_mend(machine: Machine) -> None:
    machine.command("chromium-browser", "echo 'needs a snap' >&2; exit 1")  # Ubuntu's stub
    ended = machine.needs("need_chromium")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "Missing: a browser" in ended.stderr
    assert "sudo apt-get install chromium" in ended.stderr


def test_the_browser_asked_for_is_used_or_refused(machine: Machine) -> None:
    machine.command("chromium", "exit 0")
    machine.command("mine", "exit 0")
    assert machine.needs("need_chromium", POLICY_CHROMIUM="mine").stdout.strip() == str(machine.bin / "mine")
    assert machine.needs("need_chromium").stdout.strip() == str(machine.bin / "chromium")
    refused = machine.needs("need_chromium", POLICY_CHROMIUM="/no/such")
    assert refused.returncode == 1
    assert "$POLICY_CHROMIUM (/no/such) does not run" in refused.stderr


def test_root_gets_the_browser_from_the_system(machine: Machine) -> None:
    browser, calls = machine.bin / "chromium", machine.folder / "calls"
    machine.command("id", "echo 0")
    machine.command(
        "apt-get",
        f"""echo "$DEBIAN_FRONTEND $*" >>{calls}
        case "$*" in
            *update*) : >{calls}.updated ;;
            *install*) [ -e {calls}.updated ] && : >{browser} && {shutil.which("chmod")} +x {browser} ;;
        esac""",
    )
    ended = machine.needs("need_chromium")
    assert ended.stdout.strip() == str(browser)
    install, update, again = calls.read_text().splitlines()
    assert install == again
    assert install.startswith("noninteractive ")
    assert install.endswith("install --yes --no-install-recommends chromium")
    assert update.endswith(" update")


def test_a_missing_chinese_font_is_named_with_its_mend(machine: Machine) -> None:
    ended = machine.needs("need_chinese_font")
    assert ended.returncode == 1
    assert "sudo apt-get install fontconfig fonts-noto-cjk" in ended.stderr


def test_an_old_node_does_not_count(machine: Machine) -> None:
    machine.command("node", "exit 1")
    machine.command("nodejs", "exit 0")
    assert machine.needs("need_node").stdout.strip() == str(machine.bin / "nodejs")
