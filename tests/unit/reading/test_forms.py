"""Forms of the model language, each with the answer by hand or from Vensim's manual."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from zysim.errors import ModelFileError
from zysim.kernel import compile_model
from zysim.kernel.trace import trace
from zysim.reading import read_model

CLOCK = """
INITIAL TIME = 0 ~ Year ~~|
FINAL TIME = {end} ~ Year ~~|
TIME STEP = 1 ~ Year ~~|
SAVEPER = TIME STEP ~ Year ~~|
"""
FORMS = {
    "and before or": (
        "IF THEN ELSE(Time >= 1 :AND: Time < 3 :OR: Time = 4, 1, 0)",
        [0, 1, 1, 0, 1],
    ),
    "not of a comparison": ("IF THEN ELSE(:NOT: Time > 2, 1, 0)", [1, 1, 1, 0, 0]),
    "power before sign": ("-2^2 + 0*Time", [-4] * 5),
    "sign in brackets": ("(-8)^3 + 0*Time", [-512] * 5),
    "powers from the right": ("2^3^2 + 0*Time", [512] * 5),
    "sign in a power": ("2^-1 + 0*Time", [0.5] * 5),
    "zero to zero": ("(0*Time)^0", [1] * 5),
    "comment inside": ("1 {one {inner}} + Time {time}", [1, 2, 3, 4, 5]),
    "missing": ("IF THEN ELSE(:NA: = :NA:, Time, 9)", [0, 1, 2, 3, 4]),
    "step in a table": ("WITH LOOKUP(Time, ((0,0),(1,1),(2,1),(2,5),(4,5)))", [0, 1, 5, 5, 5]),
    "limits with points": ("WITH LOOKUP(Time, ([(0,0)-(9,9),(3,3)],(0,0),(4,8)))", [0, 2, 4, 6, 8]),
    "x, x, y, y": ("columns(Time)", [1, 2, 3, 4, 5]),
    "area": ("LOOKUP AREA(slope, 0, Time)", [0, 0.5, 2, 4, 6]),
    "area beyond the end": ("LOOKUP AREA(slope, -1, 1)+0*Time", [0.5] * 5),
    "slope ahead": ("LOOKUP SLOPE(slope, Time, 1)", [1, 1, 0, 0, 0]),
    "slope behind": ("LOOKUP SLOPE(slope, Time, -1)", [0, 1, 1, 0, 0]),
    "inverse": ("LOOKUP INVERT(columns, Time + 1)", [0, 1, 2, 3, 4]),
    "pulse train to its end": ("PULSE TRAIN(1, 0, 3, 4)", [0, 1, 0, 0, 1]),
    "time base": ("TIME BASE(5, 2)", [5, 7, 9, 11, 13]),
    "gamma": ("EXP(GAMMA LN(Time + 1))", [1, 1, 2, 6, 24]),
    "present value": ("NPV(10, 0, 0, 1) + 0*Time", [10, 20, 30, 40, 50]),
    "discounted": ("NPV(1, 0.25, 0, 1)", [1, 1.8, 2.44, 2.952, 3.3616]),
    "element map": ("VECTOR ELM MAP(list[b], Time - 2)", [-(2.0**109), 10, 20, 30, 40]),
    "reordered": ("picked[a] + 100*picked[d] + 0*Time", [4010] * 5),
    "full-width name": ("人口 总数*2 + 0*Time", [14] * 5),
    "emoji": ("排放😀 + Time", [5, 6, 7, 8, 9]),
    "quoted signs": ('"CO2/GDP = a|b~c" + Time', [2, 3, 4, 5, 6]),
    "raw between points": ("seen", [3, -(2.0**109), 5, -(2.0**109), -(2.0**109)]),
    "data at a time": ("GET DATA AT TIME(seen, 2) + 0*Time", [5] * 5),
    "data between": ("GET DATA BETWEEN TIMES(seen, 1, 0) + 0*Time", [4] * 5),
    "data ahead": ("GET DATA BETWEEN TIMES(seen, 1, 1) + 0*Time", [5] * 5),
    "data behind": ("GET DATA BETWEEN TIMES(seen, 1, -1) + 0*Time", [3] * 5),
    "groups": ("share[north] + 10*share[south] + 0*Time", [21] * 5),
}
SHARED = """{UTF-8}
********************************************************
	.banner
********************************************************~
		Two macros follow.
	|
:MACRO: TWICE(x)
TWICE = 2*x ~~|
:END OF MACRO:
:MACRO: FOUR TIMES(x)
FOUR TIMES = TWICE(half) ~~|
half = TWICE(x) ~~|
:END OF MACRO:
{a comment alone}
columns(0,1,2,3,4,1,2,3,4,5) ~~|
slope((0,0),(2,2),(4,2)) ~~|
rows : a, b, c, d ~~|
list[rows] = 10, 20, 30, 40 ~~|
order[rows] = 0, 2, 1, 3 ~~|
picked[rows] = VECTOR REORDER(list[rows], order[rows]) ~~|
north places : n1, n2 ~~|
south places : s1 ~~|
places : north places, south places ~~|
parts : north, south -> (places: north places, south places) ~~|
weight[parts] = 1, 2 ~~|
spread[places] = weight[parts] ~~|
share[north] = spread[n2] ~~|
share[south] = spread[s1] ~~|
人口 总数 = 7 ~~|
排放😀 = 5 ~~|
"CO2/GDP = a|b~c" = 2 ~~|
seen :RAW: := GET DIRECT DATA('seen.csv', ',', 'A', 'B2') ~~|
eight = FOUR TIMES(2) ~ ~ :SUPPLEMENTARY |
"""


def write(folder: Path, text: str, end: int = 4) -> Path:
    path = folder / "forms.mdl"
    path.write_text(text + CLOCK.format(end=end), encoding="utf-8")
    (folder / "seen.csv").write_text("time,value\n0,3\n2,5\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, np.ndarray]]:
    """All forms in one model, run by each engine."""
    lines = [f"y{at} = {text} ~~|" for at, (text, _) in enumerate(FORMS.values())]
    path = write(tmp_path_factory.mktemp("forms"), SHARED + "\n".join(lines))
    graph = read_model(path, cache=False)
    python = trace(graph)[1]
    names = [name for name in graph.scalars if name in graph.home]
    machine = compile_model(graph, "llvm").integrate({}, outputs=names)[1]
    return {
        "python": python,
        "numpy": trace(graph, engine="numpy")[1],
        "llvm": python | {name: values[0] for name, values in machine.items()},
    }


@pytest.mark.parametrize("engine", ["python", "numpy", "llvm"])
@pytest.mark.parametrize("form", FORMS)
def test_form(forms: dict[str, dict[str, np.ndarray]], engine: str, form: str) -> None:
    found = forms[engine][f"y{[*FORMS].index(form)}"]
    np.testing.assert_allclose(found, FORMS[form][1], rtol=1e-12, atol=1e-12)


def test_macros_after_a_banner(forms: dict[str, dict[str, np.ndarray]]) -> None:
    assert forms["python"]["eight"][0] == 8


def test_long_sums_and_deep_choices(tmp_path: Path) -> None:
    years = range(300)
    deep = "".join(f"IF THEN ELSE(Time={each},{each}," for each in years) + "-1" + ")" * len(years)
    text = (
        "{UTF-8}\na = INTEG(1, 1) ~~|\n"
        f"total = {'+'.join(['a'] * 1500)} ~~|\n"
        f"product = {'*'.join(['a'] * 300)} ~~|\n"
        f"deep = {deep} ~~|\n"
        f"bracketed = {'(' * 500}a{')' * 500} ~~|\n"
        "i : (i1-i40) ~~|\nj : (j1-j40) ~~|\nx[i,j] = INTEG(0, 1) ~~|\nall = SUM(x[i!,j!]) ~~|\n"
    )
    graph = read_model(write(tmp_path, text, 3), cache=False)
    names = ["total", "deep", "bracketed", "all", "product"]
    for engine in ("python", "numpy", "llvm"):
        _, found = compile_model(graph, engine).integrate({}, outputs=names)
        assert found["total"][0].tolist() == [1500, 3000, 4500, 6000]
        assert found["deep"][0].tolist() == [0, 1, 2, 3]
        assert found["bracketed"][0].tolist() == [1, 2, 3, 4]
        assert found["all"][0].tolist() == [1600] * 4
        assert found["product"][0, 1] == pytest.approx(2.0**300, rel=1e-13)


def test_a_macro_bomb_is_refused_before_it_grows(tmp_path: Path) -> None:
    levels = 12
    macros = [":MACRO: M0(x)\nM0 = x + 1 ~~|\n:END OF MACRO:\n"]
    for at in range(1, levels):
        calls = "+".join([f"M{at - 1}(x)"] * 10)
        macros.append(f":MACRO: M{at}(x)\nM{at} = {calls} ~~|\n:END OF MACRO:\n")
    path = write(tmp_path, "{UTF-8}\n" + "".join(macros) + f"y = M{levels - 1}(1) ~~|\n")
    with pytest.raises(ModelFileError, match="macros become more than 50,000 equations") as told:
        read_model(path, cache=False)
    assert "宏展开后将超过" in (told.value.zh or "")


def test_priorities_share_a_supply(tmp_path: Path) -> None:
    """The first is served whole, the second gets what is left, the third nothing; by hand."""
    text = (
        "{UTF-8}\nwho : a, b, c ~~|\nasked[who] = 3, 4, 5 ~~|\nrank[who] = 9, 6, 3 ~~|\n"
        "given[who] = ALLOCATE BY PRIORITY(asked[who], rank[who], ELMCOUNT(who), 1, Time) ~~|\n"
    )
    _, found = trace(read_model(write(tmp_path, text, 14), cache=False))
    wanted = {
        "a": [min(3, supply) for supply in range(15)],
        "b": [min(4, max(0, supply - 3)) for supply in range(15)],
        "c": [min(5, max(0, supply - 7)) for supply in range(15)],
    }
    for name, values in wanted.items():
        np.testing.assert_allclose(found[f"given[{name}]"], values, atol=1e-12)


def test_a_final_time_that_moves_ends_the_run(tmp_path: Path) -> None:
    text = "{UTF-8}\nx = INTEG(2, 0) ~~|\n" + CLOCK.format(end="IF THEN ELSE(x > 10, Time, 99)")
    path = tmp_path / "moving.mdl"
    path.write_text(text, encoding="utf-8")
    times, found = trace(read_model(path, cache=False))
    assert times.tolist() == [0, 1, 2, 3, 4, 5, 6]
    assert found["x"][-1] == 12


NOISE = """{UTF-8}
flat = RANDOM UNIFORM(2, 4, 7) ~~|
other = RANDOM UNIFORM(2, 4, 7) ~~|
bell = RANDOM NORMAL(-1, 1, 0, 1, seed) ~~|
wide = RANDOM NORMAL(-60, 60, 5, 2, 3) ~~|
rare = RANDOM EXPONENTIAL(0, 50, 0, 2, 1) ~~|
plain = RANDOM 0 1() ~~|
seed = 11 ~~|
"""


def test_draws_have_their_distribution_and_depend_on_seed_run_and_step_only(
    tmp_path: Path,
) -> None:
    graph = read_model(write(tmp_path, NOISE, 200), cache=False)
    names = ["flat", "other", "bell", "wide", "rare", "plain"]
    batch = {"seed": np.full(40, 11.0)}
    found = {
        engine: compile_model(graph, engine).integrate(batch, outputs=names)[1]
        for engine in ("python", "numpy", "llvm")
    }
    for name in names:
        np.testing.assert_array_equal(found["python"][name], found["numpy"][name])
        np.testing.assert_allclose(found["llvm"][name], found["numpy"][name], rtol=1e-9)
    part = compile_model(graph, "numpy").integrate(
        {"seed": np.full(5, 11.0)}, outputs=names, first_run=7
    )[1]
    np.testing.assert_array_equal(part["bell"], found["numpy"]["bell"][7:12])
    flat, bell, wide, rare = (
        found["numpy"][name].ravel() for name in ("flat", "bell", "wide", "rare")
    )
    count = flat.size
    assert abs(flat.mean() - 3) < 4 * math.sqrt(1 / 3 / count)
    assert abs(wide.mean() - 5) < 4 * 2 / math.sqrt(count)
    assert abs(wide.std() - 2) < 0.08
    assert np.abs(bell).max() <= 1
    assert abs(bell.std() - 0.5396) < 0.02  # of a normal number cut at one standard deviation
    assert abs(rare.mean() - 2) < 0.1
    assert abs(np.corrcoef(flat, found["numpy"]["other"].ravel())[0, 1]) < 0.05
    assert len(np.unique(flat)) == count


def test_a_data_variable_without_an_equation(tmp_path: Path) -> None:
    path = write(tmp_path, "{UTF-8}\nHistory ~ people ~ from a run |\ny = 2*Time ~~|\n")
    graph = read_model(path, cache=False)
    assert trace(graph)[1]["y"][-1] == 8
    assert graph.warnings[0][1].startswith("line 2, History has no equation: its values come from")
    path = write(tmp_path, "{UTF-8}\nHistory ~ people ~ from a run |\ny = 2*History ~~|\n")
    with pytest.raises(ModelFileError, match="Export history with its times") as told:
        read_model(path, cache=False)
    assert "用到数据变量 History（第 2 行）" in (told.value.zh or "")
    assert str(told.value).startswith(str(path))
    run = tmp_path / "run.tab"
    with pytest.raises(ModelFileError, match=r"no such file of data: .*run\.tab") as told:
        read_model(path, data=[run], cache=False)
    assert "没有数据文件" in (told.value.zh or "")
    run.write_text("Time\tOther\n0\t1\n4\t9\n", encoding="utf-8")
    with pytest.raises(ModelFileError, match=r"it is not in run\.tab.*\[data\] files") as told:
        read_model(path, data=[run], cache=False)
    assert "run.tab 中没有这一列" in (told.value.zh or "")
    run.write_text("Time\tHistory\n0\t1\n4\t9\n", encoding="utf-8")
    assert trace(read_model(path, data=[run], cache=False))[1]["y"].tolist() == [2, 6, 10, 14, 18]


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        pytest.param("t,v\n0,1\n1,2\ntotal,3\n9,70\n", [1, 2, 2, 2, 2], id="ends at a text"),
        pytest.param("t,v\n0,1\n2,\n4,5\n", [1, 2, 3, 4, 5], id="empty between"),
        pytest.param('t,v\n0,"1,000"\n4,"5,000"\n', [1000, 2000, 3000, 4000, 5000], id="thousands"),
        pytest.param("年份,煤炭\n0,1\n4,5\n", [1, 2, 3, 4, 5], id="GBK"),
    ],
)
def test_columns_of_numbers(tmp_path: Path, cells: str, values: list[float]) -> None:
    text = "{UTF-8}\nd := GET DIRECT DATA('?tag', ',', 'A', 'B2') ~~|\ny = d ~~|\n"
    path = tmp_path / "d.mdl"
    tail = "\n\\\\\\---/// Sketch\n///---\\\\\\\n:L\x7f<%^E!@\n30:?tag=d.csv\n"
    path.write_text(text + CLOCK.format(end=4) + tail, encoding="utf-8")
    (tmp_path / "d.csv").write_bytes(cells.encode("gbk"))
    assert trace(read_model(path, cache=False))[1]["y"].tolist() == values


def test_a_cell_that_is_no_number_is_quoted(tmp_path: Path) -> None:
    path = write(tmp_path, "{UTF-8}\nd := GET DIRECT DATA('p.csv', ',', 'A', 'B2') ~~|\n")
    (tmp_path / "p.csv").write_text("t,v\n0,5%\n", encoding="utf-8")
    with pytest.raises(ModelFileError, match=r"cell B2: '5%' is not a number") as told:
        read_model(path, cache=False)
    assert "的单元格 B2：'5%' 不是数字；请写成普通数字" in (told.value.zh or "")
