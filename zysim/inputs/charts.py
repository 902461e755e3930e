"""Read figures/charts.toml: what a city draws beside the charts that every city has."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any, Literal

from zysim.inputs.declared import Field
from zysim.inputs.levers import Lever
from zysim.inputs.problems import Problem, not_known, refuse
from zysim.inputs.toml_file import read_toml
from zysim.inputs.toml_table import TomlTable
from zysim.reading.graph import ModelGraph
from zysim.wording import Pair

Kind = Literal["lines", "stack", "index"]
"""``index``: every line relative to its first year, without a unit."""
FILE = Path("figures") / "charts.toml"
TERMS = Field(
    "变量与权重，如 { gdp = 1 }；* 代表每个元素，权重可为模型常数",
    "variables and weights, such as { gdp = 1 }; * stands for every element, and a constant of the "
    "model for a weight",
)
Terms = Annotated[Mapping[str, Any], TERMS]
"""Scalar id to weight, once the file is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line or band: a weighted sum of scalars, over a sum of others if there are any."""

    label: Annotated[Pair, Field("名称", "name", bare=True)]
    terms: Terms
    over: Annotated[
        Mapping[str, Any] | None, Field("除以这些之和", "divided by the sum of these")
    ] = None
    colour: str = ""
    """``#rrggbb``, or empty for the next colour of the palette."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One chart that the reader can choose."""

    id: Annotated[str, Field("标识", "id")]
    title: Annotated[Pair, Field("标题", "title", bare=True)]
    unit: Annotated[Pair, Field("单位", "unit")]
    kind: Annotated[
        Kind,
        Field(
            "折线、堆叠，或以首年为 1 的指数",
            "lines, a stack, or lines relative to their first year",
        ),
    ]
    lines: Annotated[tuple[Line, ...], Field("各条线", "its lines")]
    note: Annotated[Pair, Field("说明", "note")]
    scale_zh: Annotated[
        float,
        Field(
            "中文单位与模型单位大小不同时的乘数",
            "what values are multiplied with where the Chinese unit is another size",
            above=0,
        ),
    ] = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """Two levers whose settings are gone through together."""

    levers: Annotated[tuple[str, ...], Field("两项措施", "two levers", of="lever")]
    title: Annotated[
        Pair, Field("标题，{goal} 为目标年", "title, with {goal} for the goal year", bare=True)
    ]

    def wrong(self) -> Iterator[Problem]:
        """Say that there are not two."""
        if len(self.levers) != 2:
            yield Problem(
                f"levers must name two levers, got {list(self.levers)}",
                f"levers 应写两项措施，现为 {list(self.levers)}",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """One flow of a diagram: a weighted sum of scalars, in the diagram's unit."""

    source: Annotated[str, Field("从哪个节点", "node it comes from", name="from")]
    target: Annotated[str, Field("到哪个节点", "node it goes to", name="to")]
    terms: Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Flows:
    """A diagram of flows in the goal year."""

    title: Annotated[
        Pair, Field("标题，可含 {goal} 与 {scenario}", "title, with {goal}, {scenario}", bare=True)
    ]
    unit: Annotated[Pair, Field("单位", "unit")]
    note: Annotated[Pair, Field("说明", "note")]
    smallest: Annotated[float, Field("更小的不画", "smaller flows are not drawn", low=0)] = 0.0
    nodes: Annotated[Mapping[str, Pair], Field("节点", "nodes")]
    flows: Annotated[tuple[Flow, ...], Field("流", "flows", name="flow")]

    def wrong(self) -> Iterator[Problem]:
        """Say which flows begin or end nowhere."""
        for each in self.flows:
            for end in (each.source, each.target):
                if end not in self.nodes:
                    yield not_known(("node", "节点"), end, self.nodes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What one city draws of its own; nothing where it has no such file."""

    charts: Annotated[tuple[Chart, ...], Field("图", "charts", name="chart")] = ()
    surface: Annotated[
        Surface | None, Field("两项措施的组合", "two levers gone through together")
    ] = None
    flows: Annotated[Flows | None, Field("流向图", "a diagram of flows")] = None
    parts: Annotated[
        Mapping[str, Pair],
        Field("模型文件分组的名称", "what the groups of the model file are called"),
    ] = field(default_factory=dict)


def read_charts(root: Path, graph: ModelGraph, levers: Mapping[str, Lever]) -> Drawn:
    """Read the charts of a city folder.

    Parameters
    ----------
    root
        The city folder; one without the file has no charts of its own.
    graph
        Gives the scalars that may be drawn, and the constants that may weigh them.
    levers
        Those a surface may go through.

    Raises
    ------
    InputError
        If the file breaks a rule or names what the model lacks; every problem is listed.
    """
    path = root / FILE
    if not path.is_file():
        return Drawn()
    problems: list[Problem] = []
    drawn = TomlTable(read_toml(path), "", problems).record(Drawn, {"lever": levers})
    ids = [each.id for each in drawn.charts]
    for name in sorted({each for each in ids if ids.count(each) > 1}):
        wrong = Problem("is the id of two charts: rename one", "有两个图使用此 id：请改名")
        problems.append(wrong.under(name, name))
    groups = {each.sector for each in graph.variables.values()}
    for key in drawn.parts:
        if key not in groups:
            wrong = not_known(("group of the model file", "模型文件的分组"), key, groups)
            problems.append(wrong.under("[parts]", "[parts]"))
    drawn = _weighed(drawn, graph, problems)
    if problems:
        raise refuse(path, problems)
    return drawn


def _weighed(drawn: Drawn, graph: ModelGraph, problems: list[Problem]) -> Drawn:
    """Return what is drawn with the scalars that its terms stand for, and their weights."""

    def terms(written: Mapping[str, Any], place: str) -> dict[str, float]:
        found: list[Problem] = []
        weights = _terms(written, graph, found)
        problems.extend(each.under(place, place) for each in found)
        return weights

    def line(each: Line, place: str) -> Line:
        over = None if each.over is None else terms(each.over, place)
        return replace(each, terms=terms(each.terms, place), over=over)

    charts = tuple(
        replace(each, lines=tuple(line(one, f"chart {each.id}") for one in each.lines))
        for each in drawn.charts
    )
    flows = drawn.flows
    if flows is not None:
        listed = tuple(replace(each, terms=terms(each.terms, "flows")) for each in flows.flows)
        flows = replace(flows, flows=listed)
    return replace(drawn, charts=charts, flows=flows)


def _terms(written: Mapping[str, Any], graph: ModelGraph, found: list[Problem]) -> dict[str, float]:
    terms: dict[str, float] = {}
    for name, weight in written.items():
        scalars = matching(name, graph)
        if not scalars:
            found.append(not_known(("variable", "变量"), name, graph.variables))
        terms |= dict.fromkeys(scalars, _weight(weight, graph, found))
    return terms


def _weight(weight: Any, graph: ModelGraph, found: list[Problem]) -> float:
    """Return a number, or a constant of the model, perhaps with a minus before it."""
    if isinstance(weight, int | float) and not isinstance(weight, bool):
        return float(weight)
    constant = str(weight).removeprefix("-")
    if constant not in graph.constants:
        found.append(not_known(("constant", "常数"), constant, graph.constants))
        return 0.0
    value = graph.constants[constant]
    return -value if str(weight).startswith("-") else value


def matching(name: str, graph: ModelGraph) -> list[str]:
    """Return the scalars that a term stands for: itself, or those a ``*`` in brackets matches."""
    if name in graph.home:
        return [name]
    identifier, _bracket, asked = name.partition("[")
    if identifier not in graph.variables or not asked:
        return []
    wanted = asked.rstrip("]").split(",")
    return [
        scalar
        for scalar in graph.variables[identifier].elements
        for given in [scalar.partition("[")[2].rstrip("]").split(",")]
        if len(given) == len(wanted)
        and all(mark in ("*", here) for mark, here in zip(wanted, given, strict=True))
    ]
