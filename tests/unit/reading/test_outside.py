"""Numbers from spreadsheets beside the model."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from zysim.errors import ModelFileError
from zysim.kernel import compile_model
from zysim.reading import read_model
from zysim.reading.cache import entry_path
from zysim.reading.graph import ModelGraph

Write = Callable[..., Path]
SIDE = "side : left, right"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "data"
    for row in (
        ["year", 2020, 2022, 2024],
        ["left", 1, 3, 2],
        ["right", 5, 4, 9],
        ["gap", 1, None, None],
    ):
        page.append(row)
    path = tmp_path / "numbers.xlsx"
    book.save(path)
    return path


def read(path: Path) -> ModelGraph:
    return read_model(path, cache=False)


def test_constants_of_two_dimensions(write: Write, sheet: Path) -> None:
    graph = read(
        write(
            SIDE,
            "moment : m1, m2",
            f"x[side, moment] = GET DIRECT CONSTANTS('{sheet.name}', 'data', 'B2')",
            f"y[side] = GET DIRECT CONSTANTS('{sheet.name}', 'data', 'C2*')",
        )
    )
    assert [graph.constants[f"x[{each}]"] for each in ("left,m2", "right,m1")] == [3, 5]
    assert graph.constants["y[right]"] == 4


@pytest.mark.parametrize(
    ("way", "values"),
    [
        ("INTERPOLATE", [5, 4.5, 4, 6.5, 9, 9]),
        ("LOOK FORWARD", [5, 4, 4, 9, 9, 9]),
        ("HOLD BACKWARD", [5, 5, 4, 4, 9, 9]),
    ],
)
def test_data_between_their_points(
    write: Write, sheet: Path, way: str, values: list[float]
) -> None:
    data = f"x[side]:{way}: := GET DIRECT DATA('{sheet.name}', 'data', '1', 'B2')"
    graph = read(write(SIDE, data))
    found = compile_model(graph).integrate({}, outputs=["x[right]"], until=2025)[1]
    assert found["x[right]"][0].tolist() == values


def test_lookups_are_called(write: Write, sheet: Path) -> None:
    table = f"curve[side] = GET DIRECT LOOKUPS('{sheet.name}', 'data', '1', 'B2')"
    graph = read(write(SIDE, table, "x[side] = curve[side](2023)"))
    found = compile_model(graph).integrate({}, outputs=["x"])[1]
    assert [found[f"x[{each}]"][0, 0] for each in ("left", "right")] == [2.5, 6.5]


def test_such_a_model_is_not_cached(write: Write, sheet: Path) -> None:
    path = write(f"x = GET DIRECT CONSTANTS('{sheet.name}', 'data', 'B2')")
    graph = read_model(path)
    assert not entry_path(graph.sha256).exists()


@pytest.mark.parametrize(
    ("equation", "message"),
    [
        ("x = GET DIRECT CONSTANTS('numbers.xlsx', 'data', 'C4')", "a number is missing"),
        (
            "x = GET DIRECT CONSTANTS('numbers.xlsx', 'none', 'B2')",
            "has no sheet 'none'; it has data",
        ),
    ],
)
def test_refused(write: Write, sheet: Path, equation: str, message: str) -> None:
    with pytest.raises(ModelFileError) as told:
        read(write(equation))
    assert message in str(told.value)
    assert sheet.is_file()
