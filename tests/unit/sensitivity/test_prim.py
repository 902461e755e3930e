"""Patient rule induction: planted boxes are found, noise is not."""

from __future__ import annotations

import re
import time

import numpy as np
import pytest
from scipy.stats import binom

from zysim.arrays import BoolArray, FloatArray
from zysim.errors import InputError, ResultError
from zysim.sensitivity.boxes import choose_box, find_box, quasi_p, reproducibility, trim
from zysim.sensitivity.prim import measure_box, paste, peel


def planted(runs: int = 4096, factors: int = 30, seed: int = 1) -> tuple[FloatArray, BoolArray]:
    """Event in 90 % of the runs with x0 > 0.7 and 0.2 < x2 < 0.8, in 10 % of the others."""
    draw = np.random.default_rng(seed)
    x = draw.random((runs, factors))
    inside = (x[:, 0] > 0.7) & (x[:, 2] > 0.2) & (x[:, 2] < 0.8)
    return x, draw.random(runs) < np.where(inside, 0.9, 0.1)


def test_a_planted_box_is_found_in_noise() -> None:
    x, event = planted()
    found = find_box(x, event)
    box = found.box
    assert box.restricted == (0, 2)
    assert box.low[0] == pytest.approx(0.7, abs=0.03)
    assert np.isinf(box.high[0])
    assert (box.low[2], box.high[2]) == (
        pytest.approx(0.2, abs=0.05),
        pytest.approx(0.8, abs=0.05),
    )
    assert box.density == pytest.approx(0.9, abs=0.04)
    assert (found.quasi_p < 1e-6).all()
    again = reproducibility(x, event, box, resamples=10)
    assert (again >= 0.9).all()


def test_coverage_density_and_mass_are_shares_of_the_runs() -> None:
    x = np.arange(200.0)[:, None]
    event = x[:, 0] >= 150
    box = measure_box(x, event, np.array([100.0]), np.array([174.0]))
    assert (box.mass, box.density, box.coverage) == (75 / 200, 25 / 75, 25 / 50)
    empty = measure_box(x, event, np.array([500.0]), np.array([np.inf]))
    assert (empty.mass, empty.density, empty.coverage) == (0, 0, 0)


def test_each_step_takes_off_a_twentieth_and_the_trajectory_begins_with_all_runs() -> None:
    x, event = planted(2000, 4)
    steps = peel(x, event)
    assert steps[0].mass == steps[0].coverage == 1
    sizes = np.array([step.mass for step in steps])
    assert (np.diff(sizes) / sizes[:-1])[:20] == pytest.approx(-0.05, abs=0.002)
    assert sizes[-1] >= 0.05
    assert {at for step in peel(x, event, only=[1]) for at in step.restricted} == {1}


def test_discrete_inputs_are_peeled_value_by_value() -> None:
    draw = np.random.default_rng(2)
    x = np.column_stack([draw.integers(0, 4, 3000), draw.random(3000), draw.integers(0, 2, 3000)])
    event = draw.random(3000) < np.where((x[:, 0] >= 2) & (x[:, 2] == 0), 0.8, 0.1)
    box = find_box(x, event).box
    assert box.restricted == (0, 2)
    assert (box.low[0], box.high[2]) == (2, 0)


def test_the_rows_outside_an_even_split_of_ties_stay_inside() -> None:
    x = np.repeat([[0.0], [1.0]], 100, axis=0)
    steps = peel(x, np.arange(200) % 3 == 0)
    assert {step.mass for step in steps} <= {1.0, 0.5}


def test_pasting_widens_a_box_that_is_too_small() -> None:
    x, event = planted()
    low, high = np.full(30, -np.inf), np.full(30, np.inf)
    # Above 0.75 the event is as frequent as just below, so the upper bound may go.
    low[0], high[0] = 0.5, 0.75
    small = measure_box(x, event, low, high)
    wide = paste(x, event, small)
    assert wide.high[0] > 0.9
    assert wide.low[0] == 0.5
    assert wide.density > small.density


def test_quasi_p_is_the_binomial_tail_of_the_box_without_the_limit() -> None:
    x, event = planted(1500, 6)
    low, high = np.full(6, -np.inf), np.full(6, np.inf)
    low[0], low[1] = 0.6, 0.3
    box = measure_box(x, event, low, high)
    wider = event[x[:, 0] >= 0.6].mean()
    inside = (x[:, 0] >= 0.6) & (x[:, 1] >= 0.3)
    wanted = binom.sf(event[inside].sum() - 1, inside.sum(), wider)
    assert quasi_p(x, event, box)[1] == pytest.approx(wanted)
    assert trim(x, event, box).restricted == (0,)
    assert trim(x, event, box, most=1.0, limits=2).restricted == (0, 1)


def test_a_box_without_the_event_has_no_significant_limit() -> None:
    x, event = np.arange(200.0)[:, None], np.arange(200) < 20
    box = measure_box(x, event, np.array([150.0]), np.array([np.inf]))
    assert quasi_p(x, event, box).tolist() == [1.0]
    assert trim(x, event, box).restricted == ()


def test_pure_noise_gives_no_box_that_comes_back() -> None:
    draw = np.random.default_rng(3)
    x, event = draw.random((1000, 10)), draw.random(1000) < 0.5
    found = find_box(x, event)
    assert found.box.density - found.overall < 0.2
    assert (reproducibility(x, event, found.box, resamples=10) < 0.9).all()


def test_the_box_chosen_is_best_by_the_stated_rule() -> None:
    x, event = planted(2000, 8)
    steps = peel(x, event)
    chosen = choose_box(x, event, steps)
    score = chosen.coverage * (chosen.density - event.mean())
    for step in steps:
        box = trim(x, event, step)
        assert box.coverage * (box.density - event.mean()) <= score


def test_an_event_of_one_and_the_same_rows_in_resamples_is_handled() -> None:
    x = np.random.default_rng(5).random((100, 3))
    event = np.zeros(100, dtype=bool)
    event[7] = True
    box = measure_box(x, event, np.array([0.0, -np.inf, -np.inf]), np.full(3, np.inf))
    assert 0 <= reproducibility(x, event, box, resamples=8)[0] < 1


def test_speed_of_a_large_table() -> None:
    x, event = planted(4096, 80)
    begin = time.perf_counter()
    find_box(x, event)
    assert time.perf_counter() - begin < 5


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"alpha": 0.5}, "alpha 0.5, least_mass 0.05: take alpha above 0 and below 0.5"),
        ({"least_mass": 1.0}, "alpha 0.05, least_mass 1: take"),
    ],
)
def test_settings_out_of_range_are_refused(settings: dict[str, float], message: str) -> None:
    with pytest.raises(InputError, match=re.escape(message)):
        peel(*planted(200, 3), **settings)  # type: ignore[arg-type]


def test_runs_that_cannot_be_used_are_refused() -> None:
    x, event = planted(200, 3)
    with pytest.raises(ResultError, match=r"inputs \(99, 3\) and event \(99,\): need shapes"):
        peel(x[:99], event[:99])
    with pytest.raises(ResultError, match=r"the event happens in 200 of 200 runs"):
        peel(x, np.ones(200, dtype=bool))
    broken = x.copy()
    broken[4, 1] = np.nan
    with pytest.raises(ResultError, match=r"run 4, factor 1 is not finite"):
        peel(broken, event)
    with pytest.raises(InputError, match=r"resamples 1, seed 0: need 2 resamples"):
        reproducibility(x, event, find_box(x, event).box, resamples=1)
