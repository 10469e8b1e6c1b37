"""Cold builds of the same documents by other workers; see docs/operations.md.

The least of several builds a case, in turns; no site and no cache, each in a process of its own. Dask's scheduler and workers are started for each case, have the program
loaded, and are measured from outside: what they take beyond the tasks counts too.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path

import psutil
from bench_build import OURS, REPOSITORY, Case, commit, machine, say, write_corpus

from policy_library.building import build_site
from policy_library.work.cluster import cluster
from policy_library.work.processes import Serial, pool
from policy_library.work.stages import Stages

WORK = REPOSITORY / "build/bench-workers"
LOADED = ("policy_library.graph.texts", "policy_library.site.rendering", "policy_library.search.kept")
"""Modules whose functions workers are sent."""
HERE: dict[str, Callable[[], Executor]] = {"this process alone": Serial, "1 process": partial(ProcessPoolExecutor, 1), "2 processes": partial(pool, 2)}
DASK = {"Dask, 1 worker": 1, "Dask, 2 workers": 2}


class Given(Stages):
    """Remembers what others did."""

    cpu = 0.0

    def worked(self, cpu: float) -> None:
        self.cpu += cpu
        super().worked(cpu)


def build(case: str, folder: Path, address: str | None) -> None:
    """In a process of its own: the CPU of the tasks on standard output."""
    stages = Given()
    with cluster(address) if address else nullcontext(HERE[case]) as executor:
        build_site(folder / "mkdocs.yml", executor=executor, stages=stages)
    print(stages.cpu)


@contextmanager
def running(folder: Path, workers: int) -> Iterator[tuple[str, list[psutil.Process]]]:
    """The scheduler's address, and its process and the workers'."""
    contact = folder / "scheduler.json"
    contact.unlink(missing_ok=True)
    common = ("--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(contact))
    preload = [word for module in LOADED for word in ("--preload", module)]
    commands = [("scheduler", "--port", "0"), *[("worker", "--nthreads", "1", "--no-nanny", *preload)] * workers]
    with (folder / "dask.log").open("wb") as log:
        processes = [psutil.Popen([sys.executable, "-m", "dask", *command, *common], stdout=log, stderr=log, cwd=folder) for command in commands]
    try:
        while (folder / "dask.log").read_bytes().count(b"Registered to") < workers:
            time.sleep(0.05)
        yield json.loads(contact.read_text("utf8"))["address"], processes
    finally:
        for process in reversed(processes):
            process.kill()
            process.wait()


def cpu(processes: list[psutil.Process]) -> float:
    return sum(times.user + times.system for times in (process.cpu_times() for process in processes))


def measured(case: str, folder: Path) -> dict[str, float]:
    """Seconds; ``cpu`` of all processes, ``tasks`` what of it was work on texts that was given away."""
    Case(folder, (), ("site", ".site-standby", ".cache"), {}).clear()
    with running(folder, DASK[case]) if case in DASK else nullcontext((None, [])) as (address, others):
        before, started = cpu(others), time.monotonic()
        command = [sys.executable, __file__, "--build", case, str(folder), *([address] if address else [])]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout
        told = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        wall, elsewhere = time.monotonic() - started, cpu(others) - before
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(3)
    return {"wall": round(wall, 2), "cpu": round(usage.ru_utime + usage.ru_stime + elsewhere, 2), "tasks": round(float(told), 2)}


def prepared(size: int) -> Path:
    folder = WORK / str(size)
    if not (folder / "content").exists():
        shutil.copytree(write_corpus(size), folder / "content")
    (folder / "mkdocs.yml").write_text(OURS.format(search="true"), "utf8")
    return folder


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[300, 1000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--build", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.build:
        case, folder, *address = options.build
        return build(case, Path(folder), address[0] if address else None)
    found: dict[int, dict[str, dict[str, float]]] = {}
    for size in options.sizes:
        folder = prepared(size)
        taken: dict[str, list[dict[str, float]]] = {case: [] for case in [*HERE, *DASK]}
        for number in range(options.rounds):
            for case, runs in taken.items():
                runs.append(measured(case, folder))
                say(f"{size}, round {number + 1}, {case}: {runs[-1]}")
        found[size] = {case: {name: min(run[name] for run in runs) for name in runs[0]} for case, runs in taken.items()}
    if options.json:
        print(json.dumps({"commit": commit(), "machine": machine(), "measured": found}, ensure_ascii=False, indent=1))
        return
    print(f"{commit()}, {machine()}\n")
    print("| documents | work by | wall s | CPU s | CPU s of the tasks |\n|---|---|---|---|---|")
    for size, cases in found.items():
        for case, one in cases.items():
            print(f"| {size:,} | {case} | {one['wall']:.1f} | {one['cpu']:.1f} | {one['tasks'] or '–'} |")


if __name__ == "__main__":
    main()
