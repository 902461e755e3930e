"""The city's model weighed by history: a known truth, both methods, conflicts and refusals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from zysim.calibration.aims import read_aims
from zysim.calibration.calibrate import Calibration, calibrate
from zysim.calibration.history_runs import HistoryRuns
from zysim.calibration.likelihood import ErrorModel
from zysim.calibration.synthetic import covered, synthetic_history
from zysim.errors import InputError
from zysim.metrics.account_matrix import account_matrix
from zysim.runs.project import Project, choose, open_project

RUNS = 4096


@pytest.fixture(scope="module")
def project() -> Project:
    return open_project()


@pytest.fixture(scope="module")
def found(project: Project) -> Calibration:
    return calibrate(project, runs=RUNS, members=512, enough=500)


def test_history_is_worth_many_draws_and_narrows_few_constants(found: Calibration) -> None:
    assert found.method == "importance"
    assert RUNS / 8 < found.effective < RUNS / 2
    assert found.tempered is None
    assert found.members == 512
    assert found.distinct > 450
    ratios = [each.ratio for each in found.narrowing]
    assert ratios == sorted(ratios)
    assert found.narrowing[0].id == "historic_desired_gas_capacity"
    assert sum(not each.narrowed for each in found.narrowing) > 60
    assert not found.conflicts
    assert {(row.series, row.year) for row in found.silent} == {("resident_population", 2020)}


def test_held_out_years_are_checked_and_not_used(project: Project, found: Calibration) -> None:
    held = [check.row for check in found.holdout]
    assert held == [row for row in project.tables.history if row.use == "holdout"]
    outside = {(check.row.series, check.row.year, check.place) for check in found.holdout}
    assert ("gdp", 2025, "above") in outside
    moved = [
        replace(row, value=row.value * 2) if row.use == "holdout" else row
        for row in project.tables.history
    ]
    again = calibrate(project, runs=RUNS, members=512, enough=500, history=moved)
    for name, values in found.worlds.items():
        np.testing.assert_array_equal(again.worlds[name], values)
    assert not any(check.inside for check in again.holdout)


def test_aims_of_the_plan_tell_of_the_account(project: Project, found: Calibration) -> None:
    aims = read_aims(project)
    assert {target.year for target in aims.targets} == {2025}
    assert len(aims.rows) == len(aims.accounts) * len(aims.targets) * 2
    exact = np.array([[row.value for row in aims.rows]])
    pairs = exact.reshape(len(aims.accounts), len(aims.targets), 2)
    for at, target in enumerate(aims.targets):
        if target.reference_year is not None:
            pairs[:, at, 0], pairs[:, at, 1] = 1 + target.threshold / 100, 1.0
    assert aims.log_likelihood(exact) == pytest.approx(0)
    pairs[1:] *= np.array([2.0, 1.0])
    assert aims.chances(exact)[0] > 0.99
    weighed = calibrate(project, runs=1024, members=64, enough=8, aims=True)
    assert sum(weighed.account_chances) == pytest.approx(1)
    best = aims.accounts[int(np.argmax(weighed.account_chances))]
    matrix = account_matrix(project, choose(project, [project.city.reference], {})[0], members=16)
    assert best == (matrix.nearest.account, matrix.nearest.conversion)
    assert (found.aims, found.account_chances) == (None, ())


@pytest.mark.slow
def test_tempering_agrees_with_importance(project: Project) -> None:
    plain = calibrate(project, runs=32_768, members=2048)
    tempered = calibrate(project, runs=1024, members=2048)
    assert (plain.method, tempered.method) == ("importance", "tempered")
    assert tempered.tempered is not None
    assert min(tempered.tempered.acceptance) > 0.2
    moments = {each.id: each for each in tempered.narrowing}
    for each in plain.narrowing:
        other = moments[each.id]
        assert other.ratio == pytest.approx(each.ratio, abs=0.1), (
            each.id
        )  # three errors of 2,048 members
        assert other.shift == pytest.approx(each.shift, abs=0.2), each.id


def test_the_members_repeat_history_better_than_the_prior(
    project: Project,
) -> None:
    used = [row for row in project.tables.history if row.use == "fit"]
    model = HistoryRuns(project, used)
    at = next(at for at, row in enumerate(used) if (row.series, row.year) == ("gdp", 2023))
    prior = model.prior(1024, 0)[:, at]
    kept = calibrate(project, runs=RUNS, members=512, enough=1e9)
    assert kept.tempered is not None
    posterior = model.values(kept.tempered.points)[:, at]
    observed = used[at].value
    assert np.std(posterior) < 0.8 * np.std(prior)
    assert np.abs(posterior - observed).mean() < 0.8 * np.abs(prior - observed).mean()


def test_another_seed_gives_other_worlds(project: Project, found: Calibration) -> None:
    """That the same one gives the same worlds is seen where only held-out years differ."""
    other = calibrate(project, runs=RUNS, members=512, enough=500, seed=1)
    name = "catch_up_speed"
    assert (other.worlds[name] != found.worlds[name]).any()


def test_chosen_points_are_those_that_were_run(project: Project) -> None:
    model = HistoryRuns(project, [row for row in project.tables.history if row.use == "fit"])
    runs, places = 20_000, np.array([0, 0, 5, 16_383, 16_384, 19_999])
    values = model.prior(runs, 3)
    points = model.prior_points(places, runs, 3)
    np.testing.assert_allclose(model.values(points), values[places], rtol=1e-9)


def test_an_observation_the_prior_does_not_expect_is_named(project: Project) -> None:
    history = [
        replace(row, value=1150.0, low=1140.0, high=1160.0)
        if (row.series, row.year) == ("gdp", 2023)
        else row
        for row in project.tables.history
    ]
    found = calibrate(project, runs=1024, members=256, history=history)
    assert [(check.row.series, check.row.year) for check in found.conflicts] == [("gdp", 2023)]
    assert found.conflicts[0].place == "above"
    assert found.conflicts[0].high < 1100
    assert found.method == "tempered"


def test_history_without_held_out_years_has_nothing_to_check(project: Project) -> None:
    used = [row for row in project.tables.history if row.use == "fit"]
    assert calibrate(project, runs=1024, members=64, history=used, enough=16).holdout == ()


def test_what_cannot_be_calibrated_is_refused(project: Project) -> None:
    history = project.tables.history
    with pytest.raises(InputError, match="8 runs, 64 members; take 16"):
        calibrate(project, runs=8, members=64)
    with pytest.raises(InputError, match="1024 runs, 15 members"):
        calibrate(project, runs=1024, members=15)
    with pytest.raises(InputError, match="no row has use = fit"):
        calibrate(project, history=[row for row in history if row.use != "fit"])
    with pytest.raises(InputError, match="seed -1"):
        calibrate(project, runs=64, members=64, seed=-1)
    early = [replace(row, year=2019) if row.series == "urban_share" else row for row in history]
    with pytest.raises(InputError, match="urban_share 2019: the model runs from 2020") as caught:
        calibrate(project, runs=64, members=64, history=early)
    assert "2019" in (caught.value.zh or "")


def test_synthetic_history_is_the_truth_with_both_errors(project: Project) -> None:
    errors = ErrorModel(floor=0.01, discrepancy=0.03)
    drawn = [synthetic_history(project, seed, errors) for seed in range(12)]
    rows = drawn[0][1]
    values = HistoryRuns(project, rows).values(np.concatenate([truth for truth, _ in drawn]))
    misses = np.array([[row.value for row in found] for _, found in drawn]) / values - 1
    names = [f"{row.series} {row.year}" for row in rows]
    level = misses[:, names.index("resident_population 2021")]
    trend = misses[:, names.index("resident_population 2023")] - level
    assert level.std() == pytest.approx(np.hypot(0.03, 0.0051), rel=0.5)
    assert trend.std() == pytest.approx(0.0051 * np.sqrt(2), rel=0.5)


@pytest.mark.referee
def test_the_interval_of_2030_holds_the_truth(project: Project) -> None:
    hits = [covered(project, seed, runs=8192, members=256) for seed in range(10)]
    assert sum(hits) >= 7
