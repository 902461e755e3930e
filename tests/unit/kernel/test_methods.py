"""Runge-Kutta against an independent integrator, its order, held inputs, and refusals."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from zysim.errors import InputError
from zysim.inputs.read_city import read_city
from zysim.kernel import compile_model
from zysim.kernel.methods import Method
from zysim.kernel.trace import trace
from zysim.reading import read_model
from zysim.reading.graph import ModelGraph

CLOCK = """
INITIAL TIME = 0 ~ year ~~|
FINAL TIME = 20 ~ year ~~|
TIME STEP = {step} ~ year ~~|
SAVEPER = TIME STEP ~ year ~~|
"""
PREY = """{UTF-8}
hares = INTEG(birth*hares - hunt*hares*lynx, 10) ~ head ~~|
lynx = INTEG(hunt*hares*lynx/5 - death*lynx, 5) ~ head ~~|
birth = 1.1 ~ 1/year ~~|
death = 0.4 ~ 1/year ~~|
hunt = 0.2 ~ 1/year/head ~~|
"""
SWING = """{UTF-8}
place = INTEG(speed, 1) ~ m ~~|
speed = INTEG(-4*place - 0.3*speed + push, 0) ~ m/year ~~|
push = SIN(Time) ~ m/year/year ~~|
"""


def model(folder: Path, text: str, step: float) -> ModelGraph:
    path = folder / f"model{step}.mdl"
    path.write_text(text + CLOCK.format(step=step), encoding="utf-8")
    return read_model(path, cache=False)


def prey(_time: float, state: np.ndarray) -> list[float]:
    hares, lynx = state
    return [1.1 * hares - 0.2 * hares * lynx, 0.04 * hares * lynx - 0.4 * lynx]


def swing(time: float, state: np.ndarray) -> list[float]:
    place, speed = state
    return [speed, -4 * place - 0.3 * speed + np.sin(time)]


CASES = [(PREY, prey, [10, 5], "hares"), (SWING, swing, [1, 0], "place")]


@pytest.mark.parametrize(("text", "slopes", "start", "stock"), CASES)
def test_error_falls_with_the_fourth_power_of_the_step(
    tmp_path: Path, text: str, slopes, start: list[float], stock: str
) -> None:
    exact = solve_ivp(slopes, (0, 20), start, "DOP853", rtol=1e-12, atol=1e-12).y[0, -1]
    errors = {}
    for step in (1 / 16, 1 / 32, 1 / 64):
        graph = model(tmp_path, text, step)
        _, values = compile_model(graph, "python", method="rk4").integrate({}, outputs=[stock])
        errors[step] = abs(values[stock][0, -1] - exact)
    assert errors[1 / 64] < 1e-5 * max(abs(exact), 1)
    assert 12 < errors[1 / 16] / errors[1 / 32] < 20
    assert 12 < errors[1 / 32] / errors[1 / 64] < 20


@pytest.mark.parametrize("method", ["rk2", "rk4"])
@pytest.mark.parametrize("engine", ["python", "numpy", "llvm"])
def test_inputs_that_jump_are_held_over_a_step(tmp_path: Path, engine: str, method: Method) -> None:
    """What they bring in all is what Euler brings: 1, by hand."""
    flows = {
        "one step": "PULSE(5, 0)/TIME STEP",
        "between two steps": "PULSE(5.03, 0)/TIME STEP",
        "train": "PULSE TRAIN(5, TIME STEP, 3, 10)/TIME STEP/2",
        "first": "PULSE(0, 0)/TIME STEP",
        "equality": "IF THEN ELSE(Time = 5, 1/TIME STEP, 0)",
        "step": "STEP(1/15, 5)",
        "beside a stock": "whole*STEP(1/15, 5)",
        "other clock": "IF THEN ELSE(ahead > 3, 1/15, 0)",
        "table": "steps(Time)",
        "table that jumps once": "rising(Time)/15",
    }
    lines = [f"{name} tank = INTEG({flow}, 0) ~ m3 ~~|" for name, flow in flows.items()]
    text = "\n".join(
        [
            "{UTF-8}\nwhole = INTEG(0, 1) ~~|\nahead = Time - 1.95 ~~|",
            "rising((0,0),(4.875,0),(5,1),(20,1)) ~~|",
            "steps((0,0),(4.875,0),(5,0.5),(6.875,0.5),(7,0),(20,0)) ~~|",
            *lines,
        ]
    )
    kernel = compile_model(model(tmp_path, text, 0.125), engine, method=method)
    for name, values in kernel.integrate({})[1].items():
        if name.endswith("_tank"):
            assert values[0, -1] == pytest.approx(1.0, rel=1e-12), name


def test_the_midpoint_by_hand(tmp_path: Path) -> None:
    """A step of 1 along x' = -x/2 from 8: half of it leads to 6, so it falls by 3."""
    text = "{UTF-8}\nx = INTEG(-x/2, 8) ~ m ~~|\n"
    graph = model(tmp_path, text, 1)
    for engine in ("python", "numpy", "llvm"):
        _, found = compile_model(graph, engine, method="rk2").integrate({}, outputs=["x"])
        assert found["x"][0, :3].tolist() == [8, 5, 3.125]


def test_engines_and_clocks_agree_to_the_last_bit(tmp_path: Path) -> None:
    graph = model(tmp_path, PREY, 0.125)
    found = [
        compile_model(graph, engine, method="rk4").integrate({"birth": np.array([0.9, 1.2])})[1]
        for engine in ("python", "numpy", "llvm")
    ]
    np.testing.assert_array_equal(found[0]["lynx"], found[1]["lynx"])
    np.testing.assert_allclose(found[0]["lynx"], found[2]["lynx"], rtol=1e-11)
    times, traced = trace(graph, {"birth": 0.9}, method="rk4")
    np.testing.assert_array_equal(traced["lynx"], found[0]["lynx"][0])
    assert times.tolist() == (np.arange(161) / 8).tolist()


def test_the_midpoint_of_the_city_is_nearer_than_euler_at_the_same_cost(city: ModelGraph) -> None:
    outputs = list(read_city().account_variables)
    fine = compile_model(city, "llvm").integrate({}, outputs=outputs, steps_per_year=128)[1]
    steps = 2 * round(1 / city.time_step)
    euler = compile_model(city, "python", method="euler")
    coarse = euler.integrate({}, outputs=outputs, steps_per_year=steps)[1]
    found = compile_model(city, "python").integrate({}, outputs=outputs)[1]
    for name in outputs:
        off, wide = (np.abs(each[name][0] / fine[name][0] - 1) for each in (found, coarse))
        assert off.max() < 3e-4 < 5e-4 < wide.max() < 2.5e-3
        assert found[name].argmax() == fine[name].argmax()


def test_engines_agree_for_every_variable_of_the_city(city: ModelGraph) -> None:
    one, batch, machine = (
        compile_model(city, engine, method="rk4").integrate({}, until=2031)[1]
        for engine in ("python", "numpy", "llvm")
    )
    for name, values in one.items():
        np.testing.assert_array_equal(values, batch[name], err_msg=name)
        size = np.abs(values).max() or 1.0
        np.testing.assert_allclose(machine[name], values, rtol=1e-11, atol=1e-12 * size)


def test_a_delay_fixed_and_a_sample_wait_for_the_step(tmp_path: Path) -> None:
    """They are the same under every method, given the same input."""
    lines = (
        "late = DELAY FIXED(beat, 2, 0) ~ m ~~|\n"
        "seen = SAMPLE IF TRUE(Time > 5, beat, 9) ~ m ~~|\nbeat = 2*Time ~ m ~~|\n"
    )
    graph = model(tmp_path, f"{SWING}{lines}", 0.25)
    for engine in ("python", "llvm"):
        euler, rk4 = (
            compile_model(graph, engine, method=each).integrate({}, outputs=["late", "seen"])[1]
            for each in ("euler", "rk4")
        )
        for name, values in euler.items():
            np.testing.assert_allclose(rk4[name], values, rtol=1e-13)


@pytest.mark.parametrize(
    ("lines", "named"),
    [
        ("seen = INTEG((place - seen)/TIME STEP, 0) ~ m ~~|", "seen"),
        (
            ":MACRO: LAST(a)\nLAST = INTEG((a - LAST)/TIME STEP, 0) ~ m ~~|\n"
            ":END OF MACRO:\nseen = LAST(place) ~ m ~~|",
            "seen",
        ),
    ],
)
def test_models_that_jump_by_hand_are_refused(tmp_path: Path, lines: str, named: str) -> None:
    graph = model(tmp_path, f"{SWING}{lines}\n", 0.25)
    told = "1 variable(s) take a new value at once in a step, which has no meaning between steps"
    with pytest.raises(InputError, match=re.escape(f"method rk4: {told}, by")) as caught:
        compile_model(graph, method="rk4")
    assert f"TIME STEP: {named}. Use euler." in str(caught.value)
    with pytest.raises(InputError, match="Use euler"):
        trace(graph, method="rk4")


def test_unknown_methods_are_refused(city: ModelGraph) -> None:
    with pytest.raises(InputError, match=r"unknown method 'rk5'\. Did you mean 'rk"):
        compile_model(city, method="rk5")
