"""Runge-Kutta against an independent integrator, its order, and where it is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from zysim.errors import InputError
from zysim.kernel import compile_model
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


def test_the_city_differs_little_from_euler(city: ModelGraph) -> None:
    outputs = ["energy_co2_provincial"]
    euler, rk4 = (
        compile_model(city, "python", method=method).integrate({}, outputs=outputs)[1][outputs[0]]
        for method in ("euler", "rk4")
    )
    assert 0 < np.abs(rk4 / euler - 1).max() < 0.01
    assert rk4.argmax() == euler.argmax()


@pytest.mark.parametrize(
    "equation",
    ["SAMPLE IF TRUE(place > 0, place, 0)", "DELAY FIXED(place, 2, 0)"],
)
def test_models_that_jump_are_refused(tmp_path: Path, equation: str) -> None:
    graph = model(tmp_path, SWING + f"seen = {equation} ~ m ~~|\n", 0.25)
    with pytest.raises(InputError, match=r"method rk4: \d stock\(s\) take a new value at once"):
        compile_model(graph, method="rk4")
    with pytest.raises(InputError, match="Use euler"):
        trace(graph, method="rk4")


def test_unknown_methods_and_machine_code_are_refused(city: ModelGraph) -> None:
    with pytest.raises(InputError, match=r"unknown method 'rk5'\. Did you mean 'rk4'"):
        compile_model(city, method="rk5")
    with pytest.raises(InputError, match="engine 'llvm' has no method 'rk4'"):
        compile_model(city, "llvm", method="rk4")
