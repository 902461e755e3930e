"""Bands of sectors hold every sector that city.toml puts into them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from zysim.report.parts import band_lines
from zysim.report.slides.told import Told


def test_a_band_is_the_sum_of_its_sectors(told: Told) -> None:
    whole, case = told.found.ensemble, told.found.last
    one = replace(whole, values={name: each[:, :1] for name, each in whole.values.items()})
    at, city = one.scenarios.index(case), one.city
    lines = band_lines(one, case, city.account)
    assert any(len(city.parts(each)) > 1 for each in city.bands)
    for each in city.bands.values():
        wanted = sum(one.of(name)[at, 0] for name in city.parts(each.id))
        np.testing.assert_allclose(lines[each.label], wanted, atol=1e-9)
