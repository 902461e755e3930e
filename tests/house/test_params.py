"""The real params/: nothing without unit, range and source, nothing of the plan forgotten."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from zysim.inputs.coverage import AIMS
from zysim.inputs.read_tables import read_tables
from zysim.inputs.scenarios import Scenario, read_scenarios
from zysim.inputs.tables import Tables
from zysim.page.controls import numbers_part
from zysim.paths import params_path
from zysim.runs.project import open_project

SUB_ITEMS = {
    "C1": 3,
    "C2": 4,
    "C3": 6,
    "C4": 4,
    "C5": 3,
    "C6": 4,
    "C7": 0,
    "C8": 4,
    "C9": 0,
    "C10": 2,
    "P1": 0,
    "P2": 0,
    "P3": 0,
    "P4": 0,
}
"""Actions and supports of the 2023 plan, with the number of sub-items of each."""
CLAUSES = [
    f"{action}.{item}" if count else action
    for action, count in SUB_ITEMS.items()
    for item in range(1, max(count, 1) + 1)
]
PLAN_NUMBERS = {
    "T01": (2025, "change<=", -14.5),
    "T02": (2025, "change<=", -17.0),
    "T03": (2025, ">=", 0.30),
    "T04": (2025, ">=", 1.4),
    "T05": (2030, ">=", 2.8),
    "T06": (2025, ">=", 100.0),
    "T07": (2030, ">=", 150.0),
    "T08": (2030, "peak<=", 2030.0),
    "T09": (2030, ">=", 0.05),
    "T10": (2025, "<=", 300.0),
    "T11": (2025, "<=", 200.0),
    "T12a": (2025, ">=", 1.0),
    "T12b": (2025, ">=", 1.0),
    "T13": (2025, ">=", 0.08),
    "T15": (2025, ">=", 0.8),
    "T16": (2025, ">=", 0.5),
    "T17": (2030, ">=", 1.0),
    "T18": (2025, ">=", 1.0),
    "T19": (2025, ">=", 0.75),
    "T20b": (2030, "rising>=", 0.0),
    "T23": (2030, ">=", 1.0),
}
"""Targets whose number the plan states: year, comparison, threshold."""
WITH_NUMBERS = sorted(params_path().rglob("*.csv"))
RECALL = re.compile(r"\b(from memory|recall|memory)\b", re.IGNORECASE)
GROWTH = {2021: 8.1, 2022: 3.8, 2023: 5.8, 2024: 6.7, 2025: 6.5}


@pytest.fixture(scope="module")
def tables() -> Tables:
    """Read the real tables; that alone checks every row of them."""
    return read_tables()


@pytest.fixture(scope="module")
def scenarios(tables: Tables) -> dict[str, Scenario]:
    """Read the shipped scenarios by id."""
    return {scenario.id: scenario for scenario in read_scenarios(tables)}


def rows_with_a_source() -> Iterator[tuple[str, dict[str, str]]]:
    """Give every row of every table that names a source, read without zysim's readers."""
    for path in WITH_NUMBERS:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), start=2):
                if "source" in row:
                    yield f"{path.name} row {number}", row


def test_no_number_without_unit_range_source_and_quality() -> None:
    lacking = []
    rows = list(rows_with_a_source())
    for place, row in rows:
        # A weight or deviation stands for its own uncertainty, an error for that of a number.
        ranged = (
            set() if {"weight", "error", "deviation", "decides"} & row.keys() else {"low", "high"}
        )
        wanted = {"source", "quality"} | ranged | (row.keys() & {"unit", "value", "threshold"})
        wanted |= set() if row["quality"] == "estimate" else {"locator"}
        wanted |= {"note"} if row["quality"] in ("estimate", "derived") else set()
        lacking += [f"{place}: {name}" for name in sorted(wanted) if not row[name].strip()]
    assert len(rows) > 500
    assert lacking == []


def test_what_is_only_remembered_is_an_estimate() -> None:
    upgraded = [
        place
        for place, row in rows_with_a_source()
        if RECALL.search(row["note"]) and row["quality"] not in ("estimate", "derived")
    ]
    assert upgraded == []


def test_own_judgement_is_never_called_literature_or_statistic() -> None:
    upgraded = [
        place
        for place, row in rows_with_a_source()
        if row["source"] == "zysim_authors" and row["quality"] not in ("estimate", "derived")
    ]
    assert upgraded == []


def test_only_the_plan_itself_is_quoted_as_the_plan() -> None:
    others = [
        place
        for place, row in rows_with_a_source()
        if row["quality"] == "plan" and row["source"] != "zy_plan_2023"
    ]
    assert others == []


def test_labels_are_in_both_languages(tables: Tables) -> None:
    chinese = re.compile(r"[\u4e00-\u9fff]")
    records = [*tables.parameters.values(), *tables.levers.values(), *tables.targets.values()]
    wrong = [
        record.id
        for record in records
        if not chinese.search(record.label_zh) or chinese.search(record.label_en)
    ]
    assert wrong == []


@pytest.mark.parametrize("clause", CLAUSES)
def test_every_clause_of_the_plan_has_its_row(tables: Tables, clause: str) -> None:
    row = tables.coverage[clause]
    assert row.status == "modelled" or (row.reason_zh and row.reason_en)


def test_no_clause_is_invented(tables: Tables) -> None:
    assert set(tables.coverage) - {AIMS} == set(CLAUSES)


@pytest.mark.parametrize("number", range(1, 25))
def test_every_target_has_its_row(tables: Tables, number: int) -> None:
    assert any(re.fullmatch(rf"T{number:02}[a-z]?", name) for name in tables.targets)


@pytest.mark.parametrize("name", PLAN_NUMBERS)
def test_the_numbers_of_the_plan_stand_as_written(tables: Tables, name: str) -> None:
    row = tables.targets[name]
    assert (row.year, row.compare, row.threshold) == PLAN_NUMBERS[name]
    assert (row.provenance.source, row.provenance.quality) == ("zy_plan_2023", "plan")


def test_targets_without_a_number_in_the_plan_are_estimates(tables: Tables) -> None:
    for name, row in tables.targets.items():
        if name not in PLAN_NUMBERS:
            assert row.provenance.quality == "estimate", name
            assert row.low < row.high, name


def test_coverage_names_every_lever_and_target_under_its_clause(tables: Tables) -> None:
    missing = []
    for name, lever in tables.levers.items():
        rows = [tables.coverage[clause] for clause in lever.clauses if clause != AIMS]
        missing += [f"{row.clause}: {name}" for row in rows if name not in row.levers]
    for name, target in tables.targets.items():
        rows = [tables.coverage[clause] for clause in target.clauses if clause in tables.coverage]
        missing += [] if any(name in row.targets for row in rows) else [f"{target.clauses}: {name}"]
    assert missing == []


def test_levers_of_the_plan_cover_forty_or_more(tables: Tables) -> None:
    assert len(tables.levers) >= 40


def test_gdp_is_the_base_year_chained_with_real_growth(tables: Tables) -> None:
    gdp = {row.year: row.value for row in tables.history if row.series == "gdp"}
    expected = 807.5
    for year, growth in GROWTH.items():
        expected *= 1 + growth / 100
        assert gdp[year] == pytest.approx(expected, abs=0.01)


def test_the_last_two_years_of_history_are_never_fitted(tables: Tables) -> None:
    assert {row.use for row in tables.history if row.year >= 2024} <= {"holdout", "show"}
    held_out = {row.series for row in tables.history if row.use == "holdout"}
    assert {"gdp", "resident_population", "urban_share", "gas_output"} <= held_out


def test_what_was_never_observed_is_only_shown(tables: Tables) -> None:
    compared = [row for row in tables.history if row.use != "show"]
    assert not [row.series for row in compared if row.provenance.note.startswith("Not observed")]


def test_every_source_backs_a_number() -> None:
    """A document that was read and gave nothing is no source of this model."""
    backed = set()
    for path in params_path().rglob("*.csv"):
        if path.name != "sources.csv":
            with path.open(encoding="utf-8-sig", newline="") as file:
                backed |= {row.get("source", "") for row in csv.DictReader(file)}
    assert set(read_tables(params_path()).sources) <= backed


def test_scenario_files_are_named_after_their_ids() -> None:
    for path in sorted((params_path() / "scenarios").iterdir()):
        assert path.suffix == ".toml"
        assert f'id = "{path.stem}"' in path.read_text(encoding="utf-8").splitlines()[0]


def test_baseline_is_all_zero_and_the_plan_one_but_for_additions(
    tables: Tables, scenarios: dict[str, Scenario]
) -> None:
    assert scenarios["baseline"].levers == dict.fromkeys(tables.levers, 0.0)
    planned = {name: float(each.reading != "addition") for name, each in tables.levers.items()}
    assert scenarios["plan"].levers == planned
    assert 0.0 in planned.values()
    assert not scenarios["baseline"].assumptions
    assert not scenarios["plan"].assumptions


def test_the_other_scenarios_differ_from_the_plan_as_their_names_say(
    scenarios: dict[str, Scenario],
) -> None:
    plan = scenarios["plan"].levers
    assert scenarios["plan-delayed"].assumptions == {"policy_delay": 5.0}
    assert scenarios["plan-delayed"].levers == plan
    assert scenarios["gas-heavy"].assumptions == {"gas_plant_hours_change": 2100.0}
    assert scenarios["plan-one-gas-plant"].levers == {**plan, "gas_power_capacity": 0.0}
    strengthened = scenarios["strengthened"].levers
    assert strengthened["gas_power_capacity"] < 1
    assert strengthened["gas_output"] < 1
    assert sum(strengthened.values()) > sum(plan.values())


def test_folder_holds_only_what_the_readers_read() -> None:
    here = params_path()
    known = {
        "README.md",
        "iamc.csv",
        "sources.csv",
        "base_year.csv",
        "coefficients.csv",
        "levers.csv",
        "lever_quantities.csv",
        "costs.csv",
        "payments.csv",
        "air_factors.csv",
        "health_costs.csv",
        "yearly_inputs.csv",
        "lead_offices.csv",
        "lever_control.csv",
        "remarks.csv",
        "structures.csv",
        "signposts.csv",
        "plan_targets.csv",
        "uncertainty.csv",
        "correlation.csv",
        "not_drawn.csv",
        "data_requests.csv",
        "plan_coverage.csv",
        "history/observed.csv",
    }
    found = {
        path.relative_to(here).as_posix()
        for path in here.rglob("*")
        if path.is_file() and path.suffix != ".toml"
    }
    assert found <= known, Path(here)


LETTERS, HAN = re.compile(r"[a-z]{3}"), re.compile(r"[\u4e00-\u9fff]")
SENTENCE = re.compile(r"[A-Za-z]+ [a-z]+ [a-z]+ [a-z]+")


def test_what_stands_beside_a_number_is_there_in_chinese(tables: Tables) -> None:
    rows = [
        *(each.provenance for each in tables.parameters.values()),
        *(each.provenance for each in tables.levers.values()),
        *(each.provenance for each in tables.targets.values()),
        *(each.provenance for each in tables.deciders.values()),
    ]
    notes = {each.note for each in rows} | {each.title for each in tables.sources.values()}
    places = {each.locator for each in rows}
    wanted = notes | {each for each in places if LETTERS.search(each)}
    assert {each for each in wanted if each and not HAN.search(each)} <= set(tables.remarks)
    assert not [each for each in notes if HAN.search(each) and SENTENCE.search(each)]
    assert all(HAN.search(each) for each in tables.remarks.values())
    graph = open_project().graph
    elements = {
        each.replace("_", " ") for name, some in graph.dimensions.items() for each in (name, *some)
    }
    assert {each.replace("_", " ") for each in graph.dimensions} <= set(tables.remarks)
    titles = {each.title for each in tables.sources.values() if HAN.search(each.title)}
    meant = {en: zh for en, zh in tables.remarks.items() if zh in titles}
    assert titles == set(meant.values()), "the English of a Chinese title"
    assert not any(HAN.search(each) for each in meant)
    assert set(tables.remarks) <= notes | places | elements | set(meant)


def test_no_two_numbers_of_the_page_read_alike(tables: Tables) -> None:
    labels = [each["label"] for each in numbers_part(tables, [])]
    for at in (0, 1):
        assert len({each[at] for each in labels}) == len(labels)
