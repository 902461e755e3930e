"""What a kernel refuses, and what it says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from zysim.errors import InputError, ModelFileError, ResultError
from zysim.kernel import Kernel, compile_model
from zysim.kernel.pysd_runner import run_with_pysd
from zysim.reading import read_model
from zysim.reading.expressions import Number, Op, Ref
from zysim.reading.graph import ModelGraph

ENGINES = ["python", "numpy"]
THREE = np.ones(3)
FRAGILE = """{UTF-8}
pile = INTEG(growth, 1) ~ t ~ 堆。Doubles every year. |
growth = pile*rate ~ t/year ~ 增量。 |
rate = 1 ~ 1/year ~ 速率。 |
limit = 4 ~ t ~ 界限。 |
pressure = rate/(limit - pile) ~ 1/year/t ~ 压力。Breaks when the pile meets the limit. |
alarm = pressure*2 ~ 1/year/t ~ 警报。 |
INITIAL TIME = 2020 ~ year ~ |
FINAL TIME = 2030 ~ year ~ |
TIME STEP = 1 ~ year ~ |
SAVEPER = 1 ~ year ~ |
"""


@pytest.mark.parametrize(
    ("batch", "options", "message"),
    [
        pytest.param(
            {"lever_setting[gas_outptu_measure]": THREE},
            {},
            r"unknown constant .* Did you mean 'lever_setting\[gas_output_measure\]'",
            id="unknown constant",
        ),
        pytest.param({"gdp": THREE}, {}, "unknown constant 'gdp'", id="not a constant"),
        pytest.param(
            {"drought_index": THREE, "line_loss": np.ones(2)},
            {},
            r"constants need one value or 3, got line_loss \(2\)",
            id="uneven lengths",
        ),
        pytest.param({"drought_index": np.ones(0)}, {}, "drought_index has no value", id="empty"),
        pytest.param({"time_step": THREE}, {}, "time_step is the clock.*steps_per_year", id="step"),
        pytest.param({"final_time": THREE}, {}, "final_time is the clock.*use until", id="end"),
        pytest.param(
            {}, {"until": 2061}, "until=2061: the model runs from 2020 to 2060", id="late"
        ),
        pytest.param({}, {"until": 2020}, "until=2020: the model runs", id="no year at all"),
        pytest.param({}, {"steps_per_year": 0}, "0 steps a year: give 1 or more", id="no step"),
        pytest.param(
            {},
            {"outputs": ["energy_co2_provinical"]},
            "integrate: unknown variable .* Did you mean 'energy_co2_provincial'",
            id="unknown output",
        ),
        pytest.param(
            {}, {"outputs": ["capital[foods]"]}, r"Did you mean 'capital\[food\]'", id="element"
        ),
    ],
)
def test_refused(
    kernel: Kernel, batch: dict[str, np.ndarray], options: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError, match=message) as caught:
        kernel.integrate(batch, **options)
    assert caught.value.zh


def test_an_unknown_engine_is_refused(city: ModelGraph) -> None:
    with pytest.raises(InputError, match=r"unknown engine 'numpi'\. Did you mean 'numpy'"):
        compile_model(city, "numpi")


@pytest.fixture(scope="module")
def fragile(tmp_path_factory: pytest.TempPathFactory) -> ModelGraph:
    path = tmp_path_factory.mktemp("model") / "fragile.mdl"
    path.write_text(FRAGILE, encoding="utf-8")
    return read_model(path, cache=False)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_first_broken_value_is_named_with_run_and_year(
    fragile: ModelGraph, engine: str
) -> None:
    """The pile is 1, 2, 4, 8, …: a limit of 8 breaks run 2 in 2023, and its alarm with it."""
    batch = {"limit": np.array([5.0, 3.0, 8.0])}
    with pytest.raises(ResultError) as caught:
        compile_model(fragile, engine).integrate(batch, outputs=["alarm"])
    said = str(caught.value)
    assert said.startswith("pressure is inf in 2023 (run 2), the first of 1 value(s)")
    assert "Settings of that run: limit=8" in said
    assert "zysim explain pressure" in said
    assert caught.value.zh
    assert "pressure 在 2023 年" in caught.value.zh


@pytest.mark.parametrize("engine", ENGINES)
def test_a_value_nobody_asked_for_may_break(fragile: ModelGraph, engine: str) -> None:
    _, values = compile_model(fragile, engine).integrate(
        {"limit": np.array([4.0])}, outputs=["pile"]
    )
    assert values["pile"][0, -1] == 1024


@pytest.mark.parametrize("engine", ENGINES)
def test_a_division_by_zero_that_is_not_kept_lets_python_go_on(
    make: Callable[..., ModelGraph], engine: str
) -> None:
    """Plain Python stops at 1/0 where NumPy goes on: MIN(1, 1/0) is 1 in both."""
    capped = Op("min", (Number(1.0), Op("/", (Number(1.0), Ref("a")))))
    graph = make({"a": Number(0.0), "y": capped})
    _, values = compile_model(graph, engine).integrate({"a": np.array([0.0, 4.0])})
    assert values["y"][:, 0].tolist() == [1.0, 0.25]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_division_of_literals_by_zero_is_told(
    make: Callable[..., ModelGraph], engine: str
) -> None:
    graph = make({"y": Op("/", (Ref("time"), Op("/", (Number(0.0), Number(0.0)))))})
    with pytest.raises(ResultError, match="y is nan in 2020"):
        compile_model(graph, engine).integrate({})


@pytest.mark.parametrize("engine", ENGINES)
def test_a_division_by_a_time_of_zero_is_told_like_any_other(
    make: Callable[..., ModelGraph], engine: str
) -> None:
    since = Op("-", (Ref("time"), Number(2022.0)))
    graph = make({"a": Number(1.0), "y": Op("/", (Number(1.0), since))})
    with pytest.raises(ResultError, match=r"y is inf in 2022 \(run 0\).*as in the model file"):
        compile_model(graph, engine).integrate({})


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_constant_that_is_not_finite_is_refused(
    fragile: ModelGraph, engine: str, value: float
) -> None:
    with pytest.raises(InputError, match=r"rate is (nan|inf) in run 1"):
        compile_model(fragile, engine).integrate({"rate": np.array([1.0, value])})


def test_pysd_does_not_run_a_text_that_could_break_out_of_its_module(
    fragile: ModelGraph, tmp_path: Path
) -> None:
    path = tmp_path / "hostile.mdl"
    path.write_text(FRAGILE.replace("堆。Doubles", '"""堆。Doubles'), encoding="utf-8")
    with pytest.raises(ModelFileError, match="three quotes in a row"):
        run_with_pysd(
            path, fragile, {}, times=np.arange(2020, 2023), outputs=["pile"], method="euler"
        )
