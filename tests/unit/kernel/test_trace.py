"""One run on the model's own clock."""

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
SAVEPER = 1 ~ minute ~ |
"""


@pytest.fixture
def clocked(tmp_path: Path) -> Callable[..., ModelGraph]:
    def made(start: float, end: float, step: float) -> ModelGraph:
        path = tmp_path / "clock.mdl"
        path.write_text(MODEL.format(start=start, end=end, step=step), encoding="utf-8")
        return read_model(path, cache=False)

    return made


@pytest.mark.parametrize("engine", ["python", "numpy"])
def test_a_step_of_a_tenth_meets_whole_numbers(
    clocked: Callable[..., ModelGraph], engine: str
) -> None:
    times, values = trace(clocked(-0.5, 3, 0.1), {"rate": 1.0}, engine=engine)
    assert times.size == 36
    assert times[-1] == 3
    assert values["level"][-1] == pytest.approx(4.5)
    assert times[values["beat"] > 0] == pytest.approx([0.3])
    assert set(values["rate"]) == {1.0}


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


def test_a_start_inside_a_year_has_no_yearly_values(clocked: Callable[..., ModelGraph]) -> None:
    with pytest.raises(InputError, match=r"the model starts at 0\.5; set INITIAL TIME to a whole"):
        compile_model(clocked(0.5, 4.5, 0.5)).integrate({})
