"""Refuse a factor of a study that cannot vary as it is asked to."""

from __future__ import annotations

from collections.abc import Sequence

from zysim.errors import InputError
from zysim.inputs.levers import Lever
from zysim.inputs.problems import not_known
from zysim.inputs.tables import Tables
from zysim.kernel.batch import CLOCK
from zysim.reading.graph import ModelGraph
from zysim.wording import KINDS


def scalars_of_constant(graph: ModelGraph, constant: str) -> tuple[str, ...]:
    """Return the scalars of a constant, or of a whole array of them; none for ""."""
    if not constant:
        return ()
    return graph.variables[constant].elements if constant in graph.variables else (constant,)


def check_lever(lever: Lever, values: Sequence[float]) -> None:
    """Refuse settings beyond those that a scenario may give."""
    beyond = [value for value in values if not lever.low <= value <= lever.high]
    if beyond:
        msg = (
            f"{beyond[0]:g} is outside {lever.low:g} to {lever.high:g}, the settings of the lever "
            "in params/levers.csv"
        )
        zh = (
            f"{beyond[0]:g} 超出 {lever.low:g} 至 {lever.high:g}"
            "（params/levers.csv 中该措施的取值范围）"
        )
        raise InputError(msg, zh=zh)


def check_constant(graph: ModelGraph, name: str, tables: Tables | None) -> None:
    """Refuse what cannot be set for a run, and say what it is."""
    home = name.partition("[")[0]
    for scalar in scalars_of_constant(graph, name):
        if scalar in graph.structural:
            why = graph.structural[scalar]
            msg = f"{scalar} cannot vary ({why}); change it in the model file"
            raise InputError(msg, zh=f"{scalar} 不能变化（{why}），请改模型文件")
    if name in CLOCK or home in CLOCK:
        msg = f"{name} is the clock of the model: use [clock]"
        raise InputError(msg, zh=f"{name} 是模型时钟：请用 [clock]")
    if all(scalar in graph.constants for scalar in scalars_of_constant(graph, name)):
        return
    if home in graph.variables:
        kind = graph.variables[home].kind
        way = "add initial = true for its initial value" if kind == "stock" else "it is computed"
        way_zh = "若要变化初始值，请加 initial = true" if kind == "stock" else "它由方程算出"
        msg = f"{name} is {'an' if kind == 'auxiliary' else 'a'} {kind}, not a constant: {way}"
        raise InputError(msg, zh=f"{name} 是{KINDS[kind][0]}，不是常数：{way_zh}")
    known = [each for each, of in graph.variables.items() if of.kind == "constant"]
    levers = () if tables is None else tables.levers
    what = ("lever or constant", "措施或常数") if levers else ("constant", "常数")
    problem = not_known(what, name, [*levers, *known, *graph.stocks])
    raise InputError(problem.en, zh=problem.zh)


def check_range(graph: ModelGraph, name: str, low: float, high: float) -> None:
    """Refuse a range beyond the one that the model file gives a constant."""
    home = graph.variables.get(name.partition("[")[0])
    if home is None:
        return
    least = low if home.low is None else home.low
    most = high if home.high is None else home.high
    if low < least or high > most:
        msg = f"{low:g} to {high:g} is outside {least:g} to {most:g}, the range in the model file"
        zh = f"{low:g} 至 {high:g} 超出模型文件给出的范围 {least:g} 至 {most:g}"
        raise InputError(msg, zh=zh)
