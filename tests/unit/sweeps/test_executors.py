"""Executors: a stop is quick, a dead worker is told, few chunks are held."""

from __future__ import annotations

import os
import time
from concurrent.futures import Executor, Future

import pytest

from zysim.errors import ResultError
from zysim.sweeps.executors import Crew, InProcess, computed, local_crew


class Counting(Executor):
    """Computes at once and counts what was asked for."""

    def __init__(self) -> None:
        self.asked = 0

    def submit(self, fn, /, *args, **kwargs) -> Future:
        self.asked += 1
        return InProcess().submit(fn, *args, **kwargs)


def test_only_a_few_chunks_are_held_at_a_time() -> None:
    executor = Counting()
    seen = []
    for chunk, value in computed(Crew(executor, 3), lambda chunk: chunk * 10, range(100)):
        seen.append((chunk, value))
        assert executor.asked <= len(seen) + 3
    assert sorted(seen) == [(chunk, chunk * 10) for chunk in range(100)]


def test_a_failed_chunk_is_for_whoever_asks() -> None:
    with pytest.raises(ZeroDivisionError), local_crew(1) as crew:
        list(computed(crew, lambda chunk: 1 // chunk, range(3)))


def stopped(stop: BaseException) -> None:
    """Stop while a worker is busy for a long time."""
    with local_crew(2) as crew:
        busy = crew.executor.submit(time.sleep, 60)
        while not busy.running():
            time.sleep(0.01)
        raise stop


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), SystemExit(143)])
def test_a_stop_does_not_wait_for_the_chunks_under_way(stop: BaseException) -> None:
    begin = time.perf_counter()
    with pytest.raises(type(stop)):
        stopped(stop)
    assert time.perf_counter() - begin < 45


def test_a_worker_that_dies_is_told_in_both_languages() -> None:
    with pytest.raises(ResultError, match=r"a worker of 2 died.*--resume") as caught:  # noqa: SIM117
        with local_crew(2) as crew:
            list(computed(crew, os._exit, [3]))
    assert "--workers" in str(caught.value.zh)
