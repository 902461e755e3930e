"""The written program: readable, and able to reach nothing but arithmetic."""

from __future__ import annotations

import ast
from collections.abc import Callable

import pytest

from zysim.kernel.compile import build
from zysim.kernel.dialects import BATCH, SCALAR, Dialect
from zysim.kernel.emit import emit
from zysim.reading.expressions import Number, Op, Ref
from zysim.reading.graph import ModelGraph

DIALECTS = [SCALAR, BATCH]


@pytest.fixture(scope="module", params=DIALECTS, ids=lambda each: each.name)
def dialect(request: pytest.FixtureRequest) -> Dialect:
    found: Dialect = request.param
    return found


def test_the_city_calls_only_the_functions_of_its_dialect(
    city: ModelGraph, dialect: Dialect
) -> None:
    tree = ast.parse(emit(city, city.scalars, dialect).text)
    titles = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    assert titles == {"first", "flows", "report"}
    assert len(tree.body) == 3
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call)}
    assert called <= set(dialect.functions)
    kinds = {type(node) for node in ast.walk(tree)}
    assert not kinds & {ast.Attribute, ast.Import, ast.ImportFrom, ast.Lambda, ast.Global}


def test_every_name_read_was_written_before(city: ModelGraph, dialect: Dialect) -> None:
    for function in ast.parse(emit(city, city.scalars, dialect).text).body:
        assert isinstance(function, ast.FunctionDef)
        known = {*dialect.functions, *(each.arg for each in function.args.args)}
        for line in function.body:
            names = [node for node in ast.walk(line) if isinstance(node, ast.Name)]
            read = {node.id for node in names if isinstance(node.ctx, ast.Load)}
            assert read <= known
            known |= {node.id for node in names if isinstance(node.ctx, ast.Store)}


@pytest.mark.parametrize("engine", ["python", "numpy"])
def test_no_builtin_can_be_reached(make: Callable[..., ModelGraph], engine: str) -> None:
    graph = make({"a": Number(1.0), "y": Op("+", (Ref("a"), Ref("time")))})
    functions = build(graph, ["y"], engine, "euler")
    for each in (functions.first, functions.flows, functions.report):
        assert each.__globals__["__builtins__"] == {}
        assert not [name for name in each.__globals__ if name in ("open", "eval", "np", "numpy")]


def test_a_name_cannot_smuggle_code_in(make: Callable[..., ModelGraph]) -> None:
    """Names become identifiers of ours, and comments stay on their line."""
    hostile = [
        "lambda",
        "T",
        "__import__('os')",
        "a\nimport os",
        "a;b",
        "电力",
        "1st",
        "a b",
        "a  b",
    ]
    plain = {name: Number(float(at)) for at, name in enumerate(hostile)}
    total = Op("sum", tuple(map(Ref, hostile)))
    graph = make({**plain, "y\nimport os": Op("+", (total, Ref("time")))})
    for dialect in DIALECTS:
        tree = ast.parse(emit(graph, ["y\nimport os"], dialect).text)
        assert all(isinstance(node, ast.FunctionDef) for node in tree.body)
        assert not [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.Attribute)]
    values = build(graph, ["y\nimport os"], "python", "euler")
    listed = [graph.constants[name] for name in values.program.constants]
    stocks, fixed = values.first(2020.0, 1.0, listed)
    assert values.report(2020.0, 1.0, listed, stocks, fixed) == [2020 + sum(range(len(hostile)))]


def test_each_line_tells_what_it_computes(city: ModelGraph, dialect: Dialect) -> None:
    text = emit(city, ["gdp"], dialect).text
    assert "  # gdp (yi CNY/year)\n" in text


def test_what_the_outputs_do_not_need_is_left_out(city: ModelGraph, dialect: Dialect) -> None:
    small, large = emit(city, ["gdp"], dialect), emit(city, city.scalars, dialect)
    assert "forest_carbon (Mt)" not in small.text.partition("def report")[2]
    assert len(small.text) < 0.7 * len(large.text)
