"""A model with what a study varies made a constant: clock, initial values, points, tables, moments.

The equations stay what they are at the values of the model file: an initial value becomes a
constant of that value; a point of a lookup adds its change times the hat function of that point; a
constant chooses among tables; a moment switches a constant to another value from then on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from zysim.errors import InputError
from zysim.reading.expressions import TIME, Expression, Number, Op, Ref, Table, names_in, tables_in
from zysim.reading.graph import ModelGraph, StockEquation
from zysim.reading.order import ordered

NEAR = 1e-9
CLOCK = {"start": "initial_time", "end": "final_time", "step": "time_step"}


def with_clock(graph: ModelGraph, clock: Mapping[str, float]) -> ModelGraph:
    """Return a model with another start, end or step.

    Raises
    ------
    InputError
        If the model is laid out for its own, or the end does not come after the start.
    """
    for key in clock:
        name = CLOCK[key]
        if name in graph.structural:
            why = graph.structural[name]
            msg = f"[clock] {key}: the model is laid out for its own ({why}); leave it out."
            raise InputError(msg, zh=f"[clock] {key}：模型按其自身的时钟设计（{why}），请删去。")
    times = {CLOCK[key]: value for key, value in clock.items()}
    found = replace(
        graph,
        constants={**graph.constants, **times},
        initial_time=times.get("initial_time", graph.initial_time),
        final_time=times.get("final_time", graph.final_time),
        time_step=times.get("time_step", graph.time_step),
    )
    if not found.initial_time < found.final_time or not found.time_step > 0:
        span = f"{found.initial_time:g}", f"{found.final_time:g}", f"{found.time_step:g}"
        msg = f"[clock] from {span[0]} to {span[1]} by {span[2]}: need start < end and a step > 0."
        zh = f"[clock] {span[0]} 至 {span[1]}，步长 {span[2]}：起点应早于终点，步长应大于 0。"
        raise InputError(msg, zh=zh)
    return found


def with_initial(graph: ModelGraph, stock: str, constant: str, value: float) -> ModelGraph:
    """Return a model in which the initial value of a scalar stock is a constant.

    Raises
    ------
    InputError
        If there is no such stock.
    """
    if stock not in graph.stocks:
        msg = f"{stock}: not a stock, so it has no initial value. Vary the constant instead."
        raise InputError(msg, zh=f"{stock} 不是存量，没有初始值；请改为变化该常数。")
    equation = StockEquation(graph.stocks[stock].flow, Ref(constant))
    return _ordered(
        replace(
            graph,
            stocks={**graph.stocks, stock: equation},
            constants={**graph.constants, constant: value},
        )
    )


def with_point(graph: ModelGraph, lookup: str, place: float, constant: str) -> ModelGraph:
    """Return a model in which the y of one point of a lookup is a constant.

    A lookup is linear in each of its values, between points and outside them, so the change of
    one value adds the change times a lookup that is 1 at that point and 0 at all others.

    Parameters
    ----------
    lookup
        Scalar id of a lookup, or of the variable whose equation holds it (WITH LOOKUP).
    place
        The x of the point.
    constant
        Id of the new constant; it gets the value of the model file.

    Raises
    ------
    InputError
        If nothing reads such a lookup, or it has no such point; the message tells which it has.
    """
    tables = _named_tables(graph, lookup)
    x = tables[0].x
    at = next((n for n, each in enumerate(x) if abs(each - place) <= NEAR * max(1, abs(each))), -1)
    if at < 0:
        listed = ", ".join(f"{each:g}" for each in x)
        msg = f"{lookup}: no point at x = {place:g}. Points: {listed}."
        raise InputError(msg, zh=f"{lookup} 在 x = {place:g} 处没有点。各点的 x：{listed}。")
    value = tables[0].y[at]

    def change(op: Op) -> Expression:
        table = op.arguments[1] if op.name == "lookup" else None
        if not isinstance(table, Table) or table.name != lookup:
            return op
        hat = tuple(float(n == at) for n in range(len(table.x)))
        moved = Op("-", (Ref(constant), Number(value)))
        slope = Op("lookup", (op.arguments[0], Table(table.x, hat, table.way)))
        return Op("+", (op, Op("*", (moved, slope))))

    made = _mapped(graph, change)
    return _ordered(replace(made, constants={**graph.constants, constant: value}))


def with_tables(
    graph: ModelGraph, lookup: str, tables: Sequence[Table], constant: str
) -> ModelGraph:
    """Return a model in which a constant chooses the points of a lookup.

    Parameters
    ----------
    lookup
        Scalar id of a lookup, or of the variable whose equation holds it (WITH LOOKUP).
    tables
        Points in place of those of the model file where the constant is 1, 2, 3, …
    constant
        Id of the new constant; it is 0, which leaves the points of the model file.

    Raises
    ------
    InputError
        If nothing reads such a lookup; the message tells which there are.
    """
    _named_tables(graph, lookup)

    def change(op: Op) -> Expression:
        table = op.arguments[1] if op.name == "lookup" else None
        if not isinstance(table, Table) or table.name != lookup:
            return op
        result: Expression = op
        for at, each in enumerate(tables, start=1):
            chosen = Op("=", (Ref(constant), Number(float(at))))
            points = Table(each.x, each.y, table.way)
            result = Op("if", (chosen, Op("lookup", (op.arguments[0], points)), result))
        return result

    made = _mapped(graph, change)
    return _ordered(replace(made, constants={**graph.constants, constant: 0.0}))


def with_switch(
    graph: ModelGraph, scalar: str, to: float, constant: str, value: float
) -> ModelGraph:
    """Return a model in which a constant takes another value from a moment on.

    Parameters
    ----------
    scalar
        The constant.
    to
        What it is from the moment on.
    constant
        Id of the new constant that holds the moment.
    value
        The moment where nothing is varied.
    """
    later = Op(">=", (Ref(TIME), Ref(constant)))
    switched = Op("if", (later, Number(to), Ref(scalar)))

    def change(ref: Ref) -> Expression:
        return switched if ref.name == scalar else ref

    made = _mapped(graph, lambda op: op, change)
    return _ordered(replace(made, constants={**graph.constants, constant: value}))


def readers_of(graph: ModelGraph, outputs: set[str]) -> set[str]:
    """Return every name that some outputs depend on, over all the run, themselves included."""
    needs: dict[str, set[str]] = {}
    for name, expression in _expressions(graph):
        needs.setdefault(name, set()).update(names_in(expression))
    done: set[str] = set()
    waiting = list(outputs)
    while waiting:
        name = waiting.pop()
        if name not in done:
            done.add(name)
            waiting.extend(needs.get(name, ()))
    return done


def _expressions(graph: ModelGraph) -> list[tuple[str, Expression]]:
    found = [*graph.auxiliaries.items(), *graph.kept.items(), *graph.starts.items()]
    for name, stock in graph.stocks.items():
        found += [(name, stock.flow), (name, stock.initial)]
    return found


def _tables(graph: ModelGraph) -> list[Table]:
    return [table for _, expression in _expressions(graph) for table in tables_in(expression)]


def _named_tables(graph: ModelGraph, lookup: str) -> list[Table]:
    """Return the tables of a lookup; refuse one that nothing reads."""
    tables = [each for each in dict.fromkeys(_tables(graph)) if each.name == lookup]
    if not tables:
        known = sorted({each.name for each in _tables(graph) if each.name})
        listed = ", ".join(known[:12]) + (" …" if len(known) > 12 else "")
        msg = f"{lookup}: not a lookup that the model reads. Lookups: {listed or 'none'}."
        raise InputError(msg, zh=f"{lookup} 不是模型使用的表函数。表函数：{listed or '无'}。")
    return tables


def _mapped(
    graph: ModelGraph,
    change: Callable[[Op], Expression],
    refer: Callable[[Ref], Expression] = lambda ref: ref,
) -> ModelGraph:
    """Return a model with every operation and name of its equations changed."""

    def walk(expression: Expression) -> Expression:
        if isinstance(expression, Ref):
            return refer(expression)
        if isinstance(expression, Op):
            return change(Op(expression.name, tuple(map(walk, expression.arguments))))
        return expression

    return replace(
        graph,
        auxiliaries={name: walk(each) for name, each in graph.auxiliaries.items()},
        stocks={
            name: StockEquation(walk(each.flow), walk(each.initial))
            for name, each in graph.stocks.items()
        },
        kept={name: walk(each) for name, each in graph.kept.items()},
        starts={name: walk(each) for name, each in graph.starts.items()},
    )


def _ordered(graph: ModelGraph) -> ModelGraph:
    """Return a model with its first values in an order that can be run."""
    first: dict[str, Expression] = {
        **graph.auxiliaries,
        **{name: each.initial for name, each in graph.stocks.items()},
        **graph.kept,
        **graph.starts,
    }
    order = ordered({name: names_in(each) for name, each in first.items()}, "initial values")
    return replace(graph, initial_order=tuple(order))
