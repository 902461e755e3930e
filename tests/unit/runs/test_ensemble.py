"""Ensembles: common worlds, what a scenario sets stands, seeds and members."""

from __future__ import annotations

import numpy as np
import pytest

import zysim
from zysim.errors import InputError
from zysim.runs.ensemble import Ensemble, worlds_under
from zysim.runs.execute import simulate
from zysim.runs.project import choose, open_project

B = "energy_co2_provincial"


@pytest.fixture(scope="module")
def plans() -> Ensemble:
    return zysim.ensemble("plan", "gas-heavy", n=24, outputs=[B]).found


def test_a_member_is_the_run_with_its_numbers(plans: Ensemble) -> None:
    project = open_project()
    for at, settings in enumerate(choose(project, plans.scenarios, {})):
        one = {name: float(each[5]) for name, each in plans.worlds.items()}
        _, values = simulate(project, [one | dict(settings.constants)], outputs=[B])
        np.testing.assert_allclose(plans.of(B)[at, 5], values[B][0], rtol=1e-12)


def test_what_a_scenario_sets_stands_in_every_world(plans: Ensemble) -> None:
    project = open_project()
    settings = choose(project, ["plan"], {"gas_equal_share": 0.4})[-1]
    columns = worlds_under(settings, plans.worlds)
    assert (columns["gas_equal_share"] == 0.4).all()
    assert (columns["lever_setting[gas_output_measure]"] == 1).all()
    assert np.ptp(columns["province_use_growth"]) > 0


def test_seed_and_size_make_the_numbers(plans: Ensemble) -> None:
    again = zysim.ensemble("plan", n=12, outputs=[B])
    np.testing.assert_allclose(again.of(B)[0], plans.of(B)[0, :12], rtol=1e-12)
    other = zysim.ensemble("plan", n=12, seed=1, outputs=[B])
    assert not np.allclose(again.of(B), other.of(B))
    assert plans.manifest.design == {"members": 24, "seed": 0, "method": "sobol"}
    assert plans.members == 24


def test_too_few_members_and_unknown_outputs_are_refused(plans: Ensemble) -> None:
    with pytest.raises(InputError, match=r"1 member\(s\): an ensemble needs 2 or more"):
        zysim.ensemble("plan", n=1)
    with pytest.raises(InputError, match="energy_co2_provincial"):
        plans.of("energy_co2_provinciale")
