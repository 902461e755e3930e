"""Levers pass through what was delivered, and reach the plan's strength from there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from zysim.errors import InputError
from zysim.inputs.delivered import Delivered, read_delivered
from zysim.kernel import Kernel
from zysim.runs.delivered import bend
from zysim.runs.project import Project, open_project


@pytest.fixture(scope="module")
def project(root: Path) -> Project:
    return open_project(root)


@pytest.mark.parametrize(
    ("delivered", "setting", "now", "later"),
    [
        (Delivered(0.1, 2028), 1.0, 0.1, (2030, 1.0)),  # behind: to the plan in its year
        (Delivered(0.9, 2027), 1.0, 0.9, (2030, 1.0)),  # ahead
        (Delivered(0.0, 2028), 1.0, 0.0, (2030, 1.0)),
        (Delivered(0.5, 2028), 0.0, 0.5, (2040, 0.5)),  # what is there stays
        (Delivered(0.5, 2032), 1.0, 0.5, (2038, 1.0)),  # its year is past: at the pace so far
        (Delivered(0.0, 2032), 1.0, 0.0, (2036, 1.0)),  # not begun: as long as it was to take
    ],
)
def test_a_lever_is_where_it_was_delivered(
    delivered: Delivered,
    setting: float,
    now: float,
    later: tuple[int, float],
    project: Project,
    kernel: Kernel,
) -> None:
    columns = {"lever_setting[storage_measure]": np.full(2, setting)}
    levers, known = project.tables.levers, project.graph.constants
    bend(columns, {"storage": delivered}, levers, known, project.city)
    years, values = kernel.integrate(columns, until=2045, outputs=["lever_level[storage_measure]"])
    level = dict(zip(years.tolist(), values["lever_level[storage_measure]"][0], strict=True))
    assert level[delivered.year] == pytest.approx(now, abs=1e-9)
    assert level[later[0]] == pytest.approx(later[1], abs=1e-9)
    assert level[2025] == 0
    assert (np.diff(values["lever_level[storage_measure]"][0]) > -1e-12).all()


def test_a_table_is_read_in_the_unit_of_the_clause(tmp_path: Path, project: Project) -> None:
    path = tmp_path / "levers.csv"
    path.write_text(
        "措施,年份,到位程度,单位\n天然气发电二期,2027年,214,万千瓦\nstorage,2027,30%,\n"
        "storage,2026,0.1,\ngas_output,2027,-,\n",
        encoding="utf-8",
    )
    tables = project.tables
    found = read_delivered(path, tables.levers, tables.quantities, project.graph.constants, 2025)
    assert found == {
        "gas_power_capacity": Delivered(pytest.approx(0.5), 2027),
        "storage": Delivered(pytest.approx(0.3), 2027),
    }


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("storige,2027,1,", "是否指 storage"),
        ("storage,2025,1,", "2025 年之后"),
        ("storage,2027,9,", "超出 0 至"),
        ("storage,2027,约一半,", "不能确定"),
        ("storage,27年,1,", "不是年份"),
        ("rural_gas,2027,3,万户", "0 至 1"),
    ],
)
def test_an_uncertain_row_is_refused(row: str, word: str, tmp_path: Path, project: Project) -> None:
    path = tmp_path / "levers.csv"
    path.write_text(f"措施,年份,到位程度,单位\n{row}\n", encoding="utf-8")
    tables = project.tables
    with pytest.raises(InputError) as raised:
        read_delivered(path, tables.levers, tables.quantities, project.graph.constants, 2025)
    assert word in str(raised.value.zh)
    assert "第 2 行" in str(raised.value.zh)
