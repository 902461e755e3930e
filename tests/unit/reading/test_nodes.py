"""Every kind of node PySD's translator may give is lowered, or refused by name."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pysd.translators.structures import abstract_expressions as ast

from zysim.errors import ModelFileError
from zysim.reading.graph import ModelGraph

LOWERED = {
    "ArithmeticStructure": "x = 1 + Time",
    "LogicStructure": "x = Time > 3",
    "SubscriptsReferenceStructure": "x = a[left]",
    "ReferenceStructure": "x = b",
    "CallStructure": "x = ABS(b)",
    "GameStructure": "x = GAME(b)",
    "InitialStructure": "x = INITIAL(Time)",
    "IntegStructure": "x = INTEG(1, 2)",
    "DelayStructure": "x = DELAY1(b, 2)",
    "DelayNStructure": "x = DELAY N(b, 2, 1, 2)",
    "DelayFixedStructure": "x = DELAY FIXED(b, 2, 1)",
    "SmoothStructure": "x = SMOOTH(b, 2)",
    "SmoothNStructure": "x = SMOOTH N(b, 2, 1, 2)",
    "TrendStructure": "x = TREND(b, 2, 1)",
    "ForecastStructure": "x = FORECAST(b, 2, 1)",
    "SampleIfTrueStructure": "x = SAMPLE IF TRUE(b > 1, b, 2)",
    "LookupsStructure": "x = curve(Time)",
    "InlineLookupsStructure": "x = WITH LOOKUP(Time, ((0,1),(2,3)))",
}
REFUSED = {
    "AllocateAvailableStructure": ("x = ALLOCATE AVAILABLE(a[left], a[left], 1)", "ALLOCATE AVA"),
    "AllocateByPriorityStructure": ("x = ALLOCATE BY PRIORITY(b, b, 1, 1, 1)", "ALLOCATE BY PRI"),
    "DataStructure": ("x:INTERPOLATE:", "data from another run is not supported"),
    "GetLookupsStructure": ("x = 1 + GET XLS LOOKUPS('a', 'b', '1', 'C2')", "GET LOOKUPS must"),
    "GetDataStructure": ("x = 1 + GET XLS DATA('a', 'b', '1', 'C2')", "GET DATA must stand alone"),
    "GetConstantsStructure": ("x = 1 + GET XLS CONSTANTS('a', 'b', 'C2')", "GET CONSTANTS must"),
}
OTHERS = ("side : left, right", "a[side] = 1, 2", "b = 3", "curve((0,1),(2,3))")


def test_every_node_has_an_example() -> None:
    kinds = {
        name
        for name, each in vars(ast).items()
        if isinstance(each, type) and issubclass(each, ast.AbstractSyntax)
    }
    assert kinds - {"AbstractSyntax"} == LOWERED.keys() | REFUSED.keys()


@pytest.mark.parametrize("equation", LOWERED.values(), ids=LOWERED)
def test_lowered(read: Callable[..., ModelGraph], equation: str) -> None:
    graph = read(*OTHERS, equation)
    assert "x" in graph.scalars


@pytest.mark.parametrize(("equation", "message"), REFUSED.values(), ids=REFUSED)
def test_refused(read: Callable[..., ModelGraph], equation: str, message: str) -> None:
    with pytest.raises(ModelFileError) as told:
        read(*OTHERS, equation)
    assert f"x: {message}" in str(told.value)
