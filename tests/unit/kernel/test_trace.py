"""One run on the model's own clock, whatever its start, step and reports."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from zysim.errors import InputError
from zysim.kernel import compile_model
from zysim.kernel.trace import trace
from zysim.reading import read_model
from zysim.reading.graph import ModelGraph

MODEL = """{{UTF-8}}
level = INTEG(rate, 1) ~~ |
rate = 2 ~~ |
beat = PULSE(0.3, 0.1) ~~ |
INITIAL TIME = {start} ~ minute ~ |
FINAL TIME = {end} ~ minute ~ |
TIME STEP = {step} ~ minute ~ |
SAVEPER = {saveper} ~ minute ~ |
"""


@pytest.fixture
def clocked(tmp_path: Path) -> Callable[..., ModelGraph]:
    def made(start: float, end: float, step: float, saveper: float = 1) -> ModelGraph:
        path = tmp_path / "clock.mdl"
        text = MODEL.format(start=start, end=end, step=step, saveper=saveper)
        path.write_text(text, encoding="utf-8")
        return read_model(path, cache=False)

    return made


@pytest.mark.parametrize("engine", ["python", "numpy"])
def test_a_step_of_a_tenth_meets_whole_numbers(
    clocked: Callable[..., ModelGraph], engine: str
) -> None:
    times, values = trace(clocked(-0.5, 3, 0.1, 0.1), {"rate": 1.0}, engine=engine)
    assert times.size == 36
    assert times[8] == 0.3
    assert times[-1] == 3
    assert values["level"][-1] == pytest.approx(4.5)
    assert times[values["beat"] > 0] == pytest.approx([0.3])
    assert set(values["rate"]) == {1.0}


CLOCKS = [
    pytest.param((0, 10, 0.3, 0.3), [0, 0.3, 0.6], 34, id="step of 0.3"),
    pytest.param((0, 10, 2, 2), [0, 2, 4], 6, id="step of 2"),
    pytest.param((0.5, 10, 0.25, 0.25), [0.5, 0.75, 1.0], 39, id="start at 0.5"),
    pytest.param((0, 2, 0.01, 0.05), [0, 0.05, 0.1], 41, id="reports between whole numbers"),
    pytest.param((0, 5, 0.0833333, 1), [0, 1, 2], 6, id="a twelfth, rounded"),
    pytest.param((0, 10, 0.4, 1), [0, 1.2, 2], 11, id="reports between steps"),
    pytest.param((2020.5, 2022, 0.25, 0.5), [2020.5, 2021, 2021.5], 4, id="half years"),
]


@pytest.mark.parametrize(("clock", "first", "count"), CLOCKS)
def test_every_engine_reports_at_saveper(
    clocked: Callable[..., ModelGraph],
    clock: tuple[float, ...],
    first: list[float],
    count: int,
) -> None:
    """The stock is 1 + 2 t after so many steps, by hand."""
    graph = clocked(*clock)
    start, _, step, _ = clock
    for engine in ("python", "numpy", "llvm"):
        times, values = compile_model(graph, engine).integrate({"rate": np.array([2.0, 1.0])})
        assert times[:3].tolist() == first
        assert times.size == count
        steps = np.rint((times - start) / step)
        np.testing.assert_allclose(values["level"][0], 1 + 2 * steps * step, rtol=1e-12)
        np.testing.assert_allclose(values["level"][1], 1 + steps * step, rtol=1e-12)


def test_a_run_can_stop_before_the_end(clocked: Callable[..., ModelGraph]) -> None:
    graph = clocked(0.5, 10, 0.25, 0.25)
    times, _ = compile_model(graph, "python").integrate({}, until=1.25)
    assert times.tolist() == [0.5, 0.75, 1.0, 1.25]
    with pytest.raises(InputError, match=r"until=11: the model runs from 0\.5 to 10"):
        trace(graph, until=11)


def test_both_engines_give_the_same_bits(clocked: Callable[..., ModelGraph]) -> None:
    graph = clocked(0, 7, 0.3)
    slow, fast = (trace(graph, engine=each)[1] for each in ("python", "numpy"))
    assert all(np.array_equal(slow[name], fast[name]) for name in slow)


@pytest.mark.parametrize("clock", [(0, 5, 0), (0, 5, -1), (5, 0, 1), (0, 1e12, 1e-3)])
def test_a_clock_that_makes_no_sense_is_refused(
    clocked: Callable[..., ModelGraph], clock: tuple[float, float, float]
) -> None:
    with pytest.raises(InputError, match="is not possible; change the clock") as told:
        trace(clocked(*clock))
    assert told.value.zh
