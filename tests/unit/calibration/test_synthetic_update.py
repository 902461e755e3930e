"""A made-up city publishes what it should, and an update reads it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from zysim.calibration.history_runs import HistoryRuns
from zysim.calibration.synthetic_update import _published, followed
from zysim.runs.futures import Futures
from zysim.runs.project import Project, choose_one, open_project


@pytest.fixture(scope="module")
def project(root: Path) -> Project:
    return open_project(root)


def test_a_city_publishes_its_truth_with_the_errors_assumed(project: Project) -> None:
    futures = Futures(project, choose_one(project, "plan", {}))
    signposts = [project.tables.signposts[name] for name in ("gdp", "gas_output")]
    rng = np.random.default_rng(0)
    truth = rng.random((1, futures.dimensions))
    rows = _published(project, futures, signposts, 2026, truth, rng)
    new = [row for row in rows if row.year >= project.city.held_out]
    assert [(row.series, row.year) for row in new] == [
        (name, year) for name in ("gas_output", "gdp") for year in (2024, 2025, 2026)
    ]
    assert len({row.series for row in rows}) > 2
    exact = HistoryRuns(project, rows, futures=futures).values(truth)[0]
    off = np.array([row.value for row in rows]) / exact - 1
    assert 0.001 < np.abs(off).max() < 0.15
    gdp = [row for row in new if row.series == "gdp"]
    assert (gdp[0].high - gdp[0].low) / gdp[0].value == pytest.approx(2 * 1.96 * 0.01, rel=1e-3)


@pytest.mark.slow
def test_an_update_follows_a_city(project: Project) -> None:
    futures = Futures(project, choose_one(project, "plan+gas_chemicals=0", {}))
    signposts = [project.tables.signposts["gdp"]]
    trial = followed(project, futures, signposts, 2024, 5, particles=2048)
    assert 0 <= trial.chance <= 1
    assert 0.75 < trial.inside < 1
    assert trial.effective >= 500
