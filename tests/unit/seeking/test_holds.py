"""Conditions as numbers agree with the rules they stand for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from zysim.inputs.seek_question import PeakHold, TargetHold, ValueHold
from zysim.metrics.peak import find_peak
from zysim.metrics.targets import score_targets
from zysim.runs.project import Project
from zysim.seeking.holds import pieces_of, variable_of, variables_of

YEARS = np.arange(2020, 2061)
GENERATOR = np.random.default_rng(0)
SERIES = 5 + np.cumsum(GENERATOR.normal(size=(400, YEARS.size)), axis=1) * 0.1


@pytest.mark.parametrize("by", [2028, 2030, 2040])
def test_a_peak_holds_where_the_peak_rule_says_so(project: Project, by: int) -> None:
    hold = PeakHold(by=by, account="D", probability=0.5)
    values = {variable_of(hold, project.tables): SERIES}
    found = pieces_of(hold, project.tables, values, YEARS, SERIES).min(axis=1) >= 0
    peak = find_peak(SERIES, YEARS)
    assert (found == (~peak.censored & (peak.year <= by))).all()
    assert 0 < found.mean() < 1


def test_a_tolerance_lets_later_years_be_a_little_higher(project: Project) -> None:
    hold = PeakHold(by=2030, account="B", probability=0.5, tolerance=0.05)
    series = np.full((2, YEARS.size), 4.0)
    series[:, YEARS > 2035] = [[4.19], [4.21]]
    values = {variable_of(hold, project.tables): series}
    found = pieces_of(hold, project.tables, values, YEARS, series).min(axis=1) >= 0
    assert found.tolist() == [True, False]


def test_every_target_of_the_model_holds_where_it_is_met(project: Project) -> None:
    tables = project.tables
    for target in [each for each in tables.targets.values() if each.modelled]:
        hold = TargetHold(target=target.id, probability=0.5)
        near = target.threshold if target.threshold and target.unit != "%" else 3.0
        series = np.abs(near) * (1 + 0.1 * GENERATOR.normal(size=(300, YEARS.size)))
        values = {variable_of(hold, tables): series}
        found = pieces_of(hold, tables, values, YEARS, series).min(axis=1) >= 0
        (score,) = score_targets([target], values, YEARS, history=2025)
        assert score.met is not None
        assert (found == score.met).all(), target.id


def test_a_bound_may_be_a_share_of_the_start(project: Project) -> None:
    name = project.city.variables["gdp"]
    hold = ValueHold(variable=name, year=2030, at_least=0.9, of_start=True, probability=0.5)
    start = np.full((2, YEARS.size), 100.0)
    values = {name: start * np.array([[0.91], [0.89]])}
    found = pieces_of(hold, project.tables, values, YEARS, start)
    assert found[:, 0] == pytest.approx([1 / 90, -1 / 90])
    most = replace(hold, at_least=None, of_start=False, at_most=90.0)
    found = pieces_of(most, project.tables, values, YEARS, start)
    assert found[:, 0] == pytest.approx([-1 / 90, 1 / 90])


def test_each_variable_is_reported_once(project: Project) -> None:
    one = PeakHold(by=2030, account="B", probability=0.5)
    assert len(variables_of([one, replace(one, by=2035)], project.tables)) == 1
