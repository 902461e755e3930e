"""Runs in parts: the same numbers as in one call, whatever the size of a part."""

from __future__ import annotations

import numpy as np
import pytest

from zysim.errors import InputError
from zysim.kernel import compile_model
from zysim.kernel.chunks import integrate_chunks
from zysim.reading.graph import ModelGraph

RUNS = 210
DROUGHT = np.linspace(-1, 2, RUNS)
OUTPUTS = ["energy_co2_provincial"]


def draw(some: slice) -> dict[str, np.ndarray]:
    return {"drought_index": DROUGHT[some]}


@pytest.mark.parametrize(
    ("engine", "size"),
    [("auto", 7), ("auto", 1000), ("numpy", 64), ("llvm", 7), ("llvm", 64), ("llvm", 1000)],
)
def test_parts_equal_one_call_to_the_last_bit(city: ModelGraph, engine: str, size: int) -> None:
    kernel = compile_model(city, engine)
    _, whole = kernel.integrate(draw(slice(None)), until=2031, outputs=OUTPUTS)
    parts = list(integrate_chunks(kernel, draw, RUNS, size=size, until=2031, outputs=OUTPUTS))
    joined = np.concatenate([values[OUTPUTS[0]] for _, _, values in parts])
    np.testing.assert_array_equal(joined, whole[OUTPUTS[0]])
    assert [some.start for some, _, _ in parts] == list(range(0, RUNS, size))


def test_threads_do_not_change_the_numbers(city: ModelGraph) -> None:
    one, many = (
        compile_model(city, "llvm", threads=count).integrate(
            draw(slice(None)), until=2031, outputs=OUTPUTS
        )[1][OUTPUTS[0]]
        for count in (1, 3)
    )
    np.testing.assert_array_equal(one, many)


def test_no_threads_are_refused(city: ModelGraph) -> None:
    with pytest.raises(InputError, match="threads=0: give 1 or more"):
        compile_model(city, threads=0)


@pytest.mark.parametrize(("runs", "size"), [(0, 4), (4, 0)])
def test_no_runs_are_refused(city: ModelGraph, runs: int, size: int) -> None:
    with pytest.raises(InputError, match="both must be 1 or more"):
        next(integrate_chunks(compile_model(city), draw, runs, size=size))
