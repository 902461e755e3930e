"""Every operation, in every engine, against answers worked out by hand."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from zysim.arrays import FloatArray
from zysim.kernel import compile_model
from zysim.kernel.noise import draw_one
from zysim.reading.expressions import FUNCTIONS, INFIX, MISSING, Expression, Number, Op, Ref, Table
from zysim.reading.graph import ModelGraph

InNode = Callable[..., dict[str, FloatArray]]
A, B, C, TIME = Ref("a"), Ref("b"), Ref("c"), Ref("time")
TRUE, FALSE = Number(1.0), Number(0.0)


def one_if(condition: Expression) -> Expression:
    return Op("if", (condition, Number(1.0), Number(0.0)))


def above(name: str, limit: float) -> Expression:
    return Op(">", (Ref(name), Number(limit)))


def table(at: float, way: str = "interpolate") -> Expression:
    return Op("lookup", (Number(at), Table((0.0, 1.0, 3.0), (2.0, 3.0, -1.0), way)))


# With a = 3, b = 2, c = 0 in 2020, 2021 and 2022.
STEPS = Table((0.0, 3.0, 3.0, 4.0), (1.0, 1.0, 5.0, 5.0))
CASES = [
    pytest.param(Op("+", (A, B)), 5, id="+"),
    pytest.param(Op("-", (A, B)), 1, id="-"),
    pytest.param(Op("*", (A, B)), 6, id="*"),
    pytest.param(Op("/", (A, B)), 1.5, id="/"),
    pytest.param(Op("^", (A, B)), 9, id="^ two"),
    pytest.param(Op("^", (A, Number(0.5))), math.sqrt(3), id="^ one half"),
    pytest.param(Op("^", (A, Number(-1.0))), 1 / 3, id="^ minus one"),
    pytest.param(Op("^", (B, Number(3.0))), 8, id="^ three"),
    pytest.param(one_if(Op("<", (B, A))), 1, id="<"),
    pytest.param(one_if(Op("<", (A, A))), 0, id="< equal"),
    pytest.param(one_if(Op("<=", (A, A))), 1, id="<="),
    pytest.param(one_if(Op(">", (B, A))), 0, id=">"),
    pytest.param(one_if(Op(">=", (A, A))), 1, id=">="),
    pytest.param(one_if(Op("=", (A, Number(3.0)))), 1, id="="),
    pytest.param(one_if(Op("<>", (A, Number(3.0)))), 0, id="<>"),
    pytest.param(one_if(Op("and", (above("a", 1), above("b", 5)))), 0, id="and"),
    pytest.param(one_if(Op("or", (above("a", 1), above("b", 5)))), 1, id="or"),
    pytest.param(one_if(Op("not", (above("a", 1),))), 0, id="not"),
    pytest.param(Op("neg", (A,)), -3, id="neg"),
    pytest.param(Op("-", (A, Op("-", (B, A)))), 4, id="brackets stay"),
    pytest.param(Op("*", (A, Op("neg", (B,)))), -6, id="times a negative"),
    pytest.param(Op("^", (Op("neg", (A,)), B)), 9, id="power of a negative"),
    pytest.param(Op("neg", (Op("^", (A, B)),)), -9, id="negative of a power"),
    pytest.param(Op("abs", (Op("-", (B, A)),)), 1, id="abs"),
    pytest.param(Op("exp", (B,)), math.e**2, id="exp"),
    pytest.param(Op("ln", (Op("exp", (A,)),)), 3, id="ln"),
    pytest.param(Op("sqrt", (Op("*", (A, Number(12.0))),)), 6, id="sqrt"),
    pytest.param(Op("sin", (A,)), math.sin(3), id="sin"),
    pytest.param(Op("cos", (A,)), math.cos(3), id="cos"),
    pytest.param(Op("arctan", (A,)), math.atan(3), id="arctan"),
    pytest.param(Op("trunc", (Op("/", (A, B)),)), 1, id="trunc"),
    pytest.param(Op("trunc", (Op("neg", (Op("/", (A, B)),)),)), -1, id="trunc below 0"),
    pytest.param(table(0.5), 2.5, id="lookup between points"),
    pytest.param(table(1.0), 3, id="lookup at a point"),
    pytest.param(table(-9.0), 2, id="lookup before the first point"),
    pytest.param(table(9.0), -1, id="lookup after the last point"),
    pytest.param(table(2.0, "forward"), -1, id="lookup forward"),
    pytest.param(table(1.0, "forward"), 3, id="lookup forward at a point"),
    pytest.param(table(2.0, "backward"), 3, id="lookup backward"),
    pytest.param(table(5.0, "extrapolate"), -5, id="lookup extrapolated"),
    pytest.param(Op("lookup", (A, Table((1.0,), (7.0,)))), 7, id="lookup of one point"),
    pytest.param(table(1.0, "raw"), 3, id="raw data at a point"),
    pytest.param(table(0.5, "raw"), MISSING, id="raw data between points"),
    pytest.param(Op("lookup", (A, STEPS)), 5, id="lookup at a step"),
    pytest.param(Op("lookup", (B, STEPS)), 1, id="lookup before a step"),
    pytest.param(Op("random", (Number(7.0), Number(2.0), A, C)), draw_one(7, 2, 3, 0), id="random"),
    pytest.param(Op("max", (A, B)), 3, id="max"),
    pytest.param(Op("min", (A, B)), 2, id="min"),
    pytest.param(Op("if", (above("a", 5), A, B)), 2, id="if"),
    pytest.param(Op("zidz", (A, C)), 0, id="zidz by zero"),
    pytest.param(Op("zidz", (A, Number(1e-7))), 0, id="zidz by next to nothing"),
    pytest.param(Op("zidz", (A, B)), 1.5, id="zidz"),
    pytest.param(Op("xidz", (A, C, Number(7.0))), 7, id="xidz by zero"),
    pytest.param(Op("xidz", (A, B, Number(7.0))), 1.5, id="xidz"),
    pytest.param(Op("sum", (A, B, B)), 7, id="sum"),
    pytest.param(Op("sum", (A,)), 3, id="sum of one"),
    pytest.param(TIME, [2020, 2021, 2022], id="time"),
    pytest.param(Op("step", (A, Number(2021.0))), [0, 3, 3], id="step"),
    pytest.param(Op("pulse", (Number(2021.0), Number(1.0))), [0, 1, 0], id="pulse"),
    pytest.param(Op("pulse", (Number(2021.0), Number(0.0))), [0, 1, 0], id="pulse of no width"),
    pytest.param(
        Op("ramp", (A, Number(2020.0), Number(2021.0))), [0, 3, 3], id="ramp stops at its end"
    ),
    pytest.param(Op("ramp", (A, Number(2021.0), Number(2030.0))), [0, 0, 3], id="ramp starts late"),
]


@pytest.mark.parametrize("engine", ["python", "numpy", "llvm"])
@pytest.mark.parametrize(("expression", "answer"), CASES)
def test_answer(
    make: Callable[..., ModelGraph],
    engine: str,
    expression: Expression,
    answer: float | list[float],
) -> None:
    constants = {"a": Number(3.0), "b": Number(2.0), "c": Number(0.0)}
    graph = make({**constants, "y": expression})
    _, values = compile_model(graph, engine).integrate({"a": np.full(2, 3.0)}, until=2022)
    wanted = np.broadcast_to(np.asarray(answer, dtype=float), (2, 3))
    np.testing.assert_allclose(values["y"], wanted, rtol=1e-15)


@pytest.mark.parametrize(
    ("engine", "varied"), [("javascript", []), ("webassembly", ["a"]), ("webassembly", [])]
)
def test_answers_of_the_page(
    make: Callable[..., ModelGraph], in_node: InNode, engine: str, varied: list[str]
) -> None:
    """In node, all at once; what differs between runs and what does not are written apart."""
    answers = {f"y{at}": case.values for at, case in enumerate(CASES)}
    constants = {"a": Number(3.0), "b": Number(2.0), "c": Number(0.0)}
    graph = make({**constants, **{name: each for name, (each, _) in answers.items()}})
    found = in_node(graph, [*answers], {"a": np.full(2, 3.0)}, engine, varied)
    for (name, (_, answer)), case in zip(answers.items(), CASES, strict=True):
        wanted = np.broadcast_to(np.asarray(answer, dtype=float), (2, 3))
        np.testing.assert_allclose(found[name][:, :3], wanted, rtol=1e-15, err_msg=str(case.id))


BROKEN = {
    "infinite": Op("/", (A, C)),
    "minus infinite": Op("ln", (C,)),
    "nan": Op("/", (C, C)),
    "log of a negative": Op("ln", (Op("neg", (A,)),)),
    "root of a negative": Op("^", (Op("neg", (A,)), Number(0.5))),
    "beyond the largest": Op("exp", (Op("*", (A, Number(1000.0))),)),
    "below the smallest": Op("exp", (Op("*", (A, Number(-1000.0))),)),
    "to the power of 0": Op("^", (Op("/", (C, C)), C)),
    "exp of infinity": Op("exp", (Op("neg", (Op("/", (A, C)),)),)),
    "max of nan": Op("max", (Op("/", (C, C)), A)),
    "min with nan": Op("min", (A, Op("/", (C, C)))),
    "max of infinity": Op("max", (A, Op("/", (A, C)))),
    "if nan": Op("if", (Op(">", (Op("/", (C, C)), C)), A, B)),
    "the branch not taken": Op("if", (Op(">", (C, Number(0.0))), Op("/", (A, C)), B)),
    "lookup of nan": Op("lookup", (Op("/", (C, C)), STEPS)),
    "lookup of infinity": Op("lookup", (Op("/", (A, C)), STEPS)),
    "zidz of nan": Op("zidz", (A, Op("/", (C, C)))),
    "trunc of infinity": Op("trunc", (Op("/", (A, C)),)),
}


@pytest.mark.parametrize(
    ("engine", "varied"), [("javascript", []), ("webassembly", ["a", "c"]), ("webassembly", [])]
)
def test_what_is_not_finite_is_as_in_numpy(
    make: Callable[..., ModelGraph], in_node: InNode, engine: str, varied: list[str]
) -> None:
    outputs = {f"y{at}": each for at, each in enumerate(BROKEN.values())}
    graph = make({"a": Number(3.0), "b": Number(2.0), "c": Number(0.0), **outputs})
    batch = {"a": np.array([3.0, 1.0]), "c": np.zeros(2)}
    kernel = compile_model(graph, "numpy")
    _, wanted = kernel.integrate(batch, outputs=[*outputs], refuse=False)
    answers = "javascript" if not varied else engine
    found = in_node(graph, [*outputs], batch, engine, varied, answers=answers)
    for name, says in zip(outputs, BROKEN, strict=True):
        np.testing.assert_allclose(found[name], wanted[name], rtol=1e-15, err_msg=says)


def test_every_operation_has_a_case() -> None:
    def names(expression: Expression) -> set[str]:
        if not isinstance(expression, Op):
            return set()
        return {expression.name}.union(*map(names, expression.arguments))

    tried = set().union(*(names(case.values[0]) for case in CASES))
    assert tried == {*INFIX, *FUNCTIONS, "sum"}


def test_the_branch_not_taken_cannot_stop_a_run(make: Callable[..., ModelGraph]) -> None:
    guarded = Op("if", (Op(">", (A, Number(0.0))), Op("/", (B, A)), Number(-1.0)))
    graph = make({"a": Number(0.0), "b": Number(2.0), "y": guarded})
    for engine in ("python", "numpy"):
        _, values = compile_model(graph, engine).integrate({"a": np.array([0.0, 4.0])})
        assert values["y"][:, 0].tolist() == [-1.0, 0.5]
