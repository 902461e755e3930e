"""The three-colour rule on targets with known schedules."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from zysim.inputs.targets import Target, read_targets
from zysim.metrics.plan_path import path_to, target_for
from zysim.metrics.three_colours import Progress, progress_of
from zysim.metrics.verdict import verdict

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


def test_the_line_begins_where_the_model_does(target: Target) -> None:
    found = judged(replace(target, threshold=100.0), 40.0, 6, 2025)
    assert (found.due, found.actual, found.colour) == (70, 70, "green")


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


def test_a_level_comes_from_the_target_before_it(target: Target) -> None:
    first, last = (replace(target, threshold=100.0, year=2025), replace(target, threshold=150.0))
    values = np.full((1, YEARS.size), 70.0)
    found = progress_of(last, values, YEARS, 2026, {}, (first, last))
    assert found is not None
    assert (found.start, found.due, found.colour) == (2025, 110, "red")
    assert found.gap == pytest.approx(40 / 150)
    other = replace(first, variable="of_something_else")
    assert judged(last, 0.0, 0.0, 2026).due == 90
    alone = progress_of(last, values, YEARS, 2026, {2020: 0.0}, (other, last))
    assert alone is not None
    assert (alone.start, alone.due) == (2020, 90)
    assert target_for(target.variable, 2026, (last, first)) is last
    assert target_for(target.variable, 2025, (last, first)) is first
    assert target_for(target.variable, 2040, (last, first)) is last


@pytest.mark.parametrize(
    ("value", "gap"), [(-0.02, 0.0), (-0.019, 0.05), (0.0, 1.0), (-0.03, -0.5)]
)
def test_a_yearly_change_is_held_against_what_the_year_must_bring(
    target: Target, value: float, gap: float
) -> None:
    fall = replace(target, compare="change<=", threshold=-10.0, reference_year=2025, year=2030)
    path = path_to(fall, (), dict.fromkeys(range(2020, 2041), 5.0), 2026)
    assert path is not None
    assert path.due(2026, "growth") == pytest.approx(-0.02)
    assert path.gap(value, 2026, "growth") == pytest.approx(gap)
    assert path.level(2026) == pytest.approx(4.9)
    assert path.gap(4.9, 2026, "level") == pytest.approx(0)
    assert path_to(fall, (), {2020: 5.0, 2025: 5.0}, 2025) is None


@pytest.mark.parametrize(
    ("early", "colour"), [(0, "red"), (2, "red"), (5, "yellow"), (6, "yellow"), (7, "green")]
)
def test_the_light_of_a_peak_is_that_of_the_word_for_its_chance(
    target: Target, early: int, colour: str
) -> None:
    paths = [5 - 0.1 * abs(YEARS - (2028 if at < early else 2034)) for at in range(10)]
    peak = replace(target, compare="peak<=", threshold=2030.0)
    found = progress_of(peak, np.stack(paths), YEARS, 2025, {})
    assert found is not None
    assert (found.chance, found.colour) == (early / 10, colour)
    words = {"green": {"较可能", "很可能"}, "yellow": {"大致各半"}, "red": {"不大可能", "很不可能"}}
    assert verdict(early / 10)[0] in words[colour]
    assert (found.gap <= 0) == (early >= 7)
    assert found.actual == (2028 if early >= 5 else 2034)
