"""Designs: all combinations once, tables of rows in any order, every wrong cell told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from zysim.errors import InputError
from zysim.inputs.study_file import read_study
from zysim.paths import data_root
from zysim.sensitivity.designs import read_rows
from zysim.sensitivity.evaluate import Evaluator, evaluate
from zysim.sensitivity.study_answers import spread_of

STUDY = """
model = "{model}"
[factors.tap]
{tap}
[factors.emptying_time]
low = 2
high = 8
[outcomes.last]
variable = "water"
at = "end"
[design]
{design}
"""


def evaluator(folder: Path, design: str, tap: str = "low = 10\nhigh = 30") -> Evaluator:
    path = folder / "s.toml"
    model = (data_root() / "models/teaching/tank.mdl").as_posix()
    path.write_text(STUDY.format(model=model, design=design, tap=tap), encoding="utf-8")
    return Evaluator(read_study(str(path), folder))


def drawn(found: Evaluator) -> np.ndarray:
    return np.concatenate([found.inputs(rows) for rows in found.parts()])[:, 0]


def test_a_grid_holds_every_combination_once(tmp_path: Path) -> None:
    found = drawn(evaluator(tmp_path, 'kind = "grid"\nsteps = 4', "levels = [1, 5, 20]"))
    assert len(found) == 12
    assert sorted(set(found[:, 0])) == [1, 5, 20]
    assert sorted(set(found[:, 1])) == [2, 4, 6, 8]
    assert len({tuple(row) for row in found}) == 12


def test_a_factorial_design_holds_the_corners(tmp_path: Path) -> None:
    found = drawn(evaluator(tmp_path, 'kind = "factorial"'))
    assert sorted(map(tuple, found)) == [(10, 2), (10, 8), (30, 2), (30, 8)]


def test_a_hypercube_fills_every_slice_of_each_factor(tmp_path: Path) -> None:
    found = drawn(evaluator(tmp_path, 'kind = "lhs"\nrows = 50'))
    slices = np.floor((found - [10, 2]) / [20, 6] * 50).astype(int)
    assert all(sorted(column) == list(range(50)) for column in slices.T)


def test_rows_of_a_table_are_run_as_they_stand(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("emptying_time, tap\n5,20\n2,30\n", encoding="utf-8")
    found = evaluator(tmp_path, 'kind = "file"\nfile = "rows.csv"')
    assert drawn(found).tolist() == [[20, 5], [30, 2]]
    spread = spread_of(found, evaluate(found))
    wanted = found.integrate(
        {"tap": np.array([20.0, 30.0]), "emptying_time": np.array([5.0, 2.0])}
    )[1]["water"][:, -1]
    assert (spread.outcomes[:, 0] == wanted).all()


@pytest.mark.parametrize("sign", [",", ";", "\t", "，"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_a_table_is_read_as_excel_and_vensim_write_it(
    tmp_path: Path, sign: str, encoding: str
) -> None:
    path = tmp_path / "各 行.csv"
    path.write_text(f"Emptying Time{sign}水量\n2{sign}30\n", encoding=encoding)
    assert read_rows(path, ["水量", "emptying_time"]).tolist() == [[30.0, 2.0]]


@pytest.mark.parametrize(
    ("text", "message", "zh"),
    [
        ("tap\n1\n", "column 'emptying_time' is missing", "缺少列 'emptying_time'"),
        ("tap,emptying_time,x\n1,2,3\n", "unknown column 'x'", "没有名为 'x' 的列"),
        ("tap,tap,emptying_time\n1,2,3\n", "column 'tap' is there twice", "列 'tap' 重复"),
        ("tap,emptying_time\n", "has no row below its heading", "没有数据行"),
        ("", "column 'tap' is missing", "缺少列 'tap'"),
        ("tap,emptying_time\n1,x\n", "row 2, emptying_time: 'x' is not a number", "第 2 行"),
        ("tap,emptying_time\n1,nan\n", "'nan' is not a finite number", "不是有限数"),
        ("tap,emptying_time\n1\n", "row 2, emptying_time: is empty", "为空"),
        ("tap,emptying_time\n\n1,2,3\n", "row 3: 3 cells below 2 headings", "表头只有 2 格"),
        ("tap,emptying_time\n" + "x,x\n" * 9, "and 8 more", "另有 8 处"),
    ],
)
def test_every_wrong_cell_of_a_table_is_told(
    tmp_path: Path, text: str, message: str, zh: str
) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_rows(path, ["tap", "emptying_time"])
    assert message in str(caught.value)
    assert zh in str(caught.value.zh)


def test_rows_outside_the_ranges_of_the_study_are_told(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("tap,emptying_time\n20,5\n5,20\n", encoding="utf-8")
    with pytest.raises(InputError, match="row 3, tap: 5 is outside") as caught:
        evaluator(tmp_path, 'kind = "file"\nfile = "rows.csv"')
    assert "超出研究给出的范围" in str(caught.value.zh)
