"""Runge-Kutta against an independent integrator, its order, and where it is refused."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from zysim.errors import InputError
from zysim.kernel import compile_model
from zysim.kernel.trace import trace
from zysim.reading import read_model
from zysim.reading.graph import ModelGraph
from zysim.wording import BOUNDARY_VARIABLES

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


@pytest.mark.parametrize(
    ("flow", "factor"),
    [
        pytest.param("PULSE(5, 0)/TIME STEP", 1.0, id="one step"),
        pytest.param("PULSE(5.03, 0)/TIME STEP", 1.0, id="one step, between two steps"),
        pytest.param("PULSE(5, 2)/2", 1.0, id="two years"),
        pytest.param("PULSE TRAIN(5, TIME STEP, 3, 10)/TIME STEP/2", 1.0, id="train of two"),
        pytest.param("PULSE(0, 0)/TIME STEP", 5 / 6, id="starts with the run"),
        pytest.param("IF THEN ELSE(Time = 5, 1/TIME STEP, 0)", 1 / 3, id="equality"),
        pytest.param("STEP(1/15, 5)", 1 + 0.125 / 6 / 15, id="step"),
    ],
)
def test_what_a_switch_in_time_brings(tmp_path: Path, flow: str, factor: float) -> None:
    graph = model(tmp_path, f"{{UTF-8}}\ntank = INTEG({flow}, 0) ~ m3 ~~|\n", 0.125)
    euler, rk4 = (trace(graph, method=method)[1]["tank"] for method in ("euler", "rk4"))
    assert euler[-1] == pytest.approx(1.0, rel=1e-12)
    assert rk4[-1] == pytest.approx(factor, rel=1e-12)


def test_engines_and_clocks_agree_to_the_last_bit(tmp_path: Path) -> None:
    graph = model(tmp_path, PREY, 0.125)
    found = [
        compile_model(graph, engine, method="rk4").integrate({"birth": np.array([0.9, 1.2])})[1]
        for engine in ("python", "numpy")
    ]
    np.testing.assert_array_equal(found[0]["lynx"], found[1]["lynx"])
    times, traced = trace(graph, {"birth": 0.9}, method="rk4")
    np.testing.assert_array_equal(traced["lynx"][times % 1 == 0], found[0]["lynx"][0])


def test_many_runs_stay_with_numpy(tmp_path: Path) -> None:
    kernel = compile_model(model(tmp_path, PREY, 0.125), method="rk4")
    birth = np.linspace(0.9, 1.2, 300)
    _, many = kernel.integrate({"birth": birth}, outputs=["hares"])
    _, one = kernel.integrate({"birth": birth[-1:]}, outputs=["hares"])
    np.testing.assert_array_equal(many["hares"][-1], one["hares"][0])


def test_the_city_is_nearer_to_a_fine_step_and_peaks_in_the_same_years(city: ModelGraph) -> None:
    outputs = list(BOUNDARY_VARIABLES.values())
    kernel = compile_model(city, "python")
    years, fine = kernel.integrate({}, outputs=outputs, steps_per_year=256)
    euler = kernel.integrate({}, outputs=outputs)[1]
    rk4 = compile_model(city, "python", method="rk4").integrate({}, outputs=outputs)[1]
    smooth = years != 2024  # a gas plant is opening: rk4 counts 1/6 of a step of it early
    for name in outputs:
        off, coarse = (np.abs(each[name][0] / fine[name][0] - 1) for each in (rk4, euler))
        assert off[smooth].max() < 2e-4 < 5e-4 < coarse[smooth].max()
        assert off.max() < 0.02
        assert rk4[name].argmax() == euler[name].argmax()


def test_engines_agree_for_every_variable_of_the_city(city: ModelGraph) -> None:
    one, batch = (
        compile_model(city, engine, method="rk4").integrate({}, until=2031)[1]
        for engine in ("python", "numpy")
    )
    for name, values in one.items():
        np.testing.assert_array_equal(values, batch[name], err_msg=name)


@pytest.mark.parametrize(
    ("lines", "named"),
    [
        ("seen = SAMPLE IF TRUE(place > 0, place, 0) ~ m ~~|", "seen: SAMPLE IF TRUE"),
        ("seen = DELAY FIXED(place, 2, 0) ~ m ~~|", "seen: DELAY FIXED"),
        (
            "side : left, right ~~|\nseen[side] = DELAY FIXED(place, 2, 0) ~ m ~~|",
            "seen: DELAY FIXED",
        ),
        (
            "seen = INTEG((place - seen)/TIME STEP, 0) ~ m ~~|",
            "seen: (value - stock)/TIME STEP",
        ),
        (
            ":MACRO: LAST(a)\nLAST = INTEG((a - LAST)/TIME STEP, 0) ~ m ~~|\n"
            ":END OF MACRO:\nseen = LAST(place) ~ m ~~|",
            "seen: (value - stock)/TIME STEP",
        ),
    ],
)
def test_models_that_jump_are_refused(tmp_path: Path, lines: str, named: str) -> None:
    graph = model(tmp_path, f"{SWING}{lines}\n", 0.25)
    told = "1 variable(s) take a new value at once in a step, which has no meaning between steps: "
    with pytest.raises(InputError, match=re.escape(f"method rk4: {told}{named}. Use euler.")):
        compile_model(graph, method="rk4")
    with pytest.raises(InputError, match="Use euler"):
        trace(graph, method="rk4")


def test_unknown_methods_and_machine_code_are_refused(city: ModelGraph) -> None:
    with pytest.raises(InputError, match=r"unknown method 'rk5'\. Did you mean 'rk4'"):
        compile_model(city, method="rk5")
    with pytest.raises(InputError, match="engine 'llvm' has no method 'rk4'"):
        compile_model(city, "llvm", method="rk4")
