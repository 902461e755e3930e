"""The fan of a report after a specification of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from zysim.errors import InputError
from zysim.report.figure.find import main_figure
from zysim.runs.project import Project, choose, open_project

HARBOUR = Path(__file__).parents[2] / "data" / "harbour"


@pytest.fixture(scope="module")
def project() -> Project:
    return open_project(HARBOUR)


def test_its_percentiles_years_and_size_hold(project: Project, tmp_path: Path) -> None:
    chosen = choose(project, project.city.usual, {})
    path = tmp_path / "我的 图.toml"
    path.write_text(
        "percentiles = [5, 95]\nuntil = 2040\nwidth_mm = 89\n"
        f'account = "{project.city.account}"\ncases = ["{chosen[0].id}", "{chosen[1].id}"]\n',
        "utf-8",
    )
    spec = main_figure(project, project.city.account, chosen, str(path))
    assert (spec.percentiles, spec.last, spec.width) == ((5.0, 50.0, 95.0), 2040, 89.0)
    assert spec.cases == tuple(each.id for each in chosen)


def test_a_figure_of_something_else_is_refused_with_all_that_differs(
    project: Project, tmp_path: Path
) -> None:
    chosen = choose(project, project.city.usual, {})
    path = tmp_path / "other.toml"
    path.write_text('variables = ["gdp"]\naccount = "Z"\ncases = ["plan"]\n', "utf-8")
    with pytest.raises(InputError, match=r"3 problem") as caught:
        main_figure(project, project.city.account, chosen, str(path))
    said, chinese = str(caught.value), str(caught.value.zh)
    for key in ("account is 'Z'", "variables is 'gdp'", "cases is 'plan'", "leave cases out"):
        assert key in said
    assert "account 为 'Z'，而报告所示为" in chinese
    path.write_text('chart = "sectors"\n', "utf-8")
    with pytest.raises(InputError, match="draws a fan of its emissions: leave chart out"):
        main_figure(project, project.city.account, chosen, str(path))
    with pytest.raises(InputError, match="No such file"):
        main_figure(project, project.city.account, chosen, str(tmp_path / "none.toml"))
