"""Functions with a memory bring helpers along, which nobody sees but the kernel."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from zysim.errors import InputError
from zysim.kernel import compile_model
from zysim.reading.expressions import MISSING, Ref
from zysim.reading.graph import ModelGraph, graph_from_plain, graph_to_plain

Read = Callable[..., ModelGraph]


def run(graph: ModelGraph, name: str, **batch: float) -> list[float]:
    columns = {key: np.array([value]) for key, value in batch.items()}
    return compile_model(graph, "python").integrate(columns, outputs=[name])[1][name][0].tolist()


def test_stages_are_helpers_and_not_variables(read: Read) -> None:
    graph = read("x = SMOOTH3(level, 4)", "level = STEP(1, 2022)")
    stages = [f"_smooth_{at}_x" for at in (1, 2, 3)]
    assert [*graph.stocks] == stages
    assert graph.auxiliaries["x"] == Ref(stages[2])
    assert graph.variables["x"].causes == ("level",)
    assert graph.variables["level"].uses == ("x",)
    assert not set(stages) & {*graph.home, *graph.variables, *graph.constants}
    assert graph_from_plain(graph_to_plain(graph)) == graph


def test_a_whole_initial_value_is_not_cut(read: Read) -> None:
    graph = read("x = SMOOTHI(0.5, 4, 1)")
    assert run(graph, "x")[:2] == pytest.approx([1, 0.5 + 0.5 * (15 / 16) ** 4])


def test_a_pipeline_gives_back_what_came_in(read: Read) -> None:
    graph = read("x = DELAY FIXED(Time, wait, -1)", "wait = 1.5", "y = x")
    assert run(graph, "y")[:4] == [-1, -1, 2020.5, 2021.5]


def test_what_shapes_the_model_cannot_be_set(read: Read) -> None:
    graph = read("x = DELAY FIXED(Time, wait*2, -1)", "wait = 1", "free = 3")
    kernel = compile_model(graph)
    with pytest.raises(InputError, match=r"wait cannot be set \(the length of DELAY FIXED in x\)"):
        kernel.integrate({"wait": np.ones(1)})
    with pytest.raises(InputError, match=r"8 steps a year: the model is laid out for a step of 0"):
        kernel.integrate({}, steps_per_year=8)
    kernel.integrate({"free": np.ones(1)}, steps_per_year=4)


def test_an_unchangeable_constant_cannot_be_set(read: Read) -> None:
    with pytest.raises(InputError, match=r"fixed cannot be set \(it is written with ==") as told:
        compile_model(read("fixed == 7")).integrate({"fixed": np.ones(1)})
    assert told.value.zh


@pytest.mark.parametrize("engine", ["python", "numpy", "llvm"])
def test_a_short_delay_swings_as_its_stages_do(read: Read, engine: str) -> None:
    """Three stages of a sixth of a year, steps of a quarter: each overshoots by half, by hand."""
    graph = read("x = DELAY3(STEP(8, 2020.9), 0.5)", "wait = 2")
    _, found = compile_model(graph, engine).integrate({}, outputs=["x"])
    a = b = c = 0.0
    for _ in range(4):
        a, b, c = a + 1.5 * (8 - a), b + 1.5 * (a - b), c + 1.5 * (b - c)
    assert found["x"][0, 1] == 0  # the step came in at the end of the first year
    assert found["x"][0, 2] == pytest.approx(c, rel=1e-12)


def test_delay_n_has_no_more_stages_than_steps_in_it(read: Read) -> None:
    graph = read(
        "x = DELAY N(Time, wait, 0, 9)", "wait = 1.1", "y = DELAY N(1, 2 + STEP(1, 2022), 0, 3)"
    )
    assert len(graph.stocks) == 4 + 3
    assert graph.structural["wait"] == "the order of DELAY N in x"


def test_the_order_may_be_worked_out(read: Read) -> None:
    graph = read(
        "x = SMOOTH N(STEP(1, 2021), 3, 0, order)", "order = base + STEP(2, 2025)", "base=2"
    )
    assert len(graph.stocks) == 2
    assert graph.structural["base"] == "the order of SMOOTH N in x"


def test_the_last_sample_is_held(read: Read) -> None:
    graph = read("x = SAMPLE IF TRUE(MODULO(Time, 3) < 0.1, Time, 5)")
    assert run(graph, "x")[:6] == [5, 5, 2022, 2022, 2022, 2025]


@pytest.mark.parametrize("method", ["euler", "rk4"])
def test_what_is_missing_at_first_keeps_no_digit_from_what_comes(read: Read, method: str) -> None:
    """:NA: is -2^109: a stock that steps from there to 2023 would land at 0."""
    graph = read("x = SAMPLE IF TRUE(Time = 2023, Time, :NA:)", "y = DELAY FIXED(Time, 3, :NA:)")
    for engine in ("python", "numpy", "llvm"):
        kernel = compile_model(graph, engine, method=method)
        found = kernel.integrate({}, outputs=["x", "y"])[1]
        assert found["x"][0, :6].tolist() == [MISSING] * 3 + [2023] * 3
        assert found["y"][0, :6].tolist() == [MISSING] * 3 + [2020, 2021, 2022]


def test_first_values_may_differ_from_the_equation(read: Read) -> None:
    graph = read("x = ACTIVE INITIAL(y*2, 3)", "y = SMOOTH(x, 4)", "z = INITIAL(x)")
    assert run(graph, "z")[0] == 3
    assert run(graph, "x")[0] == 6


def test_stocks_and_first_values_inside_expressions(read: Read) -> None:
    graph = read("x = 2*INTEG(rate, 1) + INITIAL(Time)", "rate = 3")
    assert run(graph, "x", rate=1.0)[:2] == [2022, 2024]
