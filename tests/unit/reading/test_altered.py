"""A model with initial values, points and moments made constants runs as the file rewritten."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from zysim.errors import InputError
from zysim.kernel import compile_model
from zysim.reading import read_model
from zysim.reading.altered import readers_of, with_clock, with_initial, with_point, with_switch
from zysim.reading.graph import ModelGraph

MODEL = """{UTF-8}
stock = INTEG(growth - loss, start) ~ ton ~ |
start = 10 ~ ton ~ |
growth = rate * effect(stock / 10) ~ ton/year ~ |
loss = stock / WITH LOOKUP(Time, ([(0,0)-(9,9)],(0,20),(4,10),(8,5))) ~ ton/year ~ |
rate = 2 ~ ton/year ~ |
unread = 7 ~ ton ~ |
effect([(0,0)-(4,4)],(0,0),(1,1),(2,1.5),(4,2)) ~ dmnl ~ |
INITIAL TIME = 0 ~ year ~ |
FINAL TIME = 8 ~ year ~ |
TIME STEP = 0.25 ~ year ~ |
SAVEPER = 1 ~ year ~ |
"""


def model(folder: Path, *swaps: tuple[str, str]) -> ModelGraph:
    text = MODEL
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new)
    path = folder / "m.mdl"
    path.write_text(text, encoding="utf-8")
    return read_model(path, cache=False)


def stock(graph: ModelGraph, **constants: float) -> np.ndarray:
    batch = {name.replace("__", " "): np.array([value]) for name, value in constants.items()}
    return compile_model(graph, "numpy").integrate(batch, outputs=["stock"])[1]["stock"][0]


def test_at_the_values_of_the_file_nothing_changes(tmp_path: Path) -> None:
    graph = model(tmp_path)
    made = with_initial(graph, "stock", "s", 10.0)
    made = with_point(made, "effect", 2.0, "p")
    made = with_switch(made, "rate", 5.0, "w", 100.0)
    assert (stock(made) == stock(graph)).all()


def test_an_initial_value_is_that_of_the_rewritten_file(tmp_path: Path) -> None:
    made = with_initial(model(tmp_path), "stock", "s", 10.0)
    wanted = stock(model(tmp_path, ("start = 10", "start = 15")))
    assert stock(made, s=15.0) == pytest.approx(wanted, rel=1e-14)


@pytest.mark.parametrize("place", [0.0, 1.0, 2.0, 4.0])
def test_a_point_is_that_of_the_rewritten_file(tmp_path: Path, place: float) -> None:
    old = {0.0: "(0,0),", 1.0: "(1,1)", 2.0: "(2,1.5)", 4.0: "(4,2)"}[place]
    new = old.split(",")[0] + ",3)" + ("," if old.endswith(",") else "")
    made = with_point(model(tmp_path), "effect", place, "p")
    wanted = stock(model(tmp_path, (f"{old}", f"{new}")))
    assert stock(made, p=3.0) == pytest.approx(wanted, rel=1e-13)


def test_a_point_of_a_lookup_in_an_equation_is_named_by_its_variable(tmp_path: Path) -> None:
    made = with_point(model(tmp_path), "loss", 4.0, "p")
    wanted = stock(model(tmp_path, ("(4,10)", "(4,14)")))
    assert stock(made, p=14.0) == pytest.approx(wanted, rel=1e-13)


def test_a_moment_switches_from_then_on(tmp_path: Path) -> None:
    made = with_switch(model(tmp_path), "rate", 5.0, "w", 100.0)
    wanted = stock(model(tmp_path, ("rate = 2", "rate = 2 + STEP(3, 3)")))
    assert stock(made, w=3.0) == pytest.approx(wanted, rel=1e-13)


def test_another_clock_runs_to_its_end(tmp_path: Path) -> None:
    graph = with_clock(model(tmp_path), {"end": 4.0, "step": 0.5})
    wanted = model(tmp_path, ("FINAL TIME = 8", "FINAL TIME = 4"), ("STEP = 0.25", "STEP = 0.5"))
    assert (stock(graph) == stock(wanted)).all()


def test_what_cannot_vary_is_said(tmp_path: Path) -> None:
    graph = model(tmp_path)
    with pytest.raises(InputError, match="not a stock") as caught:
        with_initial(graph, "rate", "s", 1.0)
    assert "不是存量" in str(caught.value.zh)
    with pytest.raises(InputError, match=r"Lookups: effect, loss") as caught:
        with_point(graph, "effekt", 1.0, "p")
    assert "表函数：effect, loss" in str(caught.value.zh)
    with pytest.raises(InputError, match=r"no point at x = 3\. Points: 0, 1, 2, 4") as caught:
        with_point(graph, "effect", 3.0, "p")
    assert "各点的 x：0, 1, 2, 4" in str(caught.value.zh)
    with pytest.raises(InputError, match="need start < end") as caught:
        with_clock(graph, {"end": -1.0})
    assert "起点应早于终点" in str(caught.value.zh)


def test_what_outputs_depend_on_is_found(tmp_path: Path) -> None:
    alive = readers_of(model(tmp_path), {"stock"})
    assert {"stock", "growth", "rate", "start"} <= alive
    assert "unread" not in alive
