"""The cost of many cases at once: the same as case by case, and nothing for the reference."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from zysim.inputs.settings import read_case
from zysim.metrics.cost_meter import net_present_cost
from zysim.runs.ensemble import uncertain_worlds
from zysim.runs.project import Project, open_project
from zysim.sampling.worlds import draw_worlds, unit_points

HARBOUR = Path(__file__).parents[2] / "data" / "harbour"
MEMBERS = 4


@pytest.fixture(scope="module")
def project() -> Project:
    return open_project(HARBOUR)


def test_cases_cost_the_same_together_and_alone(project: Project) -> None:
    drawn = uncertain_worlds(project.tables)
    unit = unit_points(slice(0, MEMBERS), len(drawn), seed=0, members=MEMBERS)
    worlds = draw_worlds(unit, drawn, project.tables.correlations)
    reference, main = (read_case(name, project.tables) for name in project.tables.city.usual)
    both = net_present_cost(project, [main, reference], worlds, reference)
    assert both.shape == (2, MEMBERS)
    np.testing.assert_allclose(both[1], 0.0, atol=1e-9)
    assert (np.abs(both[0]) > 0.1).all()
    alone = net_present_cost(project, [main], worlds, reference)
    np.testing.assert_allclose(alone[0], both[0], rtol=1e-9)
    other = net_present_cost(project, [main], worlds, reference, rate=0.04)
    assert not np.allclose(other, alone)
