"""Few rows of a model, sharpened by a surrogate: unbiased, narrower, and at the end the study."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import numpy as np
import pytest

from zysim.arrays import FloatArray, IntArray
from zysim.errors import InputError
from zysim.inputs.study import Study
from zysim.inputs.study_file import read_study
from zysim.paths import data_root, studies_path
from zysim.sensitivity.controlled import Walked, controlled_indices
from zysim.sensitivity.estimates import study_indices
from zysim.sensitivity.evaluate import Evaluator, evaluate
from zysim.sensitivity.ranking import rank_factors
from zysim.sensitivity.refined import refine
from zysim.sensitivity.saltelli import saltelli_rows
from zysim.sensitivity.sobol import Indices
from zysim.sensitivity.surrogate import fit_surrogate

REPLICATES, ROWS = 16, 256
SHARES = np.array([16, 4, 1]) / 21.2
"""First-order indices of ``truth``, by hand: variances of 4 x, 2 y, z, and 0.2 for x times z."""

TANK = """
model = "tank.mdl"
title_zh = "水箱"
title_en = "The tank"
[factors.tap]
low = 10
high = 30
[factors.emptying]
variable = "Emptying time"
low = 2
high = 8
[factors.spare]
variable = "initial water"
low = 50
high = 150
[outcomes.last]
variable = "water"
at = "end"
[design]
rows = 128
replicates = 8
"""


def truth(points: FloatArray) -> FloatArray:
    x, y, z = np.moveaxis(np.sqrt(12) * (points - 0.5), -1, 0)
    return 4 * x + 2 * y + z + np.sqrt(0.2) * x * z


def rough(points: FloatArray) -> FloatArray:
    """A surrogate that is wrong in size, in shape and in what it leaves out."""
    x, y, _ = np.moveaxis(np.sqrt(12) * (points - 0.5), -1, 0)
    return 5 + 4.4 * x + 1.9 * y + 0.3 * x**2


@pytest.fixture(scope="module")
def design() -> tuple[FloatArray, IntArray]:
    points = np.concatenate(
        [saltelli_rows(3, slice(0, ROWS), seed=seed) for seed in range(REPLICATES)]
    )
    return points, np.repeat(np.arange(REPLICATES), ROWS)


def few(points: FloatArray, replicate: IntArray, rows: int, *, sharpened: bool) -> Indices:
    seen = np.arange(len(points)) % ROWS < rows
    walked = Walked(values=rough(points)[:, :, None], replicate=replicate, seen=seen)
    return controlled_indices(
        truth(points[seen])[:, :, None],
        replicate[seen],
        walked if sharpened else None,
        groups=3,
    )


def test_a_wrong_surrogate_sharpens_and_does_not_mislead(design) -> None:
    plain, sharp = (few(*design, 8, sharpened=each) for each in (False, True))
    off = np.abs(sharp.first.value[:, 0] - SHARES)
    assert (off < 1.5 * sharp.first.half_width[:, 0]).all()
    assert sharp.total.half_width[0] < plain.total.half_width[0] / 2
    assert sharp.variance.value == pytest.approx(21.2, rel=0.03)


def test_intervals_hold_what_they_promise() -> None:
    """Of twelve studies of 8 replicates, the truth lies where 95 % intervals say, mostly."""
    inside = []
    for begin in range(0, 96, 8):
        points = np.concatenate(
            [saltelli_rows(3, slice(0, 64), seed=seed) for seed in range(begin, begin + 8)]
        )
        replicate = np.repeat(np.arange(8), 64)
        seen = np.arange(len(points)) % 64 < 8
        found = controlled_indices(
            truth(points[seen])[:, :, None],
            replicate[seen],
            Walked(values=rough(points)[:, :, None], replicate=replicate, seen=seen),
            groups=3,
        )
        inside.append(np.abs(found.first.value[:, 0] - SHARES) < found.first.half_width[:, 0])
    assert 0.8 < np.mean(inside) <= 1


def test_all_rows_give_the_study_whatever_the_surrogate(design) -> None:
    points, replicate = design
    whole = study_indices(truth(points)[:, :, None], replicate, groups=3)
    found = few(points, replicate, ROWS, sharpened=True)
    for name in ("first", "total", "variance", "dummy_first", "dummy_total"):
        wanted, got = getattr(whole, name).value, getattr(found, name).value
        np.testing.assert_allclose(got, wanted, rtol=1e-9, atol=1e-12, err_msg=name)


@pytest.fixture
def tank(tmp_path: Path) -> Study:
    shutil.copy(data_root() / "models/teaching/tank.mdl", tmp_path)
    (tmp_path / "tank.toml").write_text(TANK, encoding="utf-8")
    return read_study(str(tmp_path / "tank.toml"), studies_path())


def test_a_study_stops_once_settled_and_agrees_with_all_its_rows(tank: Study) -> None:
    evaluator = Evaluator(tank)
    found = refine(evaluator, fit_surrogate(evaluator, runs=128, checks=64))
    ranking = rank_factors(evaluator, found.results, rows=found)
    verdict = ranking.verdict()
    assert verdict.indices
    assert verdict.ranking
    assert verdict.screening
    assert found.rows < tank.rows
    assert ranking.rows == found.rows * tank.replicates == ranking.convergence[0].rows[-1]
    whole = rank_factors(evaluator, evaluate(evaluator), bootstrap=50)
    for name in ("total", "first"):
        few, all_rows = getattr(ranking.indices, name), getattr(whole.indices, name)
        apart = np.abs(all_rows.value - few.value)
        assert (apart < 1.5 * (all_rows.half_width + few.half_width) + 1e-3).all(), name
    assert ranking.by_year is not None
    assert whole.by_year is not None
    assert ranking.by_year.total.value.shape == whole.by_year.total.value.shape


def test_too_few_replicates_are_refused(tank: Study) -> None:
    evaluator = Evaluator(dataclasses.replace(tank, replicates=7))
    with pytest.raises(InputError, match="replicates = 7; a refined ranking rests on 8") as told:
        refine(evaluator, fit_surrogate(evaluator, runs=64, checks=64))
    assert "逐步精化" in (told.value.zh or "")
