"""Hold the rows of the tables against the model: names, units and years must be those it has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from zysim.inputs.csv_table import row_numbers, told_rows
from zysim.inputs.history import Observation
from zysim.inputs.official_units import factor_to
from zysim.inputs.parameters import Parameter
from zysim.inputs.problems import Problem, joined, not_known, refuse
from zysim.inputs.read_tables import PARAMETER_FILES
from zysim.inputs.signposts import Signpost
from zysim.inputs.tables import Tables
from zysim.inputs.targets import UNITS, Target
from zysim.inputs.yearly import Yearly
from zysim.reading.graph import ModelGraph

Row = TypeVar("Row", Target, Observation)
Found = Iterator[tuple[str, Problem]]
"""The name of a row, and what is wrong with it."""
PLAIN_CHANGE = 1.0
"""A change in percent smaller than this was probably meant as a fraction."""


def check_rows(tables: Tables, graph: ModelGraph) -> None:
    """Refuse tables whose rows name or measure what the model does not have.

    Raises
    ------
    InputError
        Listing every row by file and number: a number or an observation in another unit than
        its variable, a target, observation or signpost of no variable or of a year that is not
        simulated, a share above 1, a change in percent that looks like a fraction.
    """
    found = {
        **dict.fromkeys(PARAMETER_FILES, (Parameter, _parameters)),
        "plan_targets.csv": (Target, _targets),
        "history/observed.csv": (Observation, _history),
        "signposts.csv": (Signpost, _signposts),
        "yearly_inputs.csv": (Yearly, _yearly),
    }
    errors = []
    for file, (record, check) in found.items():
        path = tables.folder / file
        problems = [*check(tables, graph)]
        rows = row_numbers(path, record) if problems and path.is_file() else {}
        if file in PARAMETER_FILES:
            problems = [(name, each) for name, each in problems if name in rows]
        told = [each.under(*told_rows([name], rows)) for name, each in problems]
        if told:
            errors.append(refuse(path, told))
    if errors:
        raise joined(errors)


def in_model_units(tables: Tables, graph: ModelGraph) -> Tables:
    """Return checked tables whose targets and observations are in the units of their variables.

    An office writes 亿元 or 万千瓦 where the model has ``yi CNY/year`` or ``GW``.
    """
    targets = {
        name: each
        if not each.modelled or each.compare in UNITS
        else _brought(each, ("threshold", "low", "high"), graph)
        for name, each in tables.targets.items()
    }
    history = tuple(
        _brought(each, ("value", "low", "high"), graph) if each.variable else each
        for each in tables.history
    )
    return replace(tables, targets=targets, history=history)


def _brought(row: Row, columns: Sequence[str], graph: ModelGraph) -> Row:
    wanted = graph.variables[graph.home[row.variable]].unit
    factor = factor_to(row.unit, wanted)
    if _same(row.unit, wanted) or isinstance(factor, Problem):
        return row
    values: dict[str, Any] = {name: factor * getattr(row, name) for name in columns}
    return replace(row, unit=wanted, **values)


def _parameters(tables: Tables, graph: ModelGraph) -> Found:
    for name, row in tables.parameters.items():
        if name in graph.home:
            yield from _under(name, _other_unit(row.unit, name, graph))


def _yearly(tables: Tables, graph: ModelGraph) -> Found:
    for name in tables.yearly:
        if name not in graph.auxiliaries:
            kind = ("auxiliary", "辅助变量")
            yield from _under(name, not_known(kind, name, graph.auxiliaries))


def _targets(tables: Tables, graph: ModelGraph) -> Found:
    for name, target in tables.targets.items():
        if not target.modelled:
            continue
        if target.variable not in graph.home:
            yield from _under(name, not_known(("variable", "变量"), target.variable, graph.home))
            continue
        yield from _under(name, _size(target))
        if target.compare not in UNITS:
            yield from _under(name, _other_measure(target.unit, target.variable, graph))
        years = (target.year, target.reference_year)
        for year in (each for each in years if each is not None):
            yield from _under(name, _not_simulated(year, graph))


def _size(target: Target) -> Problem | None:
    size, unit = target.threshold, target.unit
    if unit == "dmnl" and abs(size) > 1:
        return Problem(
            f"threshold {size:g} of a share: write {size / 100:g} for {size:g} %",
            f"比重的目标值 {size:g}：{size:g}% 请写作 {size / 100:g}",
        )
    if unit == "%" and 0 < abs(size) < PLAIN_CHANGE:
        return Problem(
            f"threshold {size:g} %: write {size * 100:g} if {size * 100:g} % is meant",
            f"目标值 {size:g}%：若指 {size * 100:g}%，请写作 {size * 100:g}",
        )
    return None


def _history(tables: Tables, graph: ModelGraph) -> Found:
    for row in tables.history:
        place = f"{row.series} {row.year}"
        if row.variable and row.variable not in graph.home:
            yield from _under(place, not_known(("variable", "变量"), row.variable, graph.home))
        elif row.variable:
            yield from _under(place, _other_measure(row.unit, row.variable, graph))
            yield from _under(place, _not_comparable(row, graph))


def _signposts(tables: Tables, graph: ModelGraph) -> Found:
    for name, each in tables.signposts.items():
        if each.variable not in graph.home:
            yield from _under(name, not_known(("variable", "变量"), each.variable, graph.home))
            continue
        wanted = graph.variables[graph.home[each.variable]].unit
        found = factor_to(each.unit, "dmnl" if each.measure == "growth" else wanted)
        yield from _under(name, found if isinstance(found, Problem) else None)


def _not_comparable(row: Observation, graph: ModelGraph) -> Problem | None:
    return None if row.use == "show" else _not_simulated(row.year, graph)


def _not_simulated(year: int, graph: ModelGraph) -> Problem | None:
    first, last = int(graph.initial_time), int(graph.final_time)
    if first <= year <= last:
        return None
    return Problem(
        f"year {year} is not simulated: the model runs from {first} to {last}",
        f"{year} 年不在模拟年份 {first}—{last} 之内",
    )


def _same(unit: str, wanted: str) -> bool:
    return unit.replace(" ", "") == wanted.replace(" ", "")


def _other_measure(unit: str, scalar: str, graph: ModelGraph) -> Problem | None:
    """Refuse a unit that cannot be brought to that of the variable."""
    wanted = graph.variables[graph.home[scalar]].unit
    comparable = not isinstance(factor_to(unit, wanted), Problem)
    return None if comparable else _other_unit(unit, scalar, graph)


def _other_unit(unit: str, scalar: str, graph: ModelGraph) -> Problem | None:
    wanted = graph.variables[graph.home[scalar]].unit
    if _same(unit, wanted):
        return None
    return Problem(
        f"unit {unit!r}, and {scalar} of the model is in {wanted!r}: convert the number",
        f"单位 {unit!r} 与模型变量 {scalar} 的单位 {wanted!r} 不同：请换算后填写",
    )


def _under(name: str, problem: Problem | None) -> list[tuple[str, Problem]]:
    return [] if problem is None else [(name, problem)]
