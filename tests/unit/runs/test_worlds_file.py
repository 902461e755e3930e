"""Worlds in a file: every digit comes back; what does not fit the tables is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from zysim.arrays import FloatArray
from zysim.errors import InputError
from zysim.runs.ensemble import draw_members, run_ensemble, uncertain_worlds
from zysim.runs.project import Project, choose, open_project
from zysim.runs.worlds_file import read_worlds, write_worlds
from zysim.sampling.points import sobol_points
from zysim.sampling.worlds import draw_worlds

B = "energy_co2_provincial"


@pytest.fixture(scope="module")
def project() -> Project:
    return open_project()


@pytest.fixture(scope="module")
def worlds(project: Project) -> dict[str, FloatArray]:
    drawn = uncertain_worlds(project.tables)
    points = sobol_points(slice(0, 8), len(drawn), 5)
    return dict(draw_worlds(points, drawn, project.tables.correlations))


def test_every_digit_comes_back(
    project: Project, worlds: dict[str, FloatArray], tmp_path: Path
) -> None:
    path = tmp_path / "posterior.csv"
    write_worlds(path, worlds)
    found = read_worlds(path, project.tables)
    assert list(found) == list(worlds)
    for name, values in worlds.items():
        np.testing.assert_array_equal(found[name], values)


def test_an_ensemble_runs_in_given_worlds(
    project: Project, worlds: dict[str, FloatArray], tmp_path: Path
) -> None:
    chosen = choose(project, ["plan"], {})
    fresh = run_ensemble(project, chosen, members=8, seed=5, outputs=[B])
    path = tmp_path / "posterior.csv"
    write_worlds(path, worlds)
    given = run_ensemble(project, chosen, worlds=worlds, outputs=[B], further=[path])
    np.testing.assert_array_equal(given.of(B), fresh.of(B))
    assert given.manifest.design == {"members": 8, "method": "posterior"}
    assert len(given.manifest.files["elsewhere:posterior.csv"]) == 64
    assert "elsewhere:posterior.csv" not in fresh.manifest.files


def test_worlds_of_another_table_are_refused(
    project: Project, worlds: dict[str, FloatArray], tmp_path: Path
) -> None:
    fewer = {name: values for name, values in worlds.items() if name != "rebound"}
    with pytest.raises(InputError, match=r"1 constant\(s\) differ .* such as rebound") as caught:
        run_ensemble(project, choose(project, ["plan"], {}), worlds=fewer)
    assert "zysim calibrate" in (caught.value.zh or "")
    path = tmp_path / "fewer.csv"
    write_worlds(path, fewer)
    with pytest.raises(InputError, match="column 'rebound' is missing"):
        read_worlds(path, project.tables)


def test_a_draw_outside_its_range_is_named(
    project: Project, worlds: dict[str, FloatArray], tmp_path: Path
) -> None:
    path = tmp_path / "posterior.csv"
    wrong = worlds["rebound"].copy()
    wrong[3] = 0.7
    write_worlds(path, worlds | {"rebound": wrong})
    with pytest.raises(InputError, match=r"row 5 \(3\): rebound 0.7 is outside 0.05 to 0.45"):
        read_worlds(path, project.tables)


def test_one_world_is_too_few(project: Project, worlds: dict[str, FloatArray]) -> None:
    one = {name: values[:1] for name, values in worlds.items()}
    with pytest.raises(InputError, match=r"1 member\(s\): an ensemble needs 2 or more"):
        run_ensemble(project, choose(project, ["plan"], {}), worlds=one)


def test_a_posterior_gives_each_world_once_and_others_from_its_end(
    project: Project, worlds: dict[str, FloatArray], tmp_path: Path
) -> None:
    write_worlds(tmp_path / "posterior.csv", worlds)
    given = open_project(project.root, posterior=tmp_path)
    few, more = draw_members(given, 3, 7), draw_members(given, 5, 7)
    apart = draw_members(given, 5, 7, apart=True)
    name = next(name for name, values in worlds.items() if np.unique(values).size == 8)
    np.testing.assert_array_equal(more[name][:3], few[name])
    assert {*few[name], *apart[name]} == {*worlds[name]}
    np.testing.assert_array_equal(draw_members(given, 8, 7)[name], worlds[name])
    runs = run_ensemble(given, choose(given, ["plan"], {}), members=8, seed=7, outputs=[B])
    assert runs.manifest.design == {"members": 8, "seed": 7, "method": "posterior"}
    with pytest.raises(InputError, match="holds 8 worlds, and 9 are needed"):
        draw_members(given, 9, 7)
