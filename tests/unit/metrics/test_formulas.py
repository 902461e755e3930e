"""Formulas in runs: by hand, and where a run has no value."""

from __future__ import annotations

import numpy as np
import pytest

from zysim.errors import InputError
from zysim.inputs.formula import fixed_in, parse_formula
from zysim.metrics.formulas import value_of

TIMES = np.array([0.0, 0.5, 1.0, 1.5])
VALUES = {
    "x": np.array([[1.0, 4.0, 2.0, 0.0], [1.0, 2.0, 3.0, 4.0]]),
    "y": np.array([[2.0, 2.0, 2.0, 2.0], [1.0, 0.0, 1.0, 2.0]]),
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x[0.5]", [4.0, 2.0]),
        ("x[end] - x[start]", [-1.0, 3.0]),
        ("max(x) / y[1]", [2.0, 4.0]),
        ("max(x, y)[1]", [2.0, 3.0]),
        ("(x / y)[0.5]", [2.0, np.nan]),
        ("mean(x * y)", [3.5, 3.0]),
        ("sum(x - x[start])", [3.0, 6.0]),
        ("min(x)", [0.0, 1.0]),
        ("time_of_max(x)", [0.5, np.nan]),
        ("time_of_min(x)", [np.nan, 0.0]),
        ("time_of_max(y)", [np.nan, np.nan]),
        ("first_above(x, 2.5)", [0.25, 0.75]),
        ("first_above(x, y[start])", [0.5 / 3, 0.0 + 0.5 * 0.0]),
        ("first_above(x, 9)", [np.nan, np.nan]),
        ("first_below(x, 1.5)", [0.0, 0.0]),
        ("x[1] > 2.5", [0.0, 1.0]),
        ("if(x[1] > 2.5, 10, x[0])", [1.0, 10.0]),
        ("ln(x[end])", [np.nan, np.log(4.0)]),
        ("2 ^ -1", [0.5, 0.5]),
    ],
)
def test_values_are_those_by_hand(text: str, expected: list[float]) -> None:
    found = value_of(parse_formula(text), VALUES, TIMES)
    np.testing.assert_allclose(found, expected, atol=1e-12)


def test_a_constant_is_one_number() -> None:
    formula = fixed_in(parse_formula("max(x) / y + y[start]"), {"y"})
    np.testing.assert_allclose(value_of(formula, VALUES, TIMES), [4.0, 5.0])


def test_a_moment_that_is_not_reported_is_refused() -> None:
    with pytest.raises(InputError, match=r"moment 0\.7 is not reported: .* 0 to 1\.5 by 0\.5") as e:
        value_of(parse_formula("x[0.7]"), VALUES, TIMES)
    assert "没有时刻 0.7" in str(e.value.zh)
