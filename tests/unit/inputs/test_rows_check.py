"""Rows of the tables against the model: other units, names, years and sizes are refused."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import pytest

from zysim.errors import InputError
from zysim.inputs.history import Observation
from zysim.inputs.rows_check import check_rows, in_model_units
from zysim.inputs.tables import Tables
from zysim.inputs.targets import Target
from zysim.runs.project import Project, open_project


@pytest.fixture(scope="module")
def project() -> Project:
    return open_project()


def test_the_shipped_rows_are_in_the_units_of_the_model(project: Project) -> None:
    check_rows(project.tables, project.graph)


def with_row(tables: Tables, table: str, name: str, **changes: Any) -> Tables:
    rows = getattr(tables, table)
    if table == "history":
        changed: Any = tuple(
            dataclasses.replace(each, **changes) if f"{each.series} {each.year}" == name else each
            for each in rows
        )
    else:
        changed = {**rows, name: dataclasses.replace(rows[name], **changes)}
    return dataclasses.replace(tables, **{table: changed})


@pytest.mark.parametrize(
    ("table", "name", "changes", "message"),
    [
        (
            "parameters",
            "initial_resident_population",
            {"unit": "person", "value": 2308600.0},
            "unit 'person', and initial_resident_population of the model is in 'wan person'",
        ),
        ("history", "gdp 2021", {"unit": "wan tce/year"}, "gdp of the model is in 'yi CNY/year'"),
        ("history", "gdp 2021", {"variable": "gpd"}, "unknown variable 'gpd'. Did you mean 'gdp'"),
        ("history", "gdp 2021", {"year": 2019}, "year 2019 is not simulated"),
        ("targets", "T03", {"threshold": 30.0}, "threshold 30 of a share: write 0.3 for 30 %"),
        ("targets", "T01", {"threshold": -0.145}, "write -14.5 if -14.5 % is meant"),
        ("targets", "T01", {"reference_year": 2005}, "year 2005 is not simulated"),
        (
            "targets",
            "T03",
            {"variable": "non_fossil_shares"},
            "unknown variable 'non_fossil_shares",
        ),
        ("targets", "T04", {"unit": "dmnl", "threshold": 0.5}, "of the model is in 'GW'"),
        ("signposts", "gdp", {"variable": "gpd"}, "unknown variable 'gpd'. Did you mean 'gdp'"),
        ("signposts", "gdp", {"unit": "万吨标准煤"}, "does not measure what the variable does"),
    ],
)
def test_a_row_that_does_not_fit_is_refused_with_its_place(
    project: Project, table: str, name: str, changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError) as caught:
        check_rows(with_row(project.tables, table, name, **changes), project.graph)
    told, zh = str(caught.value), str(caught.value.zh)
    assert message in told
    if "year" in changes:  # then no row of the file has that name
        assert f"- {name.replace('2021', str(changes['year']))}: " in told
    else:
        assert re.search(rf"\.csv: 1 problem.*\n  - row \d+ \({name}\): ", told)
        assert re.search(rf"\.csv：1 处错误\n  - 第 \d+ 行（{name}）：", zh)
    assert "1 处错误" in zh


@pytest.mark.parametrize(
    ("table", "name", "unit", "factor"),
    [
        ("history", "gdp 2021", "亿元", 1.0),
        ("history", "gdp 2021", "万元", 1e4),
        ("targets", "T04", "万千瓦", 100.0),
        ("targets", "T04", "MW", 1000.0),
        ("targets", "T04", "wan kW", 100.0),
    ],
)
def test_units_as_offices_write_them_are_brought_to_those_of_the_model(
    project: Project, table: str, name: str, unit: str, factor: float
) -> None:
    columns = ("value" if table == "history" else "threshold", "low", "high")

    def row(tables: Tables) -> Observation | Target:
        if table == "targets":
            return tables.targets[name]
        return next(each for each in tables.history if f"{each.series} {each.year}" == name)

    right = row(project.tables)
    changes = {each: factor * getattr(right, each) for each in columns}
    tables = with_row(project.tables, table, name, unit=unit, **changes)
    check_rows(tables, project.graph)
    found = row(in_model_units(tables, project.graph))
    assert found.unit == right.unit
    for each in columns:
        assert getattr(found, each) == pytest.approx(getattr(right, each))
