"""Scenarios by name to results, on the city's model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from zysim.errors import InputError, ResultError
from zysim.reading.graph import ModelGraph
from zysim.runs import execute
from zysim.runs.execute import run_settings, simulate
from zysim.runs.project import Project, choose, open_project, quality_counts
from zysim.runs.results import Runs

CO2 = "energy_co2_provincial"


@pytest.fixture(scope="module")
def project() -> Project:
    return open_project()


def run(*names: str, changes: dict[str, float] | None = None, **settings: Any) -> Runs:
    project = open_project()
    return run_settings(project, choose(project, names, changes or {}), **settings)


def test_runs_are_labelled_and_remember_what_was_set() -> None:
    runs = run("baseline", "plan-delayed", changes={"gas_output": 0.5}, outputs=[CO2])
    assert runs.scenarios == ("baseline", "plan-delayed", "plan-delayed+gas_output=0.5")
    made = runs.manifest.scenarios
    assert made["baseline"] == {}
    assert made["plan-delayed+gas_output=0.5"]["lever_setting[gas_output_measure]"] == 0.5
    assert runs.manifest.engine == "python"
    assert made["plan-delayed"]["policy_delay"] == 5.0
    assert runs.manifest.files["params/scenarios/plan.toml"]
    assert list(runs.values) == [CO2]


def test_scenario_named_twice_runs_once() -> None:
    assert run("plan", "plan", outputs=[CO2]).scenarios == ("plan",)


def test_everything_but_the_constants_is_kept_unless_chosen(project: Project) -> None:
    runs = run_settings(project, choose(project, ["plan"], {}), until=2031)
    assert set(runs.values) == set(project.graph.scalars)
    assert runs.years.tolist() == list(range(2020, 2032))


def test_whole_array_gives_all_its_elements() -> None:
    runs = run("plan", until=2031, outputs=["county_co2"])
    assert len(runs.values) == 3


def test_several_scenarios_equal_each_alone() -> None:
    together = run("baseline", "plan", outputs=[CO2])
    for at, name in enumerate(together.scenarios):
        alone = run(name, outputs=[CO2])
        np.testing.assert_array_equal(together.of(CO2)[at], alone.of(CO2)[0])


@pytest.mark.parametrize("engine", ["python", "numpy"])
def test_engines_agree_bit_for_bit(engine: execute.Engine) -> None:
    expected = run("plan", outputs=[CO2]).of(CO2)
    np.testing.assert_array_equal(run("plan", engine=engine, outputs=[CO2]).of(CO2), expected)


@pytest.mark.parametrize("until", [2030, 2061])
def test_horizon_that_cannot_show_a_peak_is_refused(until: int) -> None:
    with pytest.raises(InputError, match=f"until: {until} is outside 2031 to 2060") as caught:
        run("plan", until=until)
    assert "末年" in (caught.value.zh or "")


def test_no_scenario_is_refused() -> None:
    with pytest.raises(ResultError, match="no scenario to run"):
        run()


def test_unknown_scenario_is_answered_with_the_nearest() -> None:
    with pytest.raises(InputError, match="Did you mean 'plan'"):
        run("plam")


def test_pysd_runs_one_after_another_and_are_joined(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Mapping[str, float]] = []

    def referee(
        path: Path,
        graph: ModelGraph,
        constants: Mapping[str, float],
        *,
        times: np.ndarray,
        outputs: Sequence[str],
        method: str,
    ) -> dict[str, np.ndarray]:
        assert path == project.model
        assert graph is project.graph
        assert method == graph.method
        asked.append(constants)
        return {name: np.full((1, times.size), len(asked)) for name in outputs}

    monkeypatch.setattr("zysim.kernel.pysd_runner.run_with_pysd", referee)
    batch = [{"policy_delay": 0.0}, {"policy_delay": 5.0}]
    years, values = simulate(project, batch, until=2040, engine="pysd", outputs=[CO2])
    assert asked == batch
    assert values[CO2].shape == (2, years.size)
    assert values[CO2][:, 0].tolist() == [1, 2]


def test_pysd_is_refused_where_the_model_asks_for_another_method(project: Project) -> None:
    with pytest.raises(InputError, match=r"pysd' has no method 'rk2'.*--method euler"):
        simulate(project, [{}], until=2040, engine="pysd", outputs=[CO2])


def test_batch_without_any_change_has_its_size(project: Project) -> None:
    _years, values = simulate(project, [{}, {}], outputs=[CO2])
    assert values[CO2].shape == (2, 41)


def test_quality_counts_cover_every_parameter(project: Project) -> None:
    counts = quality_counts(project.tables)
    assert list(counts) == ["plan", "statistic", "literature", "derived", "estimate"]
    assert sum(counts.values()) == len(project.tables.parameters)
