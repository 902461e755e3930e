"""Plain Python and NumPy give the same bits, whatever the expression and the numbers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zysim.errors import ResultError
from zysim.kernel import Kernel, compile_model
from zysim.reading.expressions import Expression, Number, Op, Ref, Table
from zysim.reading.graph import ModelGraph

RUNS = 11
NAMES = ("a", "b", "c", "s", "time")
NUMBERS = st.sampled_from([-2.5, -1.0, 0.25, 0.5, 1.0, 2.0, 3.0, 7.3, 2021.0])
LEAVES = st.one_of(NUMBERS.map(Number), st.sampled_from(NAMES).map(Ref))
POINTS = ((-1.0, 0.3, 2.0, 5.0), (2.0, 1.7, -3.0, 9.1))
WAYS = st.sampled_from(("interpolate", "extrapolate", "forward", "backward"))
COMPARE = ("<", "<=", ">", ">=", "=", "<>")


def grow(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    """Return expressions one level deeper."""

    def op(names: tuple[str, ...], count: int) -> st.SearchStrategy[Expression]:
        return st.builds(Op, st.sampled_from(names), st.tuples(*[inner] * count))

    compare = op(COMPARE, 2)
    both = st.builds(Op, st.sampled_from(("and", "or")), st.tuples(compare, compare))
    condition = st.one_of(compare, both, st.builds(lambda c: Op("not", (c,)), compare))
    branch = st.builds(lambda c, x, y: Op("if", (c, x, y)), condition, inner, inner)
    total = st.builds(lambda *parts: Op("sum", parts), inner, inner, inner)
    return st.one_of(
        op(("+", "-", "*", "/", "^", "max", "min", "zidz", "step", "pulse"), 2),
        op(("neg", "abs", "exp", "ln", "sqrt", "sin", "cos", "arctan", "trunc"), 1),
        st.builds(lambda x, way: Op("lookup", (x, Table(*POINTS, way))), inner, WAYS),
        op(("xidz", "ramp"), 3),
        branch,
        total,
    )


EXPRESSIONS = st.recursive(LEAVES, grow, max_leaves=12)


def run(kernel: Kernel, batch: dict[str, np.ndarray]) -> dict[str, np.ndarray] | str:
    """Return the values, or what the kernel says about a value that is not finite."""
    try:
        return kernel.integrate(batch, outputs=["y", "s"])[1]
    except ResultError as error:
        return str(error)


@pytest.mark.slow
@settings(max_examples=250, deadline=None, derandomize=True)
@given(expression=EXPRESSIONS, seed=st.integers(0, 3))
def test_same_bits(make: Callable[..., ModelGraph], expression: Expression, seed: int) -> None:
    rng = np.random.default_rng(seed)
    flow = Op("min", (Number(0.5), Op("*", (Ref("b"), Number(0.1)))))
    graph = make(
        {"a": Number(1.5), "b": Number(0.7), "c": Number(2.0), "y": expression},
        stocks={"s": (flow, Ref("a"))},
        step=0.5,
    )
    batch = {name: rng.uniform(0.1, 4.0, size=RUNS) for name in ("a", "b")}
    batch["c"] = rng.choice([-1.0, 0.5, 2.0, 1.7], size=RUNS)
    slow = run(compile_model(graph, "python"), batch)
    fast = run(compile_model(graph, "numpy"), batch)
    if isinstance(slow, str) or isinstance(fast, str):
        assert slow == fast
    else:
        assert all(np.array_equal(slow[name], fast[name]) for name in slow)


@pytest.mark.parametrize("exponent", [-1.0, 0.0, 0.5, 1.0, 2.0, 3.0, 0.37])
def test_an_exponent_may_stand_alone_or_in_a_column(
    make: Callable[..., ModelGraph], exponent: float
) -> None:
    """NumPy takes a shorter way for some exponents, but only when they are one number."""
    graph = make({"a": Number(1.0), "b": Number(exponent), "y": Op("^", (Ref("a"), Ref("b")))})
    kernel = compile_model(graph, "numpy")
    base = np.random.default_rng(0).uniform(0.01, 50.0, size=2000)
    alone = kernel.integrate({"a": base}, until=2021)[1]["y"]
    column = kernel.integrate({"a": base, "b": np.full(2000, exponent)}, until=2021)[1]["y"]
    plain = compile_model(graph, "python").integrate({"a": base}, until=2021)[1]["y"]
    assert np.array_equal(alone, column)
    assert np.array_equal(alone, plain)
