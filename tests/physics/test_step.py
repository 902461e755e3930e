"""The step is short enough: halving it hardly moves the peak."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pytest

from zysim.arrays import FloatArray
from zysim.inputs.scenarios import read_scenario, scenario_names
from zysim.inputs.settings import resolve
from zysim.inputs.tables import Tables, read_tables
from zysim.kernel import Kernel
from zysim.metrics.peak import find_peak
from zysim.paths import params_path

BatchOf = Callable[[list[Mapping[str, float]]], dict[str, FloatArray]]
BOUNDARIES = [
    "energy_co2_territorial",
    "energy_co2_provincial",
    "energy_co2_own_export_out",
    "energy_co2_consumption",
]
SCENARIOS = scenario_names(read_tables(params_path()))
ALLOWED = 0.0025
"""Projects that carbon control turns away early or late move most; without it all stay at 0.001."""


@pytest.fixture(scope="module")
def halved(
    kernel: Kernel, tables: Tables, batch_of: BatchOf
) -> tuple[FloatArray, dict[str, FloatArray], dict[str, FloatArray]]:
    """Years, and all shipped scenarios with the step of the model and with half of it."""
    chosen = [resolve(read_scenario(name, tables), tables).constants for name in SCENARIOS]
    batch = batch_of([*chosen])
    steps = round(1 / kernel.graph.time_step)
    years, coarse = kernel.integrate(batch, outputs=BOUNDARIES)
    _, fine = kernel.integrate(batch, outputs=BOUNDARIES, steps_per_year=2 * steps)
    return years, coarse, fine


@pytest.mark.parametrize("boundary", BOUNDARIES)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_halving_the_step(
    halved: tuple[FloatArray, dict[str, FloatArray], dict[str, FloatArray]],
    scenario: str,
    boundary: str,
) -> None:
    years, coarse, fine = halved
    run = SCENARIOS.index(scenario)
    one, other = find_peak(coarse[boundary], years), find_peak(fine[boundary], years)
    moved = abs(other.level[run] / one.level[run] - 1)
    assert moved < ALLOWED, f"peak level moves by {moved:.3%}"
    assert abs(int(other.year[run]) - int(one.year[run])) <= 1


def test_the_step_of_the_model_adds_up_without_rounding(kernel: Kernel) -> None:
    steps = round(1 / kernel.graph.time_step)
    assert np.isclose(steps * kernel.graph.time_step, 1.0, rtol=0, atol=0)
    assert steps & (steps - 1) == 0
