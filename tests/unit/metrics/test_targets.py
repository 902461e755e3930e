"""The scoreboard, one kind of comparison at a time."""

from __future__ import annotations

import numpy as np
import pytest

from zysim.errors import InputError, ResultError
from zysim.inputs.provenance import Provenance
from zysim.inputs.targets import Target
from zysim.metrics.targets import score_targets, variables_needed

YEARS = np.arange(2020, 2041)
RISING = np.linspace(1.0, 3.0, YEARS.size)[np.newaxis]


def target(compare: str, threshold: float, **other: object) -> Target:
    row = {
        "id": "T01",
        "label_zh": "目标",
        "label_en": "Target",
        "year": 2030,
        "variable": "x",
        "unit": "dmnl",
        "reference_year": None,
        "clauses": ("aims",),
        "provenance": Provenance(source="plan", locator="aims", quality="plan", note=""),
        "compare": compare,
        "threshold": threshold,
        "low": threshold,
        "high": threshold,
    }
    return Target(**{**row, **other})


@pytest.mark.parametrize(
    ("compare", "threshold", "other", "state", "gap"),
    [
        pytest.param(">=", 1.9, {}, "met", 0.1, id="at least, met"),
        pytest.param(">=", 2.1, {}, "missed", -0.1, id="at least, missed"),
        pytest.param(">=", 2.009, {}, "met", -0.009, id="at least, within rounding"),
        pytest.param(">=", 2.011, {}, "missed", -0.011, id="at least, beyond rounding"),
        pytest.param("<=", 2.1, {}, "met", -0.1, id="at most, met"),
        pytest.param("<=", 1.9, {}, "missed", 0.1, id="at most, missed"),
        pytest.param("<=", 1.991, {}, "met", 0.009, id="at most, within rounding"),
        pytest.param("==", 2.0, {}, "met", 0.0, id="equal"),
        pytest.param("==", 2.1, {}, "missed", -0.1, id="not equal"),
        pytest.param("change>=", 100.0, {"reference_year": 2020}, "met", 0.0, id="change"),
        pytest.param("change<=", -14.5, {"reference_year": 2020}, "missed", 114.5, id="no cut"),
        pytest.param(
            "rising>=", 0.0, {"reference_year": 2025}, "met", 100 * 0.1 / 1.9, id="rising"
        ),
        pytest.param("peak<=", 2030.0, {}, "missed", np.nan, id="no peak inside the horizon"),
    ],
)
def test_one_comparison(
    compare: str, threshold: float, other: dict[str, object], state: str, gap: float
) -> None:
    (score,) = score_targets(
        [target(compare, threshold, **other)], {"x": RISING}, YEARS, history=2025
    )
    assert score.state == state
    assert score.gap == pytest.approx([gap], nan_ok=True)


def test_one_falling_year_ends_rising() -> None:
    series = RISING.copy()
    series[0, 8] = series[0, 7] - 0.001
    row = target("rising>=", 0.0, reference_year=2025)
    (score,) = score_targets([row], {"x": series}, YEARS, history=2025)
    assert score.state == "missed"


def test_peak_year_is_the_value() -> None:
    falling = RISING[:, ::-1].copy()
    (score,) = score_targets([target("peak<=", 2030.0)], {"x": falling}, YEARS, history=2025)
    assert score.value == pytest.approx([2020.0])
    assert score.gap == pytest.approx([-10.0])
    assert score.state == "met"


def test_runs_may_differ() -> None:
    both = np.vstack([RISING, RISING / 2])
    (score,) = score_targets([target(">=", 1.5)], {"x": both}, YEARS, history=2025)
    assert (score.state, score.share_met) == ("mixed", 0.5)


def test_not_modelled_is_said() -> None:
    (score,) = score_targets([target(">=", 1.0, variable="")], {}, YEARS, history=2025)
    assert (score.state, score.value, score.share_met) == ("not modelled", None, None)


def test_history_is_a_nowcast() -> None:
    rows = [target(">=", 1.0, year=2025), target(">=", 1.0, year=2026)]
    scores = score_targets(rows, {"x": RISING}, YEARS, history=2025)
    assert [score.kind for score in scores] == ["nowcast", "projection"]


def test_variables_needed() -> None:
    rows = [target(">=", 1, variable="b"), target(">=", 1, variable=""), target("<=", 1)]
    assert variables_needed(rows) == ("b", "x")


def test_variable_that_was_not_reported_is_named() -> None:
    with pytest.raises(InputError, match="target T01: unknown variable 'x'"):
        score_targets([target(">=", 1.0)], {"y": RISING}, YEARS, history=2025)


def test_year_beyond_the_horizon_is_named() -> None:
    with pytest.raises(ResultError, match="year 2050 is outside"):
        score_targets([target(">=", 1.0, year=2050)], {"x": RISING}, YEARS, history=2025)


def test_value_that_is_not_finite_is_named() -> None:
    series = RISING.copy()
    series[0, 10] = np.nan
    with pytest.raises(ResultError, match=r"target T01: x is not finite in 2030 \(run 0\)"):
        score_targets([target(">=", 1.0)], {"x": series}, YEARS, history=2025)
