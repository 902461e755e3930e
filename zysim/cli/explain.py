"""`zysim explain`: one variable of the model, and the numbers behind it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from zysim.cli.framework import argument, command, option, say, spoken
from zysim.cli.options import json_option
from zysim.cli.show import heading, print_json
from zysim.columns import columns, fold, terminal_width
from zysim.inputs.constants import identify
from zysim.inputs.lever_names import PARTS, lever_of, lever_scalar
from zysim.inputs.levers import Lever
from zysim.inputs.parameters import Parameter
from zysim.inputs.tables import Tables
from zysim.kernel.live import live_graph
from zysim.reading.expressions import names_in
from zysim.reading.graph import ModelGraph, Variable
from zysim.reading.model_text import typed_id
from zysim.runs.project import Project, open_project
from zysim.units import spoken_unit, unit_words
from zysim.wording import KINDS, QUALITIES, Lang, Pair, pick

FACTS: Pair = (
    "{kind} · 单位 {unit} · 部门 {sector}{dims}",
    "{kind} · unit {unit} · sector {sector}{dims}",
)
IN_MODEL: Pair = ("（模型文件中：{unit}）", " (in the model file: {unit})")
OVER: Pair = (" · 按 {dims}，共 {count} 个元素", " · over {dims}, {count} elements")
COMMENT: Pair = ("模型文件的注释（英文）：{text}", "{text}")
EQUATION: Pair = ("方程", "Equation")
CAUSES: Pair = ("由这些决定", "Depends on")
USES: Pair = ("影响这些", "Used by")
PARAMETERS: Pair = ("直接用到的参数", "Parameters in the equation")
ALL_PARAMETERS: Pair = ("背后的全部参数", "All parameters behind it")
HEADS: tuple[Pair, ...] = (
    ("参数", "parameter"),
    ("名称", "name"),
    ("值", "value"),
    ("范围", "range"),
    ("单位", "unit"),
    ("质量", "quality"),
    ("来源", "source"),
)
LEVER: Pair = (
    "措施「{label}」：见 zysim levers {lever}",
    "{label}, a lever: see zysim levers {lever}",
)
BEHIND: Pair = (
    "一直追溯上去，共用到 {count} 个参数（{counts}）和 {levers} 项措施；加 --deep 列出。",
    "Traced to the end it rests on {count} parameters ({counts}) and {levers} levers; add --deep "
    "to list them.",
)


@command(
    "explain",
    about=("说明一个变量：方程、单位、来源", "explain a variable: equation, unit, sources"),
)
@argument(
    "variable",
    about=("变量的标识、Vensim 名或中文名", "its id, its name in Vensim, or its Chinese name"),
)
@option("--deep", is_flag=True, about=("列出背后的全部参数", "list all parameters behind it"))
@json_option
def explain(variable: str, deep: bool, as_json: bool) -> None:
    project = open_project()
    found, lever = find_variable(project, variable)
    behind = constants_behind(project.graph, found)
    if as_json:
        print_json(_record(project, found, lever, behind))
    else:
        _print_text(project, found, lever, behind, deep)


def find_variable(project: Project, name: str) -> tuple[Variable, Lever | None]:
    """Return a variable by one of its names, and the lever that the name is of, if it is of one.

    A lever's own name stands for its setting.

    Raises
    ------
    InputError
        If there is none; the message gives the nearest names.
    """
    graph, levers = project.graph, project.tables.levers
    lever = levers.get(identify(name, levers, {}))
    if lever is not None and name not in graph.variables:
        return graph.named(lever.constant), lever
    scalar = typed_id(name)
    return graph.named(name), levers.get(lever_of(graph.formerly.get(scalar, scalar)))


def constants_behind(graph: ModelGraph, variable: Variable) -> list[str]:
    """Return the scalar ids of the constants that a variable rests on, in the model's order."""
    part = live_graph(graph, variable.elements, starts=variable.elements)
    equations = [*part.auxiliaries.values(), *part.kept.values(), *part.starts.values()]
    for stock in part.stocks.values():
        equations += [stock.flow, stock.initial]
    read = {*variable.elements, *(name for each in equations for name in names_in(each))}
    return [name for name in graph.constants if name in read]


def parameters_of(variables: Iterable[Variable], tables: Tables) -> list[Parameter]:
    """Return the table rows of the constants among some variables."""
    return _rows((element for each in variables for element in each.elements), tables)


def _rows(constants: Iterable[str], tables: Tables) -> list[Parameter]:
    return [tables.parameters[name] for name in constants if name in tables.parameters]


def _print_text(
    project: Project, variable: Variable, lever: Lever | None, behind: list[str], deep: bool
) -> None:
    lang, wide = spoken(), terminal_width()
    label = pick((lever.label_zh, lever.label_en), lang) if lever else ""
    heading(f"{variable.identifier}  {variable.title_zh}" + (f"（{label}）" if lever else ""))
    if variable.comment:
        comment = say(COMMENT, text=variable.comment)
        click.echo("  " + fold(comment, wide - 2, "  "))
    dims = ""
    if variable.dims:
        dims = say(OVER, dims=" × ".join(variable.dims), count=len(variable.elements))
    kind = pick(KINDS[variable.kind], lang)
    unit = _unit(variable, lang)
    if unit != pick(unit_words(variable.unit), lang):
        unit += say(IN_MODEL, unit=variable.unit)
    click.echo("  " + say(FACTS, kind=kind, unit=unit, sector=variable.sector, dims=dims))
    if lever:
        click.echo("  " + say(LEVER, lever=lever.id, label=label))
    heading("\n" + say(EQUATION))
    click.echo("  " + fold(" ".join(variable.equation.split()), wide - 2, "  "))
    uses = users_of(project.graph, lever) if lever else variable.uses
    for words, names in ((CAUSES, variable.causes), (USES, uses)):
        rows = [_line(project.graph.variables[name], lang) for name in names]
        if rows:
            heading("\n" + say(words))
            click.echo(_indented(columns(rows)))
    near = [variable, *(project.graph.variables[name] for name in variable.causes)]
    found = _rows(behind, project.tables) if deep else parameters_of(near, project.tables)
    rows = [_parameter_row(each, lang) for each in found]
    if rows:
        heading("\n" + say(ALL_PARAMETERS if deep else PARAMETERS))
        heads = [pick(head, lang) for head in HEADS]
        click.echo(_indented(columns([heads, *rows], right=frozenset({2}))))
    if not deep and variable.causes:
        click.echo("\n" + fold(_behind_text(project, behind, lang), wide))


def users_of(graph: ModelGraph, lever: Lever) -> list[str]:
    """Return the variables whose equations read a lever, in the order of the model."""
    own = {lever_scalar(lever.id, part) for part in PARTS}
    equations = {
        **graph.auxiliaries,
        **graph.kept,
        **{name: each.flow for name, each in graph.stocks.items()},
    }
    read = {
        graph.home[name]
        for name, each in equations.items()
        if name in graph.home and name not in own and not own.isdisjoint(names_in(each))
    }
    return [name for name in graph.variables if name in read]


def _behind_text(project: Project, behind: list[str], lang: Lang) -> str:
    found: list[str] = [each.provenance.quality for each in _rows(behind, project.tables)]
    counts = ", ".join(
        f"{pick(words, lang)} {found.count(name)}"
        for name, words in QUALITIES.items()
        if name in found
    )
    levers = {lever_of(each) for each in behind} - {""}
    return say(BEHIND, count=len(found), counts=counts or "0", levers=len(levers))


def _line(variable: Variable, lang: Lang) -> list[str]:
    meaning = variable.title_zh if lang == "zh" else variable.comment
    kind = pick(KINDS[variable.kind], lang)
    return [variable.identifier, kind, _unit(variable, lang), meaning]


def _unit(variable: Variable, lang: Lang) -> str:
    return spoken_unit(unit_words(variable.unit), lang)[1]


def _parameter_row(parameter: Parameter, lang: Lang) -> list[str]:
    factor, unit = spoken_unit(unit_words(parameter.unit), lang)
    return [
        parameter.id,
        pick((parameter.label_zh, parameter.label_en), lang),
        f"{factor * parameter.value:g}",
        f"{factor * parameter.low:g}–{factor * parameter.high:g}",
        unit,
        pick(QUALITIES[parameter.provenance.quality], lang),
        parameter.provenance.source,
    ]


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())


def _record(
    project: Project, variable: Variable, lever: Lever | None, behind: list[str]
) -> dict[str, Any]:
    return {
        "id": variable.identifier,
        "name": variable.name,
        "title_zh": variable.title_zh,
        "comment": variable.comment,
        "unit": variable.unit,
        "sector": variable.sector,
        "kind": variable.kind,
        "dimensions": list(variable.dims),
        "elements": list(variable.elements),
        "equation": variable.equation,
        "causes": list(variable.causes),
        "uses": users_of(project.graph, lever) if lever else list(variable.uses),
        "lever": lever.id if lever else None,
        "parameters": [
            {
                "id": each.id,
                "value": each.value,
                "low": each.low,
                "high": each.high,
                "unit": each.unit,
                "quality": each.provenance.quality,
                "source": each.provenance.source,
                "note": each.provenance.note,
            }
            for each in _rows(behind, project.tables)
        ],
    }
