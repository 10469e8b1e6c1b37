"""Every moment of a run belongs to one stage."""

from __future__ import annotations

import time
from functools import partial

import pytest

from policy_library.work.memory import Memory
from policy_library.work.processes import Serial, pool
from policy_library.work.stages import NAMES, Stages


def busy(seconds: float) -> float:
    """Of CPU."""
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass
    return seconds


def test_stages_add_up_to_the_whole_and_one_within_another_interrupts_it() -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    stages = Stages()
    with stages.stage("read"):
        busy(0.02)
        with stages.stage("graph"):
            busy(0.05)
    spent = stages.spent()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    assert tuple(spent) == NAMES
    assert spent["graph"].cpu >= 0.05 > spent["read"].cpu >= 0.02
    assert sum(one.cpu for one in spent.values()) == pytest.approx(cpu, abs=0.005)
    assert sum(one.wall for one in spent.values()) == pytest.approx(wall, abs=0.02)


def test_a_stage_ends_with_an_error_too() -> None:
    stages = Stages()
    with pytest.raises(ZeroDivisionError), stages.stage("checks"):
        1 / 0  # noqa: B018
    assert stages.switch("read") == "host"


def test_the_work_of_other_processes_counts() -> None:
    memory = Memory(executor=partial(pool, 2))
    with memory.stages.stage("markdown"):
        list(memory.mapped(busy, [0.1] * 4, count=4, size=10**9))
    memory.close()
    assert 0.4 <= memory.stages.spent()["markdown"].cpu < 0.6


def test_the_work_of_this_process_counts_once() -> None:
    memory = Memory(executor=Serial)
    with memory.stages.stage("markdown"):
        list(memory.mapped(busy, [0.1] * 4, count=4, size=10**9))
    assert 0.4 <= memory.stages.spent()["markdown"].cpu < 0.6


def test_a_part_takes_its_wall_with_it() -> None:
    stages = Stages()
    with stages.stage("markdown"):
        stages.worked(3.0)
        time.sleep(0.05)
        stages.yielded("sanitise", 1.5)
    spent = stages.spent()
    assert spent["sanitise"].cpu == pytest.approx(1.5, abs=0.02) and spent["markdown"].cpu == pytest.approx(1.5, abs=0.02)
    assert spent["sanitise"].wall == pytest.approx(spent["markdown"].wall, rel=0.1)


def test_a_stage_is_told_once_and_what_it_has_reached_as_it_goes() -> None:
    told: list[tuple[str, float]] = []
    memory = Memory(executor=Serial, stages=Stages(lambda name, share: told.append((name, share))))
    for _ in range(2):
        with memory.stages.stage("search"):
            list(memory.mapped(busy, [0.0, 0.0], count=2, size=10**9))
    memory.store()
    assert told == [("search", 0.0), ("search", 0.5), ("search", 1.0), ("search", 0.5), ("search", 1.0)]
