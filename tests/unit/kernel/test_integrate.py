"""Euler's method, batches, and results that do not depend on who runs beside whom."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

import zysim.kernel.integrate
from zysim.inputs.tables import Tables
from zysim.kernel import Kernel, compile_model
from zysim.reading.expressions import Number, Op, Ref
from zysim.reading.graph import ModelGraph

ENGINES = ["python", "numpy"]
CITY = ["energy_co2_provincial", "gdp", "forest_sink", "vehicles", "sector_co2"]


@pytest.fixture(scope="module")
def tank(make: Callable[..., ModelGraph]) -> ModelGraph:
    """A tank that empties by a share a year, in two places, with its first level kept."""
    stocks = {
        f"tank[{place}]": (Op("neg", (Ref(f"outflow[{place}]"),)), Ref("full"))
        for place in ("here", "there")
    }
    plain = {
        "full": Number(16.0),
        "share[here]": Number(0.5),
        "share[there]": Number(0.25),
        "outflow[here]": Op("*", (Ref("tank[here]"), Ref("share[here]"))),
        "outflow[there]": Op("*", (Ref("tank[there]"), Ref("share[there]"))),
    }
    return make(plain, stocks, {"first": Ref("outflow[here]")}, step=0.5)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("steps", "levels"),
    [
        pytest.param(1, [16, 8, 4], id="one step a year"),
        pytest.param(None, [16, 9, 5.0625], id="step of the model file"),
        pytest.param(4, [16, 16 * 0.875**4, 16 * 0.875**8], id="four steps a year"),
    ],
)
def test_euler(tank: ModelGraph, engine: str, steps: int | None, levels: list[float]) -> None:
    years, values = compile_model(tank, engine).integrate({}, until=2022, steps_per_year=steps)
    assert years.tolist() == [2020, 2021, 2022]
    assert values["tank[here]"].tolist() == [levels]
    assert values["outflow[here]"].tolist() == [[level / 2 for level in levels]]
    assert values["first"].tolist() == [[8, 8, 8]]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_constant_is_set_alone_or_as_a_whole_array(tank: ModelGraph, engine: str) -> None:
    kernel = compile_model(tank, engine)
    half = np.array([0.5, 0.125])
    _, one = kernel.integrate({"share[there]": half}, until=2021, steps_per_year=1)
    _, all_ = kernel.integrate({"share": half}, until=2021, steps_per_year=1)
    assert one["tank[there]"][:, 1].tolist() == all_["tank[there]"][:, 1].tolist() == [8, 14]
    assert one["tank[here]"][:, 1].tolist() == [8, 8]
    assert all_["tank[here]"][:, 1].tolist() == [8, 14]


@pytest.mark.parametrize("engine", ENGINES)
def test_one_value_serves_every_run(tank: ModelGraph, engine: str) -> None:
    batch = {"full": np.array([8.0]), "share": np.array([0.5, 0.25, 0.125])}
    _, values = compile_model(tank, engine).integrate(batch, until=2021, steps_per_year=1)
    assert values["tank[here]"].tolist() == [[8, 4], [8, 6], [8, 7]]


def test_outputs_are_kept_in_the_order_asked_for(tank: ModelGraph) -> None:
    _, values = compile_model(tank).integrate({}, outputs=["share", "tank[there]", "share[here]"])
    assert list(values) == ["share[here]", "share[there]", "tank[there]"]
    assert values["share[here]"].tolist() == [[0.5] * 5]


def test_everything_is_reported_when_nothing_is_asked_for(tank: ModelGraph) -> None:
    assert set(compile_model(tank).integrate({})[1]) == set(tank.home)


@pytest.mark.parametrize(("runs", "engine"), [(8, "python"), (9, "llvm")])
def test_auto_takes_python_for_a_few_runs(tank: ModelGraph, runs: int, engine: str) -> None:
    assert compile_model(tank).engine_for(runs) == engine


def test_auto_takes_numpy_where_no_machine_code_can_be_made(
    tank: ModelGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel = compile_model(tank)
    monkeypatch.setattr(kernel, "_build_machine", None)
    assert kernel.engine_for(9) == "numpy"


def same(one: dict[str, np.ndarray], other: dict[str, np.ndarray]) -> bool:
    return all(np.array_equal(one[name], other[name]) for name in one)


@pytest.fixture(scope="module")
def batch(tables: Tables, city: ModelGraph) -> dict[str, np.ndarray]:
    """Twelve runs of the city in which every uncertain number is drawn at random."""
    rng = np.random.default_rng(7)
    return {
        name: np.append(city.constants[name], rng.uniform(each.low, each.high, size=11))
        for name, each in tables.uncertainty.items()
    }


def test_the_size_of_a_chunk_changes_no_bit(
    kernel: Kernel, batch: dict[str, np.ndarray], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, whole = kernel.integrate(batch, until=2030, outputs=CITY)
    monkeypatch.setattr(zysim.kernel.integrate, "CHUNK", 5)
    assert same(whole, kernel.integrate(batch, until=2030, outputs=CITY)[1])


def test_a_run_is_the_same_alone_and_among_many(
    city: ModelGraph, kernel: Kernel, batch: dict[str, np.ndarray]
) -> None:
    _, many = kernel.integrate(batch, until=2035, outputs=CITY)
    plain = compile_model(city, "python")
    for run in (0, 6, 11):
        alone = {name: values[run : run + 1] for name, values in batch.items()}
        wanted = {name: values[run : run + 1] for name, values in many.items()}
        assert same(wanted, kernel.integrate(alone, until=2035, outputs=CITY)[1])
        assert same(wanted, plain.integrate(alone, until=2035, outputs=CITY)[1])


def test_both_engines_give_the_same_bits_for_every_variable_of_the_city(
    city: ModelGraph, kernel: Kernel, batch: dict[str, np.ndarray]
) -> None:
    two = {name: values[:2] for name, values in batch.items()}
    _, fast = kernel.integrate(two)
    _, slow = compile_model(city, "python").integrate(two)
    assert same(fast, slow)
    assert len(fast) == len(city.home)


def test_a_kernel_keeps_nothing_from_one_run_to_the_next(
    kernel: Kernel, batch: dict[str, np.ndarray]
) -> None:
    _, before = kernel.integrate({}, until=2025, outputs=CITY)
    kernel.integrate(batch, until=2022, outputs=CITY)
    assert same(before, kernel.integrate({}, until=2025, outputs=CITY)[1])
