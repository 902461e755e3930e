"""Outcomes: each is one finite number a run, and says what its name says."""

from __future__ import annotations

import numpy as np
import pytest

from zysim.inputs.read_city import read_city
from zysim.metrics.outcomes import lower_peak_time, outcomes_of, slope

YEARS = np.arange(2020, 2061)
TOPS = np.array([[2026], [2030], [2034], [2070]])
HUMPS = 5 - 0.004 * (YEARS - TOPS) ** 2.0


def test_each_gives_one_finite_number_a_run() -> None:
    for each in outcomes_of(read_city()).values():
        found = each.measure(HUMPS, YEARS)
        assert found.shape == (4,)
        assert np.isfinite(found[:3]).all()


def test_they_say_what_their_names_say() -> None:
    found = {name: each.measure(HUMPS, YEARS) for name, each in outcomes_of(read_city()).items()}
    assert found["by_2030"].tolist() == [1, 1, 0, 0]
    assert ((found["margin"] >= 0) == (found["by_2030"] == 1)).all()
    np.testing.assert_allclose(found["peak_level"][:3], 5)
    np.testing.assert_allclose(found["peak_time"], [2026, 2030, 2034, np.nan])
    np.testing.assert_allclose(found["level_2030"], HUMPS[:, 10])
    np.testing.assert_allclose(found["cumulative"], HUMPS[:, 1:].sum(axis=1))
    np.testing.assert_allclose(found["slope"], -0.008 * (2030 - TOPS[:, 0]))


def test_a_run_without_a_peak_has_no_time_but_a_bound() -> None:
    np.testing.assert_allclose(lower_peak_time(HUMPS, YEARS), [2026, 2030, 2034, 2060])


def test_slope_needs_its_years() -> None:
    with pytest.raises(Exception, match="2032 is outside the simulated years"):
        slope(HUMPS[:, :11], YEARS[:11], 2030)
