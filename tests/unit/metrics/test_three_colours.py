"""The three-colour rule on targets with known schedules."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from zysim.inputs.targets import Target, read_targets
from zysim.metrics.three_colours import Progress, goal_gap, progress_of

YEARS = np.arange(2020, 2041)


@pytest.fixture(scope="module")
def target(root: Path) -> Target:
    return read_targets(root / "params" / "plan_targets.csv")["T07"]


def judged(target: Target, start: float, slope: float, now: int, **seen: float) -> Progress:
    values = start + slope * (YEARS - 2020) * np.ones((3, 1))
    observed = {int(year[1:]): value for year, value in seen.items()}
    found = progress_of(target, values, YEARS, now, observed)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("slope", "colour", "gap"), [(10, "green", 0), (8, "yellow", 0.1), (7, "red", 0.15)]
)
def test_a_level_is_due_along_a_line(target: Target, slope: float, colour: str, gap: float) -> None:
    found = judged(replace(target, threshold=100.0), 0.0, slope, 2025)
    assert (found.due, found.colour) == (50, colour)
    assert found.gap == pytest.approx(gap)


def test_a_published_figure_stands_in_place_of_the_median(target: Target) -> None:
    found = judged(replace(target, threshold=100.0), 0.0, 10, 2025, y2025=30.0)
    assert (found.actual, found.colour) == (30, "red")


def test_a_change_is_due_in_proportion_and_a_past_target_in_full(target: Target) -> None:
    fall = replace(target, compare="change<=", threshold=-20.0, reference_year=2020, year=2030)
    found = judged(fall, 100.0, -1.0, 2025)
    assert (found.due, found.actual) == (-10, pytest.approx(-5))
    assert found.gap == pytest.approx(0.25)
    assert judged(fall, 100.0, -1.0, 2033).due == -20


def test_a_rise_counts_every_year(target: Target) -> None:
    rise = replace(target, compare="rising>=", threshold=0.0, reference_year=2025, year=2030)
    assert judged(rise, 100.0, 1.0, 2027).colour == "green"
    assert judged(rise, 300.0, -20.0, 2027).colour == "red"
    values = np.ones((1, YEARS.size))
    assert progress_of(rise, values, YEARS, 2025, {}) is None


def test_a_peak_is_green_where_two_of_three_are_in_time(target: Target) -> None:
    early, late = 5 - 0.1 * abs(YEARS - 2028), 5 - 0.1 * abs(YEARS - 2034)
    peak = replace(target, compare="peak<=", threshold=2030.0)
    assert goal_gap(np.stack([early, early, late]), YEARS, 2030) < 0
    found = progress_of(peak, np.stack([early, late, late]), YEARS, 2025, {})
    assert found is not None
    assert found.gap == pytest.approx(0.4 / 5)
    assert (found.colour, found.actual) == ("yellow", 2034)
