"""Quantiles of a sweep are exact however many parts its runs come in."""

from __future__ import annotations

import numpy as np
import pytest

from zysim.sweeps import summary
from zysim.sweeps.summary import SHARES, spreads_of_parts


@pytest.mark.parametrize("kept", [8, 65_536])
def test_quantiles_are_those_of_all_values_at_once(
    kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(summary, "SORTED", kept)
    random = np.random.default_rng(3)
    years = random.integers(2025, 2060, 5_000).astype(float)
    values = np.column_stack(
        [
            random.lognormal(0, 3, 5_000),
            np.where(years > 2050, np.nan, years),
            np.full(5_000, 7.0),
            np.full(5_000, np.nan),
            random.choice([0.1, np.nextafter(0.1, 1), 0.3], 5_000),
        ]
    )
    units = dict.fromkeys("abcde", "t")
    found = spreads_of_parts(lambda: iter(np.array_split(values, 7)), units)
    for column, each in zip(values.T, found, strict=True):
        known = column[np.isfinite(column)]
        assert each.runs == 5_000
        assert each.lacking == pytest.approx(1 - known.size / 5_000)
        exact = np.quantile(known, SHARES, method="inverted_cdf") if known.size else [np.nan] * 7
        np.testing.assert_array_equal(each.quantiles, exact)
