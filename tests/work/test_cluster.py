"""Work on a real Dask cluster of two workers, and on executors of other kinds: the site is the same, and what goes wrong is told."""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, get_args

import distributed
import pytest

import policy_library
from policy_library.cli.build import _workers
from policy_library.locale import text
from policy_library.work.cluster import Unusable, Why, cluster
from policy_library.work.memory import ENOUGH, Memory
from policy_library.work.processes import Serial

from checkout import Checkout, checkout, policy, tree
from errands import busy, dies_once

NOBODY = "tcp://127.0.0.1:9"
COMMIT = ("--commit", "0" * 40)
DOCUMENTS = 16


class Running:
    """Dask's own commands, in a folder. ``preload``: Python that each worker runs first; in it, SCHEDULER is the scheduler's process."""

    def __init__(self, folder: Path, preload: str = "", **environment: str) -> None:
        self.folder, self.contact, self.environment = folder, folder / "scheduler.json", environment
        self.processes: list[subprocess.Popen[bytes]] = []
        scheduler = self._run("scheduler", "--port", "0")
        (folder / "first.py").write_text(f"SCHEDULER = {scheduler.pid}\n{preload}\n", "utf8")

    def start(self, workers: int = 1, **environment: str) -> None:
        """Further workers, until they are there."""
        numbers = range(len(self.processes), len(self.processes) + workers)
        for _ in numbers:
            self._run("worker", "--nthreads", "1", "--no-nanny", "--preload", str(self.folder / "first.py"), **environment)
        self.wait(lambda: all(b"Registered to" in (self.folder / f"log-{number}").read_bytes() for number in numbers))

    def wait(self, ready: Callable[[], bool]) -> None:
        until = time.monotonic() + 30
        while not ready():
            assert time.monotonic() < until, [path.read_text("utf8") for path in self.folder.glob("log-*")]
            time.sleep(0.02)

    @property
    def address(self) -> str:
        self.wait(self.contact.exists)
        return str(json.loads(self.contact.read_text("utf8"))["address"])

    def _run(self, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        command = (sys.executable, "-m", "dask", *arguments, "--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(self.contact))
        given = {**os.environ, "PYTHONPATH": str(Path(__file__).parent), **self.environment, **environment}
        with (self.folder / f"log-{len(self.processes)}").open("wb") as log:
            self.processes.append(subprocess.Popen(command, stdout=log, stderr=log, env=given, cwd=self.folder))
        return self.processes[-1]


@contextmanager
def dask(folder: Path, workers: int = 2, preload: str = "", **environment: str) -> Iterator[Running]:
    started = Running(folder, preload, **environment)
    try:
        started.start(workers)
        yield started
    finally:
        for process in reversed(started.processes):
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with dask(tmp_path_factory.mktemp("dask")) as started:
        yield started


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """Enough for workers at every stage, and built by this machine's."""
    article = "按照《第{of}号停车办法》（云交〔2025〕{of}号）第二条的规定备案。" + "车辆停放有序，标线清楚，场地整洁。" * 160
    body = lambda number: "\n\n".join(f"第{word}条　{article.format(of=(number + place) % DOCUMENTS + 1)}" for place, word in enumerate("一二三四五六七八九十"))  # noqa: E731
    files = {
        f"policies/p{number}.md": policy(f"{body(number)}\n", title=f"第{number}号停车办法", number=f"云交〔2025〕{number}号") for number in range(1, DOCUMENTS + 1)
    }
    assert sum(map(len, files.values())) > ENOUGH
    made = checkout(tmp_path_factory.mktemp("pristine") / "checkout", files)
    done = made.policy("build", *COMMIT)
    assert done.returncode == 0, done.stderr
    return made


@pytest.fixture
def unbuilt(pristine: Checkout, tmp_path: Path) -> Checkout:
    return Checkout(Path(shutil.copytree(pristine.root, tmp_path / "checkout", ignore=shutil.ignore_patterns("site", ".cache", "addresses.lock"))))


def in_own_thread(call: Callable[..., Any], *args: Any) -> Any:
    """The main thread may hold the loop that drives the browser of other tests."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(call, *args).result()


def mapped(address: str, function: Callable[[Any], Any], inputs: list[Any]) -> tuple[list[Any], float]:
    """With the seconds of CPU that were told."""

    def work() -> tuple[list[Any], float]:
        with cluster(address) as executor:
            memory = Memory(executor=executor)
            return list(memory.mapped(function, inputs, len(inputs), ENOUGH)), memory.stages.spent()["host"].cpu

    return in_own_thread(work)


# ── The same site ─────────────────────────────────────────────────────────────


def test_a_cluster_makes_the_same_site_as_processes(pristine: Checkout, unbuilt: Checkout, running: Running) -> None:
    done = unbuilt.policy("build", "--scheduler", running.address, *COMMIT, "--profile-json", "spent.json")
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    assert tree(unbuilt.site) == tree(pristine.site)
    assert json.loads((unbuilt.root / "spent.json").read_text("utf8"))["stages"]["search"]["cpu"] > 0.05


def test_one_process_makes_the_same_site(pristine: Checkout, unbuilt: Checkout) -> None:
    unbuilt.build(executor=Serial, commit=COMMIT[1])
    assert tree(unbuilt.site) == tree(pristine.site)


def test_two_workers_do_it_in_order_and_their_work_counts(running: Running) -> None:
    found, cpu = mapped(running.address, busy, [0.05] * 8)
    assert len(set(found)) == 2 and os.getpid() not in found
    assert cpu >= 0.4
    assert mapped(running.address, abs, list(range(1000)))[0] == list(range(1000))


def test_one_connection_serves_until_the_end(running: Running) -> None:
    def twice() -> list[int]:
        with cluster(running.address) as executor:
            memory = Memory(executor=executor)
            found = []
            for number in (1, 2):
                found += memory.mapped(abs, [number], 1, ENOUGH)
                memory.close()
            return found

    log = running.folder / "log-0"
    told = lambda: Counter(re.findall("(Receive|Close) client connection", log.read_text("utf8")))  # noqa: E731
    running.wait(lambda: told()["Receive"] == told()["Close"])  # those of other tests are told late
    before = told()
    assert in_own_thread(twice) == [1, 2]
    running.wait(lambda: (told() - before).keys() == {"Receive", "Close"})
    assert told() - before == {"Receive": 1, "Close": 1}


def test_what_a_worker_that_ended_had_to_do_is_done_by_another(tmp_path: Path) -> None:
    with dask(tmp_path) as started:
        assert mapped(started.address, dies_once, [tmp_path / "marker"] * 4)[0] == ["done"] * 4


# ── What goes wrong ───────────────────────────────────────────────────────────


def refused(made: Checkout, address: str, code: int, words: str, patience: str = "1s", **environment: str) -> None:
    """The build ends with a message, and nothing is put in place."""
    environment |= {"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": patience, "POLICY_SCHEDULER": address}
    done = made.policy("build", "--quiet", "--clean", **environment)
    assert "Traceback" not in done.stderr, done.stderr
    assert (done.returncode, words in done.stderr) == (code, True), done.stderr


def test_a_process_that_ended_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="1"), _workers(None):
        with ProcessPoolExecutor(1) as executor:
            list(executor.map(os._exit, [1]))
    assert "没有做完" in capsys.readouterr().err


@pytest.mark.parametrize("why", get_args(Why))
def test_people_are_told(why: Why) -> None:
    assert text(f"cli.cluster.{why}", address="tcp://10.0.0.5:8786", about="")


@pytest.mark.parametrize("address", [NOBODY, "nonsense://here"])
def test_a_scheduler_that_cannot_be_reached(unbuilt: Checkout, address: str) -> None:
    refused(unbuilt, address, 2, f"连不上 Dask 的调度程序 {address}", "0.1s")
    assert not unbuilt.site.exists()


@pytest.mark.parametrize("address", ["127.0.0.1", "tcp://127.0.0.1:x"])
def test_no_address(address: str) -> None:
    with pytest.raises(Unusable, match="unreachable"):
        mapped(address, abs, [1])


def test_a_package_that_is_not_installed(unbuilt: Checkout, tmp_path: Path) -> None:
    (tmp_path / "distributed.py").write_text("raise ModuleNotFoundError('No module named distributed')\n", "utf8")
    refused(unbuilt, NOBODY, 2, 'pip install "policy-library[dask]"', PYTHONPATH=str(tmp_path))


def test_a_scheduler_without_workers(tmp_path: Path) -> None:
    with dask(tmp_path, workers=0) as started, distributed.dask.config.set({"distributed.comm.timeouts.connect": "0.2s"}), pytest.raises(Unusable, match="idle"):
        mapped(started.address, abs, [1])


def test_workers_with_other_code(tmp_path: Path) -> None:
    """Also one that comes when the others have been asked."""
    other = tmp_path / "other/policy_library"
    shutil.copytree(Path(policy_library.__file__).parent, other, ignore=shutil.ignore_patterns("__pycache__"))
    (other / "locale/zh/cli.yml").write_text("other: 版本\n", "utf8")

    def work() -> None:
        with cluster(started.address) as executor:
            worker = executor()
            assert worker.submit(abs, -1).result() == 1
            started.start(PYTHONPATH=os.pathsep.join((str(other.parent), str(Path(__file__).parent))))
            list(worker.map(busy, [0.1] * 20))

    with dask(tmp_path, workers=1) as started:
        with pytest.raises(Unusable, match="unlike") as later:
            in_own_thread(work)
        with pytest.raises(Unusable, match="unlike") as first:
            mapped(started.address, abs, [1])
    assert later.value.about == platform.node() and first.value.about.startswith("tcp://127.0.0.1:")


def test_work_that_ends_every_worker(tmp_path: Path) -> None:
    with dask(tmp_path, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0") as started, pytest.raises(Unusable, match="lost"):
        mapped(started.address, dies_once, [tmp_path / "marker"])


def test_a_cluster_that_is_lost_on_the_way_leaves_the_old_site(pristine: Checkout, tmp_path: Path) -> None:
    made = Checkout(Path(shutil.copytree(pristine.root, tmp_path / "checkout")))
    before = tree(made.site)
    end = "import os, time\nfrom policy_library.graph import texts\ntexts.read = lambda *words: (os.kill(SCHEDULER, 9), time.sleep(60))"
    with dask(tmp_path, preload=end) as started:
        refused(made, started.address, 1, "没有做完")
    assert tree(made.site) == before
    assert sorted(path.name for path in made.root.iterdir()) == sorted(path.name for path in pristine.root.iterdir())
