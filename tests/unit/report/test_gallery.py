"""The gallery: every picture in both languages, and data that add up."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from zysim.errors import InputError
from zysim.metrics.typical import typical_runs
from zysim.report.gallery import PICTURES, draw_gallery
from zysim.report.gallery.energy import prepare
from zysim.runs.ensemble import run_ensemble
from zysim.runs.project import Project, choose, open_project


@pytest.fixture(scope="module")
def project() -> Project:
    return open_project()


@pytest.mark.parametrize("name", list(PICTURES))
def test_every_picture_is_drawn_in_both_languages(
    project: Project, name: str, tmp_path: Path
) -> None:
    # A missing glyph is a warning of matplotlib, and warnings are errors here.
    written = draw_gallery(project, [name], tmp_path)
    assert [path.name for path in written] == [f"{name}.zh.png", f"{name}.en.png"]
    assert all(path.stat().st_size > 20_000 for path in written)


def test_the_same_picture_has_the_same_bytes(project: Project, tmp_path: Path) -> None:
    found = []
    for part in ("a", "b"):
        (tmp_path / part).mkdir()
        paths = draw_gallery(project, ["energy"], tmp_path / part)
        found.append([path.read_bytes() for path in paths])
    assert found[0] == found[1]


def test_an_unknown_picture_is_answered_with_the_nearest(project: Project, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"unknown picture 'enrgy'\. Did you mean 'energy'"):
        draw_gallery(project, ["enrgy"], tmp_path)


def test_flows_of_energy_balance(project: Project) -> None:
    into: dict[str, float] = defaultdict(float)
    out: dict[str, float] = defaultdict(float)
    for source, target, size in prepare(project).sizes:
        assert size > 0
        out[source] += size
        into[target] += size
    for node in ("electricity", "plants"):
        assert into[node] == pytest.approx(out[node], rel=1e-6)


def test_fossil_flows_are_the_models_total(project: Project) -> None:
    chosen = choose(project, ["plan"], {})
    found = run_ensemble(project, chosen)
    runs = typical_runs(project, chosen, found, boundary="B", outputs=["total_fossil_energy"])
    drawn = prepare(project).sizes
    fossil = sum(size for source, _, size in drawn if source in ("coal", "oil", "gas"))
    assert fossil == pytest.approx(runs.at("total_fossil_energy", "plan", 2030), rel=1e-6)
