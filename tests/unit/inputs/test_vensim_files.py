"""Vensim's files of constants, sensitivity set-ups and save lists."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from zysim.errors import InputError
from zysim.inputs.cin import cin_text, read_cin
from zysim.inputs.payoff import read_voc, read_vpd
from zysim.inputs.vsc import read_lst, read_vsc
from zysim.reading.expressions import Table


def put(folder: Path, text: str) -> Path:
    path = folder / "file"
    path.write_text(text, encoding="utf-8")
    return path


def test_constants_survive_writing_and_reading(tmp_path: Path) -> None:
    constants = {"Birth Rate": 0.1, "Share[north]": 1e-300, "人口": -2.5}
    table = Table((0.0, 2.5), (1.0, -1e-9))
    found = read_cin(put(tmp_path, cin_text(constants, {"effect of x": table})))
    assert (found.constants, found.tables) == (constants, {"effect of x": table})


def test_comments_are_passed_over_and_the_last_line_counts(tmp_path: Path) -> None:
    text = "! a note\n\nrate = 1\nrate= 2 ~\n"
    assert read_cin(put(tmp_path, text)).constants == {"rate": 2.0}


def test_lists_lookups_and_bounds_of_changes_are_read(tmp_path: Path) -> None:
    """The forms of Vensim's manual, on one line and on several."""
    text = (
        "! from the manual\nCONSTANT NAME 2[sub]= 3,2,\n  7\nEffect(1,2,3,\n 0,2,4)\n"
        "curve[a] ([(0,0)-(9,9)],(0,1),(5,2))\n0.0<= NORM[CHINA] = .015 <= .1 | FRAC\n"
    )
    found = read_cin(put(tmp_path, text))
    assert found.constants == {"CONSTANT NAME 2[sub]": (3, 2, 7), "NORM[CHINA]": 0.015}
    assert found.tables["Effect"] == Table((1, 2, 3), (0, 2, 4))
    assert found.tables["curve[a]"] == Table((0, 5), (1, 2))


def test_every_wrong_line_of_constants_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"4 problem\(s\)") as caught:
        read_cin(put(tmp_path, "a = 1\nb = x\nnonsense\nc(1,2,3)\nd :IS: 'text'\n"))
    assert "line 4: 'c(1,2,3)': a lookup of 3 numbers is neither pairs" in str(caught.value)
    assert "line 5: \"d :IS: 'text'\": is not NAME = NUMBER" in str(caught.value)
    assert "line 2: 'b = x': 'x' is not a number" in str(caught.value)
    assert "第 3 行：'nonsense'：应写作 名称 = 数" in str(caught.value.zh)


def test_a_set_up_is_read(tmp_path: Path) -> None:
    text = (
        "200,M,1234\nBirth Rate=RANDOM_UNIFORM(0.1,0.4)\n"
        "life = RANDOM_TRIANGULAR(1,9,2,5,8)\nshare=RANDOM_NORMAL(0,1,0.5,0.1)\n"
        "level=VECTOR(0,1,0.25)\n"
    )
    found = read_vsc(put(tmp_path, text))
    assert (found.rows, found.kind, found.seed) == (200, "lhs", 1234)
    uniform, triangular, normal, vector = found.factors
    assert (uniform.variable, uniform.low, uniform.high) == ("Birth Rate", 0.1, 0.4)
    assert (triangular.low, triangular.mode, triangular.high) == (2, 5, 8)
    assert (normal.low, normal.high) == pytest.approx((0.304, 0.696))
    assert vector.levels == (0.0, 0.25, 0.5, 0.75, 1.0)


@pytest.mark.parametrize(
    ("text", "message", "zh"),
    [
        ("200,F,1\na=RANDOM_UNIFORM(0,1)\n", "method 'F' is not read", "不能读取方法 'F'"),
        ("many,M,1\na=RANDOM_UNIFORM(0,1)\n", "must begin with the number of runs", "运行次数"),
        ("9,M,1\na=RANDOM_GAMMA(0,1)\n", "one of RANDOM_UNIFORM", "RANDOM_UNIFORM"),
        ("9,M,1\na=RANDOM_UNIFORM(0)\n", "RANDOM_UNIFORM needs 2 numbers", "需要 2 个数"),
        ("9,M,1\na=RANDOM_UNIFORM(0,x)\n", "line 2: a: 'x' is not a number", "第 2 行：a"),
        ("9,M,1\n", "no constant varies", "没有变化的常数"),
    ],
)
def test_a_wrong_set_up_is_told(tmp_path: Path, text: str, message: str, zh: str) -> None:
    with pytest.raises(InputError) as caught:
        read_vsc(put(tmp_path, text))
    assert message in str(caught.value)
    assert zh in str(caught.value.zh)


def test_a_save_list_names_variables(tmp_path: Path) -> None:
    assert read_lst(put(tmp_path, "population\n! note\nBirth Rate\n\n")) == (
        "population",
        "Birth Rate",
    )


def test_ranges_of_an_optimisation_are_read(tmp_path: Path) -> None:
    text = ":OPTI=Powell {ours is another}\n0<=Work Speed=10<=30|FRAC=0.1\n-1e-3 <= x[a] <= 2\n"
    work, x = read_voc(put(tmp_path, text))
    assert (work.variable, work.low, work.high) == ("Work Speed", 0, 30)
    assert (x.variable, x.low, x.high) == ("x[a]", -0.001, 2)
    assert x.place.endswith("file, line 3")


def test_terms_of_a_payoff_are_read(tmp_path: Path) -> None:
    text = '*Calibration\nwolves|measured wolves/0.1\n*CG\n"a/b"|"d|e"/4\n*CK\nx|y/4\n'
    first, second, third, *rest = read_vpd(put(tmp_path, text + "*P\nprofit/-2\n*PF\nend/1\n"))
    assert (first.variable, first.data, first.weight) == ("wolves", "measured wolves", 0.1)
    assert (second.variable, second.data, second.weight) == ('"a/b"', '"d|e"', 0.25)
    assert (third.weight, third.taken) == (0.5, "data")
    assert [(each.weight, each.taken) for each in rest] == [(-2, "area"), (1, "end")]


@pytest.mark.parametrize(
    ("read", "text", "message", "zh"),
    [
        (read_voc, "a <= 2\n", "line 1: 'a <= 2': must be LOW <= CONSTANT", "两端都要有"),
        (read_voc, "x <= a <= 2\n", "'x' is not a number", "第 1 行"),
        (read_voc, "3 <= a <= 2\n", "need low < high, got 3, 2", "下限应小于上限"),
        (read_voc, "0<=a<=9|DIS=1\n", "steps between values are not fitted", "离散取值不能拟合"),
        (read_voc, ":OPTIMIZER=OFF\n", "no constant varies", "没有变化的常数"),
        (read_vpd, "*CR\nx|y/1\n", "line 1: '*CR': type *CR is not read: *C", "可读类型为 *C"),
        (read_vpd, "*C\n\nx/1\n", "line 3: 'x/1': must be VARIABLE|DATA/WEIGHT", "变量|数据/权重"),
        (read_vpd, "*P\nx|y/1\n", "must be VARIABLE/WEIGHT", "应写作 变量/权重"),
        (read_vpd, "x|y/sigma\n", "'sigma' is not a number", "第 1 行"),
        (read_vpd, "x|y/0\n", "weight 0: must be above 0", "权重 0：应大于 0"),
        (read_vpd, "*C\n", "no payoff is defined", "没有定义目标"),
    ],
)
def test_a_wrong_line_of_an_optimisation_is_told(
    tmp_path: Path, read: Callable[[Path], object], text: str, message: str, zh: str
) -> None:
    with pytest.raises(InputError) as caught:
        read(put(tmp_path, text))
    assert message in str(caught.value)
    assert zh in str(caught.value.zh)
