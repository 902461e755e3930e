"""What the city model promises its readers: units, titles, comments, sectors, size."""

from __future__ import annotations

from pathlib import Path

import pytest

from zysim.reading import read_model
from zysim.reading.graph import ModelGraph
from zysim.reading.unit_check import check_units

MODELS = sorted((Path(__file__).parents[2] / "models").rglob("*.mdl"))
CHINESE = ("\u4e00", "\u9fff")


@pytest.fixture(scope="module", params=MODELS, ids=lambda path: path.stem)
def graph(request: pytest.FixtureRequest, city: ModelGraph) -> ModelGraph:
    if request.param.stem == "ziyang":
        return city
    return read_model(request.param, cache=False)


def test_units_fit_throughout(graph: ModelGraph) -> None:
    assert [str(problem) for problem in check_units(graph)] == []


def test_every_variable_says_what_it_is(graph: ModelGraph) -> None:
    silent = [
        name
        for name, variable in graph.variables.items()
        if not (variable.unit and variable.comment and variable.sector)
        or not any(CHINESE[0] <= letter <= CHINESE[1] for letter in variable.title_zh)
    ]
    assert silent == []


def test_comments_are_sentences_in_english(graph: ModelGraph) -> None:
    odd = [
        name
        for name, variable in graph.variables.items()
        if not variable.comment.endswith(".") or not variable.comment[0].isascii()
    ]
    assert odd == []


def test_arrays_have_at_most_two_dimensions(graph: ModelGraph) -> None:
    assert max(len(variable.dims) for variable in graph.variables.values()) <= 2


def test_every_array_has_named_dimensions(graph: ModelGraph) -> None:
    assert [
        n for n, each in graph.variables.items() if not set(each.dims) <= {*graph.dimensions}
    ] == []


def test_every_constant_is_used(graph: ModelGraph) -> None:
    idle = [
        name
        for name, variable in graph.variables.items()
        if variable.kind == "constant" and not variable.uses and variable.sector != "Control"
    ]
    assert idle == []


def test_the_city_has_many_stocks_before_arrays_are_written_out(city: ModelGraph) -> None:
    assert sum(variable.kind == "stock" for variable in city.variables.values()) >= 60


def test_the_teaching_models_are_small() -> None:
    teaching = [path for path in MODELS if path.parent.name == "teaching"]
    assert [path.stem for path in teaching] == ["fleet", "forest", "tank"]
    assert all(len(read_model(path, cache=False).variables) < 30 for path in teaching)
