"""The main answer: each number stands below its own head."""

from __future__ import annotations

import re

import numpy as np
import pytest

import zysim
from zysim.cli.run_text import result_text
from zysim.metrics.summary import summarise, variables_summarised
from zysim.wording import BOUNDARY_VARIABLES

TITLES = {"baseline": ("基线", "Baseline"), "plan": ("方案", "Plan")}


@pytest.fixture(scope="module")
def runs():
    return zysim.run("baseline", "plan", outputs=variables_summarised())


@pytest.mark.parametrize("letter", ["A", "B", "D"])
def test_level_2030_and_sum_are_those_of_the_run(runs, letter: str) -> None:
    text = result_text(runs, summarise(runs), TITLES, {"plan": 1}, letter, "en")
    lines = text.splitlines()
    heads = re.split(r"  +", lines[2].strip())
    values, years = runs.of(BOUNDARY_VARIABLES[letter]), runs.years
    rows = [re.split(r"  +", line.strip()) for line in lines[3:5]]
    assert [row[0] for row in rows] == ["Baseline baseline", "Plan plan"]
    for at, row in enumerate(rows):
        said = dict(zip(heads, row, strict=True))
        run = values[at]
        assert float(said["level"]) == pytest.approx(run.max(), abs=0.006)
        assert float(said["in 2030"]) == pytest.approx(run[years == 2030][0], abs=0.006)
        assert float(said["sum 2021–2060"]) == pytest.approx(run[years > 2020].sum(), abs=0.06)
        if said["peak"].isdigit():
            assert int(said["peak"]) == years[np.argmax(run)]
            assert abs(float(said["time"]) - float(said["peak"])) <= 1
    assert any(abs(run.max() - run[years == 2030][0]) > 0.05 for run in values)
