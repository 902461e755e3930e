"""From the stocks of one moment to those of the next: Euler's method, or Runge and Kutta's."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from zysim.errors import InputError, unknown_name
from zysim.reading.expressions import Expression, Op, Ref
from zysim.reading.graph import ModelGraph

Method = Literal["euler", "rk4"]
Flows = Callable[..., Sequence[Any]]
"""Takes time, step, constants, stocks and fixed values; gives the net flow of each stock."""
STEP = "time_step"
HELPER = re.compile(r"_([a-z_]+?)_\d+_(.+)")
"""Name of a stock that a function brings along: kind, number, scalar whose equation it is in."""
JUMPS = {"sample": "SAMPLE IF TRUE", "fixed": "DELAY FIXED"}
WRITTEN_JUMP = "(value - stock)/TIME STEP"


def euler(
    flows: Flows, time: Any, dt: Any, constants: Sequence[Any], stocks: Sequence[Any], fixed: Any
) -> list[Any]:
    """Return the stocks after one step along the flows of its start."""
    now = flows(time, dt, constants, stocks, fixed)
    return [stock + flow * dt for stock, flow in zip(stocks, now, strict=True)]


def rk4(
    flows: Flows, time: Any, dt: Any, constants: Sequence[Any], stocks: Sequence[Any], fixed: Any
) -> list[Any]:
    """Return the stocks after one step of the classical fourth-order method (Kutta 1901).

    Flows are taken at the start, twice in the middle and at the end of the step, with weights of
    1/6, 4/6 and 1/6. What depends on the time itself is looked up at these three moments, as in
    Vensim. So 1/6 of what is switched on by STEP, PULSE or a comparison with Time already comes in
    the step before. A PULSE or PULSE TRAIN of whole steps still brings its whole amount, unless it
    starts with the run, where there is no step before; an equality with Time brings only 1/3.
    """
    half = dt / 2

    def ahead(slopes: Sequence[Any], reach: Any) -> list[Any]:
        return [stock + slope * reach for stock, slope in zip(stocks, slopes, strict=True)]

    first = flows(time, dt, constants, stocks, fixed)
    second = flows(time + half, dt, constants, ahead(first, half), fixed)
    third = flows(time + half, dt, constants, ahead(second, half), fixed)
    fourth = flows(time + dt, dt, constants, ahead(third, dt), fixed)
    slopes = [
        (a + 2 * b + 2 * c + d) / 6 for a, b, c, d in zip(first, second, third, fourth, strict=True)
    ]
    return ahead(slopes, dt)


METHODS: Mapping[Method, Callable[..., list[Any]]] = {"euler": euler, "rk4": rk4}


def check_method(graph: ModelGraph, method: str) -> None:
    """Refuse a method that is unknown, or that the model has no meaning under.

    SAMPLE IF TRUE and DELAY FIXED make a stock equal to a value in one step. Between two steps
    that means nothing, so Runge-Kutta would be wrong without a word.

    Raises
    ------
    InputError
        If there is no such method, or ``rk4`` meets such a stock; the message names the variables
        and the function.
    """
    if method not in METHODS:
        raise unknown_name("method", method, METHODS, "compile_model")
    if method == "euler":
        return
    jumps = (name for name, stock in graph.stocks.items() if _jumps(name, stock.flow))
    found = list(dict.fromkeys(_place(graph, name) for name in jumps))
    if found:
        places = ", ".join(found[:5]) + (" …" if len(found) > 5 else "")
        msg = (
            f"method rk4: {len(found)} variable(s) take a new value at once in a step, which has "
            f"no meaning between steps: {places}. Use euler."
        )
        zh = (
            f"rk4 方法：{len(found)} 个变量在一步内直接取新值，步间没有意义：{places}。请用 euler。"
        )
        raise InputError(msg, zh=zh)


def _place(graph: ModelGraph, stock: str) -> str:
    """Return the variable of the model file that a jumping stock belongs to, and what jumps."""
    helper = None if stock in graph.home else HELPER.fullmatch(stock)
    if helper is None:
        return f"{graph.home[stock]}: {WRITTEN_JUMP}"
    return f"{graph.home[helper[2]]}: {JUMPS.get(helper[1], WRITTEN_JUMP)}"


def _jumps(name: str, flow: Expression) -> bool:
    """Return whether a net flow is (value - stock) / TIME STEP, which sets the stock."""
    if not isinstance(flow, Op) or flow.name != "/" or flow.arguments[1] != Ref(STEP):
        return False
    gap = flow.arguments[0]
    return isinstance(gap, Op) and gap.name == "-" and gap.arguments[1] == Ref(name)
