"""A Vensim model of somebody else: its own constants, its own clock."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from zysim.errors import InputError, ModelFileError, ResultError
from zysim.reading import read_model
from zysim.runs.other_model import run_model, scalars_of, settings_of, stocks_of, unit_of_time

CLOCK = """
INITIAL TIME = {first} ~ Month ~~|
FINAL TIME = {last} ~ Month ~~|
TIME STEP = {step} ~ Month ~~|
SAVEPER = TIME STEP ~ Month ~~|
"""
POND = """{{UTF-8}}
Pond Level = INTEG(-Pond Level/Drain Time, 100) ~ m3 ~ 池塘水量。Water in the pond.|
Drain Time = 4 ~ Month [1,20] ~ How long water stays.|
share = 1/(Drain Time - 5) ~ 1/Month ~ Breaks where the time is 5.|
"""


def write(folder: Path, *, first: float = 0, last: float = 12, step: float = 0.1) -> Path:
    path = folder / "pond.mdl"
    text = POND.format() + CLOCK.format(first=first, last=last, step=step)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_clock_of_tenths_is_shown_at_every_saveper(tmp_path: Path) -> None:
    runs = run_model(write(tmp_path), {"Drain Time": 8})
    assert runs.axis == "time"
    assert runs.years.tolist() == [each / 10 for each in range(121)]
    wanted = 100 * (1 - 0.1 / 8) ** (10 * runs.years)
    np.testing.assert_allclose(runs.of("pond_level")[0], wanted, rtol=1e-9)
    assert runs.manifest.scenarios == {"pond": {"drain_time": 8.0}}


@pytest.mark.parametrize("engine", ["python", "numpy", "llvm", "pysd"])
def test_engines_agree(tmp_path: Path, engine: str) -> None:
    path = write(tmp_path, step=0.125)
    first = run_model(path, {"drain_time": 3})
    second = run_model(path, {"drain_time": 3}, engine=engine)
    np.testing.assert_allclose(second.of("pond_level"), first.of("pond_level"), rtol=1e-12)


def test_runge_kutta_is_nearer_to_the_exact_answer(tmp_path: Path) -> None:
    exact = 100 * np.exp(-3)
    found = {
        method: run_model(write(tmp_path), method=method).of("pond_level")[0, -1]
        for method in ("euler", "rk4")
    }
    assert abs(found["rk4"] - exact) < 1e-5 * exact < abs(found["euler"] - exact)
    with pytest.raises(InputError, match="engine 'pysd' has no method 'rk4'"):
        run_model(write(tmp_path), method="rk4", engine="pysd")


def test_until_ends_the_run_sooner(tmp_path: Path) -> None:
    assert run_model(write(tmp_path), until=7).years[-1] == 7


@pytest.mark.parametrize("until", [0, 13])
def test_until_outside_the_clock_is_refused(tmp_path: Path, until: int) -> None:
    with pytest.raises(InputError, match=f"--until {until}: the model runs from 0 to 12"):
        run_model(write(tmp_path), until=until)


@pytest.mark.parametrize("engine", ["python", "numpy", "llvm", "pysd"])
def test_a_start_between_whole_numbers_is_run_by_every_engine(tmp_path: Path, engine: str) -> None:
    runs = run_model(write(tmp_path, first=0.5, last=1.25, step=0.25), engine=engine)
    assert runs.years.tolist() == [0.5, 0.75, 1.0, 1.25]
    falling = 100 * (1 - 0.25 / 4) ** np.arange(4)
    np.testing.assert_allclose(runs.of("pond_level")[0], falling, rtol=1e-12)


def test_the_method_the_file_asks_for_is_taken_and_kept(tmp_path: Path) -> None:
    path = write(tmp_path)
    settings = "\n\\\\\\---/// Sketch\n///---\\\\\\\n:L\x7f<%^E!@\n1:a.vdf\n15:0,0,0,{},0,0\n"
    text = path.read_text(encoding="utf-8")
    for number, method in ((0, "euler"), (1, "rk4"), (3, "rk2"), (4, "rk2"), (5, "rk4")):
        path.write_text(text + settings.format(number), encoding="utf-8")
        runs = run_model(path)
        assert runs.manifest.method == method
        wanted = run_model(path, method=method).of("pond_level")
        np.testing.assert_array_equal(runs.of("pond_level"), wanted)
    path.write_text(text + settings.format(2), encoding="utf-8")
    with pytest.raises(ModelFileError, match="difference equations"):
        run_model(path)


def test_values_outside_the_range_of_the_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="drain_time: 99 is outside 1 to 20"):
        run_model(write(tmp_path), {"Drain Time": 99})


def test_unknown_names_are_answered_with_the_nearest(tmp_path: Path) -> None:
    graph = read_model(write(tmp_path), cache=False)
    with pytest.raises(InputError, match="drain_time"):
        settings_of(graph, {"drain tme": 1})
    with pytest.raises(InputError, match="pond_level"):
        scalars_of(graph, "pond levels")


def test_a_value_that_breaks_is_named_with_its_time(tmp_path: Path) -> None:
    with pytest.raises(ResultError, match="share is inf at time 0") as caught:
        run_model(write(tmp_path), {"Drain Time": 5})
    assert "drain_time=5" in str(caught.value)


def test_stocks_and_unit_of_time_are_those_of_the_file(tmp_path: Path) -> None:
    graph = read_model(write(tmp_path), cache=False)
    assert (stocks_of(graph), unit_of_time(graph)) == (["pond_level"], "Month")


def test_an_element_is_set_and_the_others_stay(root: Path) -> None:
    path = root / "models" / "teaching" / "fleet.mdl"
    graph = read_model(path)
    array = next(each for each in graph.variables.values() if each.kind == "constant" and each.dims)
    settings = settings_of(graph, {array.elements[0]: graph.constants[array.elements[0]]})
    assert list(settings) == [array.elements[0]]
    whole = settings_of(graph, {array.name: graph.constants[array.elements[0]]})
    assert set(whole) == set(array.elements)
