"""Ordinary years against drawn ones: the same worlds, and only the years differ."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner

from zysim.cli.main import main
from zysim.errors import InputError
from zysim.inputs.rows_check import check_rows
from zysim.kernel import compile_model
from zysim.metrics.measured_peak import MeasuredPeak, measured_peaks
from zysim.metrics.spread import spreads_of
from zysim.reading.yearly import factor_of, with_yearly
from zysim.runs.ensemble import run_ensemble
from zysim.runs.project import Project, choose, open_project

MEMBERS = 24
B = "energy_co2_provincial"
WATER = "future_water[wet_season]"


@pytest.fixture(scope="module")
def project() -> Project:
    return open_project()


@pytest.fixture(scope="module")
def found(project: Project) -> MeasuredPeak:
    chosen = choose(project, ["plan"], {})
    return measured_peaks(project, chosen, variable=B, members=MEMBERS)[0]


def test_ordinary_years_are_the_ensemble_itself(project: Project, found: MeasuredPeak) -> None:
    chosen = choose(project, ["plan"], {})
    ensemble = run_ensemble(project, chosen, members=MEMBERS)
    letter = project.city.account
    assert found.underlying == spreads_of(ensemble)["plan"][letter]


def test_drawn_years_move_what_an_inventory_sees(found: MeasuredPeak) -> None:
    assert found.measured.margin != found.underlying.margin
    assert found.apart.value > 0
    # The highest of years that go up and down lies above the highest of the path under them.
    assert sum(found.measured.level) > sum(found.underlying.level)


def test_years_that_are_given_are_not_drawn(project: Project) -> None:
    chosen = choose(project, ["plan"], {})
    years = range(2026, project.city.last + 1)
    given = {name: dict.fromkeys(years, 1.0) for name in project.tables.yearly}
    found = measured_peaks(project, chosen, variable=B, members=8, given=given)[0]
    assert found.measured == found.underlying
    assert found.apart.value == 0


def test_a_dry_year_raises_that_year_alone(project: Project) -> None:
    yearly = with_yearly(project.graph, {WATER: range(2026, 2041)})
    dry = factor_of(WATER, 2030)
    _, run = compile_model(yearly, "numpy").integrate(
        {dry: np.array([1.0, 0.9])}, outputs=["grid_factor", "province_water"], until=2036
    )
    change = run["grid_factor"][1] / run["grid_factor"][0] - 1
    years = np.arange(2020, 2037)
    assert change[years == 2030] > 0.01
    np.testing.assert_allclose(change[years != 2030], 0, atol=1e-3)
    assert run["province_water"][1, 10] < run["province_water"][0, 10] == pytest.approx(1)


def test_without_a_table_it_is_refused(project: Project) -> None:
    bare = replace(project, tables=replace(project.tables, yearly={}))
    with pytest.raises(InputError, match=r"yearly_inputs\.csv has no row"):
        measured_peaks(bare, choose(bare, ["plan"], {}), variable=B, members=4)


def test_an_input_that_the_model_lacks_is_named_by_file_and_row(project: Project) -> None:
    row = next(iter(project.tables.yearly.values()))
    wrong = {"future_watr": replace(row, id="future_watr")}
    with pytest.raises(InputError, match=r"yearly_inputs\.csv[\s\S]*future_watr"):
        check_rows(replace(project.tables, yearly=wrong), project.graph)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_command_says_what_it_found(lang: str) -> None:
    words = ["yearly", "plan", "-n", "16", "--lang", lang]
    record = json.loads(CliRunner().invoke(main, [*words, "--json"]).stdout)
    text = CliRunner().invoke(main, words).stdout
    share = record["scenarios"][0]["measured"]["by_2030"][0]
    assert f"{share:.0%} [" in text
    assert f"{record['inputs'][0]['deviation']:.1%}" in text
    assert ("清单所见" if lang == "zh" else "as measured") in text
