"""Whether there were enough rows, told from parts of them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from zysim.arrays import FloatArray
from zysim.sensitivity.convergence import Convergence, convergence, settling
from zysim.sensitivity.resampling import Estimate
from zysim.sensitivity.sobol import sobol_indices

Study = Callable[..., FloatArray]


@pytest.mark.parametrize(
    ("rows", "parts"),
    [
        (100, (100,)),
        (256, (256,)),
        (300, (256, 300)),
        (1024, (256, 512, 1024)),
        (1100, (256, 512, 1024, 1100)),
    ],
)
def test_parts_double_up_to_the_whole(additive: Study, rows: int, parts: tuple[int, ...]) -> None:
    found = convergence(additive(rows, seed=0), groups=4, bootstrap=10)
    assert found.rows == parts
    assert found.width.shape == (len(parts), 1)


def test_statistics_of_a_part_are_those_of_these_rows_alone(sobol_g: Study) -> None:
    outcomes = sobol_g(1024, seed=0)
    found = convergence(outcomes, groups=8, bootstrap=50, seed=3)
    alone = convergence(outcomes[:512], groups=8, bootstrap=50, seed=3)
    assert (found.ranking[:2] == alone.ranking).all()
    total = sobol_indices(outcomes[:512], groups=8, bootstrap=50, seed=3).total
    assert found.width[1] == pytest.approx(2 * total.half_width.max())
    small = (total.value[:, 0] < 0.05) | (total.low[:, 0] <= 0)
    assert found.screening[1] == pytest.approx(2 * total.half_width[small].max())


def test_a_large_index_that_may_be_nothing_is_not_screened() -> None:
    spread = np.linspace(-1, 1, 101)[:, None, None]
    samples = np.array([[0.9], [0.6]]) + spread * np.array([[0.01], [1.2]])
    assert settling(Estimate(samples.mean(axis=0), samples))[2, 0] > 1
    sure = np.array([[0.9], [0.6]]) + spread * 0.01
    assert settling(Estimate(sure.mean(axis=0), sure))[2, 0] == 0


def test_ranking_is_the_shift_of_ranks_weighed_by_importance(sobol_g: Study) -> None:
    outcomes = sobol_g(256, seed=0)
    samples = sobol_indices(outcomes, groups=8, bootstrap=12).first.samples[:, :, 0]
    shifts = []
    for one in range(12):
        for other in range(one):
            rank = [np.argsort(np.argsort(samples[each])) for each in (one, other)]
            weight = np.maximum(samples[one], samples[other]) ** 2
            shifts.append((np.abs(rank[0] - rank[1]) * weight).sum() / weight.sum())
    found = convergence(outcomes, groups=8, of="first", bootstrap=12)
    assert found.ranking[0, 0] == pytest.approx(np.quantile(shifts, 0.95))


def test_widths_shrink_with_the_root_of_rows(additive: Study) -> None:
    found = convergence(additive(4096, seed=0, pairs=[1]), groups=4, pairs=[1])
    expected = found.width[-1, 0] * np.sqrt(4096 / np.array(found.rows))
    assert found.width[:, 0] == pytest.approx(expected, rel=0.15)


def test_verdict_tells_what_is_settled_and_what_it_takes(sobol_g: Study) -> None:
    early = convergence(sobol_g(512, seed=0), groups=8).verdict()
    assert (early.rows, early.indices, early.ranking, early.screening) == (512, False, True, True)
    assert early.settled_at is None
    assert early.rows_wanted > 4096
    late = convergence(sobol_g(32768, seed=0), groups=8, bootstrap=200).verdict()
    assert (late.indices, late.ranking, late.screening) == (True, True, True)
    assert late.settled_at in (8192, 16384, 32768)
    assert early.rows_wanted / late.settled_at in (0.5, 1, 2)
    assert late.rows_wanted == late.rows


def test_settled_means_from_there_to_the_end() -> None:
    column = np.array([[0.01], [0.2], [0.04], [0.03]])
    held = Convergence(
        rows=(256, 512, 1024, 2048), width=column, ranking=column, screening=column * 0
    )
    assert held.verdict().settled_at == 1024
    still = Convergence(rows=(256,), width=column[1:2], ranking=column[:1], screening=column[:1])
    verdict = still.verdict()
    assert (verdict.settled_at, verdict.rows_wanted) == (None, 4096)


def test_output_that_does_not_vary_in_a_part_is_not_settled_there(additive: Study) -> None:
    outcomes = np.repeat(additive(512, seed=0), 2, axis=2)
    outcomes[:256, :, 1] = 0.0
    found = convergence(outcomes, groups=4, bootstrap=50)
    assert np.isnan(found.width[0]).tolist() == [False, True]
    assert np.isfinite(found.ranking[1]).all()
    rare = np.zeros((256, 6, 1))
    rare[5] = 1.0
    rare[5, 2] = 0.0
    assert convergence(rare, groups=4).verdict().ranking is False
