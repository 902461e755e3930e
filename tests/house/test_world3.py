"""The example of the documents: World3 ranked by one study file, with what was varied beside it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from click.testing import CliRunner

from zysim.cli.main import main
from zysim.inputs.study_file import read_study
from zysim.kernel.trace import trace
from zysim.reading import read_model

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


def test_its_people_are_those_of_its_ages_and_peak_within_the_run() -> None:
    graph = read_model(EXAMPLES / "world3.mdl", cache=False)
    times, found = trace(graph)
    ages = ("0_to_14", "15_to_44", "45_to_64", "65_plus")
    people = sum(found[f"population_{each}"] for each in ages)
    np.testing.assert_allclose(found["population"], people, rtol=1e-12)
    assert times[0] < times[found["population"].argmax()] < times[-1]


@pytest.mark.slow
def test_its_study_ranks_twenty_constants(tmp_path: Path) -> None:
    study = EXAMPLES / "world3.toml"
    words = ["rank", str(study), "--rows", "32", "--out", str(tmp_path / "r"), "--no-figures"]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.stderr
    runs = xr.load_dataset(tmp_path / "r" / "runs.nc")
    named = [each.id for each in read_study(str(study), EXAMPLES).own]
    assert runs["input"].values.tolist() == named
    assert len(named) == 20
    assert runs["outcomes"].sizes["outcome"] == 3
