"""Correlations that cannot be: what contradicts itself, and what is drawn apart."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from zysim.errors import InputError
from zysim.inputs.correlation import read_correlation
from zysim.inputs.read_tables import read_tables
from zysim.inputs.uncertainty import Uncertain

HEAD = "first,second,rank_correlation,note\n"


def uncertain(name: str) -> Uncertain:
    return Uncertain(
        id=name, distribution="uniform", low=0.0, mode=None, high=1.0,
        group="g", kind="world", note="",
    )  # fmt: skip


def write(folder: Path, rows: str) -> Path:
    path = folder / "correlation.csv"
    path.write_text(HEAD + rows, encoding="utf-8")
    return path


def test_correlations_that_contradict_each_other_are_refused_with_their_rows(
    tmp_path: Path,
) -> None:
    path = write(tmp_path, "a,b,0.9,x\n,,,\nb,c,0.9,x\na,c,-0.9,x\n")
    with pytest.raises(InputError) as caught:
        read_correlation(path)
    told, zh = str(caught.value), str(caught.value.zh)
    assert "correlation.csv" in told
    assert "rows 2, 4, 5 (a b, b c, a c): the correlations of a, b, c contradict" in told
    assert "第 2、4、5 行（a b、b c、a c）：a、b、c 的相关系数互相矛盾" in zh


def test_two_questions_may_go_together_but_no_constant_with_a_question(tmp_path: Path) -> None:
    drawn = {name: uncertain(name) for name in ("a", "b")}
    path = write(tmp_path, "field,chemistry,0.3,x\na,b,0.3,x\n")
    assert len(read_correlation(path, drawn, ("field", "chemistry"))) == len(drawn)
    assert read_correlation(path, drawn, None)  # questions that could not be read
    path = write(tmp_path, "a,b,0.3,x\nfield,a,0.3,x\n")
    with pytest.raises(InputError) as caught:
        read_correlation(path, drawn, ("field", "chemistry"))
    assert "row 3 (field a): ties a constant to a question" in str(caught.value)
    assert "第 3 行（field a）：把常数与结构问题相联" in str(caught.value.zh)


def test_a_wrong_table_of_levers_makes_no_row_of_others_wrong(root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "params"
    shutil.copytree(root / "params", folder)
    levers = folder / "levers.csv"
    head, first, second, *rest = levers.read_text("utf-8").splitlines()
    cells = second.split(",")
    cells[1] = first.split(",")[1]
    levers.write_text("\n".join([head, first, ",".join(cells), *rest]) + "\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_tables(folder)
    assert re.findall(r"(\w+\.csv): \d+ problem", str(caught.value)) == ["levers.csv"]
