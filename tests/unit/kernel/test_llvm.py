"""Machine code against NumPy: operations, whole model, chunks and threads, its cache."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import zysim.kernel.llvm.machine as machine_module
from zysim.errors import InputError, ResultError
from zysim.kernel import Kernel, compile_model
from zysim.kernel.batch import columns_of
from zysim.kernel.clock import clock_of
from zysim.kernel.compile import build as functions_of
from zysim.kernel.compile import build_machine
from zysim.kernel.integrate import MachineRun
from zysim.kernel.live import live_graph
from zysim.kernel.llvm.machine import make_machine, run_machine
from zysim.kernel.methods import Method
from zysim.reading.expressions import Expression, Number, Op, Ref, Table
from zysim.reading.graph import ModelGraph

Make = Callable[..., ModelGraph]
OUTPUTS = ["energy_co2_provincial", "gdp", "forest_sink"]


def values_of(make: Make, expression: Expression, columns: dict[str, np.ndarray]) -> np.ndarray:
    graph = make({"a": Number(1.0), "b": Number(1.0), "y": expression})
    return compile_model(graph, "llvm").integrate(columns, outputs=["y"])[1]["y"][:, 0]


@pytest.mark.parametrize("exponent", [2.0, 3.0, -1.0, 0.0, 0.5, 0.37, -2.0, 1.0])
def test_powers(make: Make, exponent: float) -> None:
    a = np.linspace(0.1, 9.0, 50)
    found = values_of(make, Op("^", (Ref("a"), Number(exponent))), {"a": a})
    np.testing.assert_allclose(found, a**exponent, rtol=1e-14)


@pytest.mark.parametrize("exponent", [2.0, 3.0, -1.0, -2.0])
def test_whole_powers_of_negative_numbers_keep_their_sign(make: Make, exponent: float) -> None:
    a = -np.linspace(0.1, 9.0, 50)
    found = values_of(make, Op("^", (Ref("a"), Ref("b"))), {"a": a, "b": np.full(50, exponent)})
    np.testing.assert_allclose(found, a**exponent, rtol=1e-14)


def test_broken_power_of_a_negative_number_is_told(make: Make) -> None:
    with pytest.raises(ResultError, match=r"y is nan in 2020 \(run 0\)"):
        values_of(make, Op("^", (Ref("a"), Number(0.5))), {"a": np.full(20, -2.0)})


NUMBERS = st.floats(-4.0, 4.0, allow_nan=False).map(Number)


def _grow(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    def op(names: tuple[str, ...], count: int) -> st.SearchStrategy[Expression]:
        return st.builds(Op, st.sampled_from(names), st.tuples(*[inner] * count))

    compare = op(("<", "<=", ">", ">="), 2)
    test = st.one_of(compare, st.builds(lambda a, b: Op("and", (a, b)), compare, compare))
    return st.one_of(
        op(("+", "-", "*", "/", "max", "min", "zidz", "step", "pulse"), 2),
        op(("neg", "abs", "exp", "sin", "cos", "arctan"), 1),
        st.builds(lambda x: Op("lookup", (x, Table((-1.0, 0.3, 2.0), (2.0, 1.7, -3.0)))), inner),
        op(("xidz", "ramp"), 3),
        st.builds(lambda c, x, y: Op("if", (c, x, y)), test, inner, inner),
        st.builds(lambda *parts: Op("sum", parts), inner, inner, inner),
    )


EXPRESSIONS = st.recursive(
    st.one_of(NUMBERS, st.sampled_from(("a", "b", "time")).map(Ref)), _grow, max_leaves=8
)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(expression=EXPRESSIONS)
def test_random_expressions_agree_with_numpy(make: Make, expression: Expression) -> None:
    graph = make({"a": Number(1.0), "b": Number(0.5), "y": expression}, step=0.5)
    rng = np.random.default_rng(3)
    batch = {name: rng.uniform(0.1, 3.0, 11) for name in ("a", "b")}
    try:
        wanted = compile_model(graph, "numpy").integrate(batch, outputs=["y"])[1]["y"]
    except ResultError:
        with pytest.raises(ResultError):
            compile_model(graph, "llvm").integrate(batch, outputs=["y"])
        return
    assume(np.abs(wanted).max() < 1e100)
    found = compile_model(graph, "llvm").integrate(batch, outputs=["y"])[1]["y"]
    np.testing.assert_allclose(found, wanted, rtol=1e-11, atol=1e-11 * np.abs(wanted).max())


def _any_may_differ(kernel: Kernel, batch: dict[str, np.ndarray], output: str) -> np.ndarray:
    """Return what the code gives that takes nothing for granted: the first batch is a stranger."""
    other = next(name for name in kernel.graph.constants if name not in (*batch, "time_step"))
    kernel.integrate({other: np.arange(1.0, 3.0)}, outputs=[output], refuse=False)
    return kernel.integrate(batch, outputs=[output], refuse=False)[1][output]


@settings(max_examples=15, deadline=None, derandomize=True)
@given(expression=EXPRESSIONS, method=st.sampled_from(("euler", "rk2", "rk4")))
def test_what_is_known_to_be_the_same_changes_no_bit(
    make: Make, expression: Expression, method: Method
) -> None:
    """Stocks of both kinds, one moved by what differs between runs, one by what does not."""
    same = Op("*", (Ref("calm"), Op("sin", (Op("/", (Ref("time"), Ref("b"))),))))
    moved = Op("/", (Op("-", (Ref("y"), Ref("lively"))), Op("+", (Ref("calm"), Number(9.0)))))
    graph = make(
        {"a": Number(1.0), "b": Number(0.5), "c": Number(0.0), "y": expression},
        stocks={"calm": (same, Number(2.0)), "lively": (moved, Ref("calm"))},
        step=0.5,
    )
    batch = {"a": np.random.default_rng(3).uniform(0.1, 3.0, 11)}
    made = compile_model(graph, "llvm", method=method)
    found = made.integrate(batch, outputs=["lively"], refuse=False)[1]["lively"]
    general = _any_may_differ(compile_model(graph, "llvm", method=method), batch, "lively")
    np.testing.assert_array_equal(found, general)
    numpy = compile_model(graph, "numpy", method=method)
    wanted = numpy.integrate(batch, outputs=["lively"], refuse=False)[1]["lively"]
    assume(np.nanmax(np.abs(wanted), initial=0.0) < 1e100)
    scale = np.nanmax(np.abs(wanted), initial=1e-300)
    np.testing.assert_allclose(found, wanted, rtol=1e-9, atol=1e-9 * scale)


LIMITS = {
    "min": Op("min", (Op("/", (Number(1.0), Ref("b"))), Ref("a"))),
    "max": Op("max", (Ref("a"), Op("ln", (Ref("b"),)))),
    "quotient": Op("min", (Op("/", (Ref("a"), Ref("b"))), Number(7.0))),
    "broken": Op("max", (Ref("a"), Op("/", (Ref("b"), Ref("b"))))),
}


@pytest.mark.parametrize("name", LIMITS)
def test_what_is_the_same_and_not_finite_is_as_in_numpy(make: Make, name: str) -> None:
    moving = Op("+", (LIMITS[name], Op("*", (Number(0.0), Ref("time")))))
    graph = make({"a": Number(1.0), "b": Number(0.0), "y": moving})
    batch = {"a": np.array([-1.0, 0.0, 2.0, 3.0])}

    def values(engine: str) -> np.ndarray:
        return compile_model(graph, engine).integrate(batch, outputs=["y"], refuse=False)[1]["y"]

    np.testing.assert_array_equal(values("llvm"), values("numpy"))


def test_a_kernel_is_made_for_what_differs_in_its_first_batch(make: Make) -> None:
    """What differs later as well takes the code in which anything may."""
    made: list[frozenset[str] | None] = []

    def build(*asked: object) -> MachineRun:
        made.append(asked[-2])  # type: ignore[arg-type]
        return build_machine(*asked)  # type: ignore[arg-type]

    graph = make({"a": Number(1.0), "b": Number(0.5), "y": Op("*", (Ref("a"), Ref("b")))})
    kernel = Kernel(graph, "llvm", functions_of, build)
    rising, steady = np.arange(1.0, 5.0), np.full(4, 3.0)
    for batch, wanted in (
        ({"a": rising, "b": steady}, rising * 3.0),
        ({"a": rising, "b": 2 * steady}, rising * 6.0),
        ({"a": rising, "b": rising}, rising**2),
        ({"b": rising}, rising),
    ):
        found = kernel.integrate(batch, outputs=["y"])[1]["y"]
        assert found[:, -1].tolist() == wanted.tolist()
    assert made == [frozenset({"a"}), None]


def test_many_runs_take_code_made_with_more_care_and_the_same_numbers(make: Make) -> None:
    quick: list[object] = []

    def build(*asked: object) -> MachineRun:
        quick.append(asked[-1])
        return build_machine(*asked)  # type: ignore[arg-type]

    graph = make({"a": Number(1.0), "y": Op("ln", (Op("/", (Number(3.0), Ref("a"))),))})
    kernel = Kernel(graph, "llvm", functions_of, build, quick_runs=20)
    batch = {"a": np.arange(1.0, 13.0)}
    first, second, third = (kernel.integrate(batch, outputs=["y"])[1]["y"] for _ in range(3))
    assert quick == [True, False]
    assert np.array_equal(first, second)
    assert np.array_equal(first, third)


def test_rows_that_need_too_much_room_are_done_without(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    moving = Op("*", (Ref("a"), Op("sin", (Ref("time"),))))
    graph = make({"a": Number(1.0), "y": moving})
    batch = {"a": np.arange(1.0, 12.0)}

    def values() -> np.ndarray:
        return compile_model(graph, "llvm").integrate(batch, outputs=["y"])[1]["y"]

    usual = values()
    monkeypatch.setattr(machine_module, "MOST_ROW_BYTES", 0)
    assert np.array_equal(values(), usual)


def test_stocks_that_no_output_needs_are_left_out(make: Make) -> None:
    grows = {"needed": (Ref("a"), Ref("once")), "idle": (Ref("needed"), Number(0.0))}
    graph = make(
        {"a": Number(1.0), "y": Op("+", (Ref("needed"), Number(1.0))), "once": Ref("early")},
        stocks=grows | {"early": (Ref("a"), Number(5.0))},
    )
    live = live_graph(graph, ["y"])
    assert list(live.stocks) == ["needed"]
    assert live.kept == {"early": Number(5.0)}
    batch = {"a": np.arange(1.0, 12.0)}
    fast, slow = (
        compile_model(graph, engine).integrate(batch, outputs=["y"])[1]["y"]
        for engine in ("llvm", "numpy")
    )
    assert np.array_equal(fast, slow)


@pytest.fixture(scope="module")
def settings_of_levers(city: ModelGraph) -> dict[str, np.ndarray]:
    """Return 37 runs (no whole number of vectors) with every lever drawn."""
    rng = np.random.default_rng(5)
    levers = [name for name in city.constants if name.startswith("lever_setting[")]
    return {name: rng.uniform(0.0, 1.0, 37) for name in levers}


def test_every_variable_of_the_city_agrees(
    city: ModelGraph, settings_of_levers: dict[str, np.ndarray]
) -> None:
    """Within 1e-12 of each scalar's own size: exp, ln and powers differ in the last bits."""
    fast = compile_model(city, "llvm").integrate(settings_of_levers)[1]
    slow = compile_model(city, "numpy").integrate(settings_of_levers)[1]
    worst = max(
        float(np.max(np.abs(fast[name] - slow[name])) / max(1e-300, np.max(np.abs(slow[name]))))
        for name in slow
        if np.any(slow[name])
    )
    assert worst < 1e-12


def test_numbers_do_not_depend_on_chunks_or_threads(
    city: ModelGraph, settings_of_levers: dict[str, np.ndarray], monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = make_machine(city, OUTPUTS, "euler", set(settings_of_levers))
    constants, runs = columns_of(city, settings_of_levers)

    def run(threads: int) -> dict[str, np.ndarray]:
        values = {name: np.empty((runs, 41)) for name in OUTPUTS}
        run_machine(machine, constants, values, clock_of(city), threads=threads)
        return values

    whole = run(1)
    for threads in (1, 2, 5):
        monkeypatch.setattr(machine_module, "CHUNK_BYTES", 1 if threads > 1 else 16_000_000)
        part = run(threads)
        assert all(np.array_equal(whole[name], part[name]) for name in OUTPUTS)


def test_damaged_object_code_is_made_again(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZYSIM_CACHE", str(tmp_path))
    twice = Op("*", (Ref("a"), Number(2.0)))
    columns = {"a": np.arange(1.0, 10.0)}
    first = values_of(make, twice, columns)
    (entry,) = tmp_path.glob("kernel-*.o")
    sound = entry.read_bytes()
    entry.write_bytes(sound[:-1] + bytes([sound[-1] ^ 1]))
    assert np.array_equal(values_of(make, twice, columns), first)
    assert entry.read_bytes() == sound


def test_cached_code_gives_the_same_numbers(
    city: ModelGraph, settings_of_levers: dict[str, np.ndarray]
) -> None:
    def run() -> dict[str, np.ndarray]:
        kernel: Kernel = compile_model(city, "llvm")
        return kernel.integrate(settings_of_levers, outputs=OUTPUTS)[1]

    once, again = run(), run()
    assert all(np.array_equal(once[name], again[name]) for name in OUTPUTS)


def test_division_by_a_constant_keeps_the_last_bit(make: Make) -> None:
    rng = np.random.default_rng(2)
    a = rng.uniform(-1.0, 1.0, 40_000) * 10.0 ** rng.integers(-30, 30, 40_000)
    b = rng.uniform(0.1, 10.0, 40_000) * 10.0 ** rng.integers(-30, 30, 40_000)
    moving = Op("+", (Ref("a"), Op("*", (Number(0.0), Ref("time")))))
    found = values_of(make, Op("/", (moving, Ref("b"))), {"a": a, "b": b})
    assert np.array_equal(found, a / b)


def test_without_llvmlite_many_runs_stay_with_numpy_and_llvm_is_refused(
    city: ModelGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zysim.kernel.compile.find_spec", lambda _name: None)
    assert compile_model(city).engine_for(5000) == "numpy"
    with pytest.raises(InputError, match="engine 'llvm' needs the package llvmlite") as caught:
        compile_model(city, "llvm")
    assert "llvmlite" in (caught.value.zh or "")
