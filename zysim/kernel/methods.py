"""From the stocks of one moment to those of the next: Euler's method, or Runge and Kutta's."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_args

from zysim.errors import InputError, unknown_name
from zysim.reading.expressions import Expression, Op, Ref
from zysim.reading.graph import Method as Method
from zysim.reading.graph import ModelGraph
from zysim.wording import Pair

METHODS: tuple[Method, ...] = get_args(Method)
METHOD_NAMES: Mapping[str, Pair] = {
    "euler": ("欧拉法", "Euler"),
    "rk2": ("二阶龙格-库塔法（中点）", "Runge-Kutta of second order (midpoint)"),
    "rk4": ("四阶龙格-库塔法", "Runge-Kutta of fourth order"),
}
Flows = Callable[..., Sequence[Any]]
"""Takes a moment, the start of its step, step, constants, stocks and fixed values; gives the net
flow of each stock."""
STAGES: Mapping[Method, tuple[tuple[float, ...], tuple[float, ...]]] = {
    "euler": ((0.0,), (1.0,)),
    "rk2": ((0.0, 0.5), (0.0, 1.0)),
    "rk4": ((0.0, 0.5, 0.5, 1.0), (1 / 6, 1 / 3, 1 / 3, 1 / 6)),
}
"""Where in the step the flows are taken, each from the stocks that the flows before lead to, and
with which weight they count."""
STEP = "time_step"
HELPER = re.compile(r"_([a-z_]+?)_\d+_(.+)")
"""Name of a stock that a function brings along: kind, number, scalar whose equation it is in."""
JUMPS = ("sample", "fixed")
"""Kinds of helpers that take a new value at once: SAMPLE IF TRUE and DELAY FIXED."""


def advance(
    method: Method,
    flows: Flows,
    time: Any,
    dt: Any,
    constants: Sequence[Any],
    stocks: Sequence[Any],
    fixed: Any,
    jumping: frozenset[int],
) -> list[Any]:
    """Return the stocks after one step.

    ``euler`` follows the flows of the start. ``rk2`` goes half a step along them, takes the flows
    there and follows these from the start, as Vensim's second-order method does. ``rk4`` is the
    classical method of fourth order (Kutta 1901). Inputs from outside are held over the step
    (:mod:`zysim.kernel.held`), and so are stocks that take a new value at once.
    """
    first = flows(time, time, dt, constants, stocks, fixed)
    if method == "euler":
        return [stock + flow * dt for stock, flow in zip(stocks, first, strict=True)]
    half = dt / 2

    def ahead(slopes: Sequence[Any], reach: Any) -> list[Any]:
        return [
            stock if place in jumping else stock + slope * reach
            for place, (stock, slope) in enumerate(zip(stocks, slopes, strict=True))
        ]

    second = flows(time + half, time, dt, constants, ahead(first, half), fixed)
    slopes = second
    if method == "rk4":
        third = flows(time + half, time, dt, constants, ahead(second, half), fixed)
        fourth = flows(time + dt, time, dt, constants, ahead(third, dt), fixed)
        slopes = [
            (a + 2 * b + 2 * c + d) / 6
            for a, b, c, d in zip(first, second, third, fourth, strict=True)
        ]
    return [
        stock + (first[place] if place in jumping else slope) * dt
        for place, (stock, slope) in enumerate(zip(stocks, slopes, strict=True))
    ]


def jumping_stocks(graph: ModelGraph) -> frozenset[int]:
    """Return the places of stocks that take a new value at once, which no method looks into."""
    return frozenset(at for at, name in enumerate(graph.stocks) if _is_jump(graph, name))


def _is_jump(graph: ModelGraph, name: str) -> bool:
    helper = None if name in graph.home else HELPER.fullmatch(name)
    return helper is not None and helper[1] in JUMPS


def choose_method(graph: ModelGraph, method: str | None) -> Method:
    """Return the method that is asked for, else the one the model file asks for.

    Raises
    ------
    InputError
        If there is no such method, or a Runge-Kutta method that the file does not ask for meets
        an equation ``(value - stock)/TIME STEP``: it sets a stock at once, which means nothing
        inside a step, so the result would be wrong without a word.
    """
    if method is None:
        return graph.method
    if method not in METHODS:
        raise unknown_name("method", method, METHODS, "compile_model")
    found = next(each for each in METHODS if each == method)
    if found == "euler" or found == graph.method:
        return found
    jumps = (
        name
        for name, stock in graph.stocks.items()
        if _sets(name, stock.flow) and not _is_jump(graph, name)
    )
    places = list(dict.fromkeys(_place(graph, name) for name in jumps))
    if places:
        listed = ", ".join(places[:5]) + (" …" if len(places) > 5 else "")
        msg = (
            f"method {method}: {len(places)} variable(s) take a new value at once in a step, which "
            f"has no meaning between steps, by (value - stock)/TIME STEP: {listed}. Use euler."
        )
        zh = (
            f"{method} 方法：{len(places)} 个变量以 (value - stock)/TIME STEP 在一步内直接取新值，"
            f"步间没有意义：{listed}。请用 euler。"
        )
        raise InputError(msg, zh=zh)
    return found


def _place(graph: ModelGraph, stock: str) -> str:
    """Return the variable of the model file that a stock belongs to."""
    helper = None if stock in graph.home else HELPER.fullmatch(stock)
    return graph.home[stock if helper is None else helper[2]]


def _sets(name: str, flow: Expression) -> bool:
    """Return whether a net flow is (value - stock) / TIME STEP, which sets the stock."""
    if not isinstance(flow, Op) or flow.name != "/" or flow.arguments[1] != Ref(STEP):
        return False
    gap = flow.arguments[0]
    return isinstance(gap, Op) and gap.name == "-" and gap.arguments[1] == Ref(name)
