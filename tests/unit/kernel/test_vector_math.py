"""Exponential and logarithm of machine code against mpmath: within 2 ulp, and all edges."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

import mpmath
import numpy as np
import pytest

from zysim.kernel import Kernel, compile_model
from zysim.reading.expressions import Number, Op, Ref
from zysim.reading.graph import ModelGraph

Make = Callable[..., ModelGraph]
Values = Callable[[np.ndarray], np.ndarray]
InNode = Callable[..., dict[str, np.ndarray]]
EXACT = {"exp": mpmath.exp, "ln": mpmath.log}
DIGITS = 30
SPANS = {
    "exp": ((-745.2, 709.8), (-1.0, 1.0), (-1e-9, 1e-9), (-745.2, -707.0)),
    "ln": ((0.5, 2.0), (1 - 1e-6, 1 + 1e-6), (1e-3, 1e9)),
}
"""Numbers are drawn evenly in these; for the logarithm also evenly in their exponent."""
EDGES = {
    "exp": [
        (math.inf, math.inf),
        (-math.inf, 0.0),
        (0.0, 1.0),
        (-0.0, 1.0),
        (709.782712893384, float(mpmath.exp(709.782712893384))),
        (709.782712893385, math.inf),
        (1e300, math.inf),
        (-1e300, 0.0),
        (-745.0, 5e-324),
        (-745.2, 0.0),
        (math.nan, math.nan),
    ],
    "ln": [
        (math.inf, math.inf),
        (0.0, -math.inf),
        (-0.0, -math.inf),
        (1.0, 0.0),
        (5e-324, -744.4400719213812),
        (-5e-324, math.nan),
        (-1.0, math.nan),
        (-math.inf, math.nan),
        (math.nan, math.nan),
    ],
}


@pytest.fixture(scope="module")
def functions(make: Make) -> dict[str, Values]:
    """Return both functions, as a model of machine code has them."""
    ratio = Op("/", (Ref("a"), Ref("b")))  # a constant is finite, so what is not is made inside
    equations = {name: Op(name, (ratio,)) for name in EXACT}
    graph = make({"a": Number(1.0), "b": Number(1.0), **equations})
    found = {}
    for name in EXACT:
        kernel = compile_model(graph, "llvm")

        def values(x: np.ndarray, name: str = name, kernel: Kernel = kernel) -> np.ndarray:
            a = np.where(np.isfinite(x), x, np.nan_to_num(np.sign(x)))
            batch = {"a": a, "b": np.isfinite(x).astype(float)}
            return kernel.integrate(batch, outputs=[name], refuse=False)[1][name][:, 0]

        found[name] = values
    return found


def drawn(name: str, count: int) -> np.ndarray:
    """Return numbers from every span, about ``count`` in all."""
    rng = np.random.default_rng(14)
    each = count // (len(SPANS[name]) + 1)
    parts = [rng.uniform(*span, each) for span in SPANS[name]]
    wide = 10.0 ** rng.uniform(-323, 308, each)
    return np.concatenate([*parts, wide if name == "ln" else np.log(wide)])


@pytest.fixture(scope="module")
def in_browsers(make: Make, in_node: InNode) -> dict[str, Values]:
    """Return both functions as WebAssembly has them, which cannot add and multiply in one step."""
    ratio = Op("/", (Ref("a"), Ref("b")))
    graph = make(
        {"a": Number(1.0), "b": Number(1.0), **{each: Op(each, (ratio,)) for each in EXACT}}
    )

    def values(x: np.ndarray, name: str) -> np.ndarray:
        a = np.where(np.isfinite(x), x, np.nan_to_num(np.sign(x)))
        found = in_node(graph, [name], {"a": a, "b": np.isfinite(x).astype(float)})
        return found[name][:, 0]

    return {name: partial(values, name=name) for name in EXACT}


def worst_error(name: str, values: Values, count: int) -> float:
    """Return the largest error in units of the last place of the exact value."""
    x = drawn(name, count)
    found = values(x)
    worst = 0.0
    with mpmath.workdps(DIGITS):
        for at, each in zip(x.tolist(), found.tolist(), strict=True):
            exact = EXACT[name](at)
            gap = float(abs(each - exact)) / max(math.ulp(float(exact)), 5e-324)
            worst = max(worst, gap)
    return worst


@pytest.mark.parametrize("name", EXACT)
def test_within_two_ulp(functions: dict[str, Values], name: str) -> None:
    assert worst_error(name, functions[name], 4_000) <= 2


@pytest.mark.referee
@pytest.mark.slow
@pytest.mark.parametrize("name", EXACT)
def test_within_two_ulp_at_a_million_numbers(functions: dict[str, Values], name: str) -> None:
    assert worst_error(name, functions[name], 1_000_000) <= 2


@pytest.mark.parametrize("name", EXACT)
def test_edges(functions: dict[str, Values], name: str) -> None:
    x, wanted = (np.array(part) for part in zip(*EDGES[name], strict=True))
    np.testing.assert_allclose(functions[name](x), wanted, rtol=4e-16)


@pytest.mark.parametrize("name", EXACT)
def test_in_browsers(in_browsers: dict[str, Values], name: str) -> None:
    assert worst_error(name, in_browsers[name], 1_000) <= 2
    x, wanted = (np.array(part) for part in zip(*EDGES[name], strict=True))
    np.testing.assert_allclose(in_browsers[name](x), wanted, rtol=4e-16)
