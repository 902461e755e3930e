"""Read figures/charts.toml: what a city draws beside the charts that every city has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast, get_args

from zysim.inputs.levers import Lever
from zysim.inputs.problems import Problem, not_known, refuse
from zysim.inputs.toml_file import choice, read_toml, unknown_keys, word
from zysim.reading.graph import ModelGraph
from zysim.wording import Pair

Kind = Literal["lines", "stack", "index"]
"""``index``: every line relative to its first year, without a unit."""
FILE = Path("figures") / "charts.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line or band: a weighted sum of scalars, over a sum of others if there are any."""

    label: Pair
    terms: Mapping[str, float]
    """Scalar id to weight."""
    over: Mapping[str, float] | None = None
    colour: str = ""
    """``#rrggbb``, or empty for the next colour of the palette."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One chart that the reader can choose."""

    id: str
    title: Pair
    unit: Pair
    kind: Kind
    lines: tuple[Line, ...]
    note: Pair
    scale_zh: float = 1.0
    """What values are multiplied with where the Chinese unit is another size than the model's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """Two levers whose settings are gone through together."""

    levers: tuple[str, str]
    title: Pair
    """With ``{goal}`` where the goal year goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """One flow of a diagram: a weighted sum of scalars, in the diagram's unit."""

    source: str
    target: str
    terms: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flows:
    """A diagram of flows in the goal year."""

    title: Pair
    """With ``{goal}`` and ``{scenario}`` where they go."""
    unit: Pair
    note: Pair
    smallest: float
    """Smaller flows are not drawn."""
    nodes: Mapping[str, Pair]
    flows: tuple[Flow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What one city draws of its own; nothing where it has no such file."""

    charts: tuple[Chart, ...] = ()
    surface: Surface | None = None
    flows: Flows | None = None
    parts: Mapping[str, Pair] = field(default_factory=dict)
    """Group of the model file to its name, as pictures of the model write it."""


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
    data = read_toml(path)
    problems = unknown_keys(data, ("chart", "surface", "flows", "parts"))
    reader = _Reader(graph, problems)
    charts = tuple(reader.charts(data.get("chart", [])))
    twice = sorted({each.id for each in charts if sum(each.id == c.id for c in charts) > 1})
    for name in twice:
        wrong = Problem("is the id of two charts: rename one", "有两个图使用此 id：请改名")
        problems.append(wrong.under(name, name))
    surface = reader.surface(data["surface"], levers) if "surface" in data else None
    flows = reader.flows(data["flows"]) if "flows" in data else None
    parts = reader.parts(data.get("parts", {}))
    if problems:
        raise refuse(path, problems)
    return Drawn(charts=charts, surface=surface, flows=flows, parts=parts)


class _Reader:
    """Reads the parts of the file and notes what is wrong with each."""

    def __init__(self, graph: ModelGraph, problems: list[Problem]) -> None:
        self.graph = graph
        self.problems = problems

    def charts(self, listed: Any) -> Iterator[Chart]:
        for at, data in enumerate(_tables(listed), start=1):
            place = f"chart {data.get('id', at)}"
            found = unknown_keys(data, (*_CHART, "scale_zh", "lines"))
            words = {key: word(data, key, found) for key in _CHART if key != "kind"}
            kind = choice(data, "kind", get_args(Kind), found)
            lines = _tables(data.get("lines"))
            if not lines:
                found.append(Problem("lines: list at least one", "lines：请至少列出一条"))
            scale = data.get("scale_zh", 1.0)
            if isinstance(scale, bool) or not isinstance(scale, int | float) or scale <= 0:
                found.append(
                    Problem(
                        f"scale_zh {scale!r} must be a number above 0",
                        f"scale_zh {scale!r} 应为大于 0 的数",
                    )
                )
                scale = 1.0
            self._note(place, found)
            yield Chart(
                scale_zh=float(scale),
                id=words["id"],
                title=(words["zh"], words["en"]),
                unit=(words["unit_zh"], words["unit_en"]),
                kind=cast("Kind", kind),
                lines=tuple(self._line(each, place) for each in lines),
                note=(words["note_zh"], words["note_en"]),
            )

    def surface(self, data: Any, levers: Mapping[str, Lever]) -> Surface:
        data = data if isinstance(data, dict) else {}
        found = unknown_keys(data, ("levers", "zh", "en"))
        named = data.get("levers")
        pair = tuple(map(str, named)) if isinstance(named, list) else ()
        if len(pair) != 2:
            found.append(
                Problem(
                    f"levers must name two levers, got {named!r}",
                    f"levers 应写两项措施，现为 {named!r}",
                )
            )
        found += [not_known(("lever", "措施"), each, levers) for each in pair if each not in levers]
        title = word(data, "zh", found), word(data, "en", found)
        self._note("surface", found)
        return Surface(levers=cast("tuple[str, str]", pair), title=title)

    def flows(self, data: Any) -> Flows:
        data = data if isinstance(data, dict) else {}
        found = unknown_keys(data, (*_FLOWS, "smallest", "nodes", "flow"))
        words = {key: word(data, key, found) for key in _FLOWS}
        smallest = data.get("smallest", 0.0)
        if isinstance(smallest, bool) or not isinstance(smallest, int | float) or smallest < 0:
            found.append(
                Problem(
                    f"smallest must be a number of 0 or more, got {smallest!r}",
                    f"smallest 应为不小于 0 的数，现为 {smallest!r}",
                )
            )
        nodes = {}
        for key, each in data.get("nodes", {}).items():
            names = each if isinstance(each, dict) else {}
            nodes[key] = word(names, "zh", found), word(names, "en", found)
        flows = []
        for each in _tables(data.get("flow")):
            ends = str(each.get("from", "")), str(each.get("to", ""))
            found += [not_known(("node", "节点"), end, nodes) for end in ends if end not in nodes]
            terms = self._terms(each.get("terms"), found)
            flows.append(Flow(source=ends[0], target=ends[1], terms=terms))
        self._note("flows", found)
        return Flows(
            title=(words["zh"], words["en"]),
            unit=(words["unit_zh"], words["unit_en"]),
            note=(words["note_zh"], words["note_en"]),
            smallest=float(smallest) if isinstance(smallest, int | float) else 0.0,
            nodes=nodes,
            flows=tuple(flows),
        )

    def parts(self, data: Any) -> dict[str, Pair]:
        known = {each.sector for each in self.graph.variables.values()}
        found: list[Problem] = []
        parts = {}
        for key, each in data.items() if isinstance(data, dict) else ():
            if key not in known:
                found.append(not_known(("group of the model file", "模型文件的分组"), key, known))
            names = each if isinstance(each, dict) else {}
            parts[key] = word(names, "zh", found), word(names, "en", found)
        self._note("parts", found)
        return parts

    def _line(self, data: Mapping[str, Any], place: str) -> Line:
        found = unknown_keys(data, ("zh", "en", "terms", "over"))
        label = word(data, "zh", found), word(data, "en", found)
        terms = self._terms(data.get("terms"), found)
        over = self._terms(data["over"], found) if "over" in data else None
        self._note(place, found)
        return Line(label=label, terms=terms, over=over)

    def _terms(self, data: Any, found: list[Problem]) -> dict[str, float]:
        if not isinstance(data, dict) or not data:
            wrong = "terms must be written as { gdp = 1 }", "terms 应写作 { gdp = 1 }"
            found.append(Problem(*wrong))
            return {}
        terms: dict[str, float] = {}
        for name, weight in data.items():
            scalars = matching(name, self.graph)
            if not scalars:
                found.append(not_known(("variable", "变量"), name, self.graph.variables))
            terms |= dict.fromkeys(scalars, self._weight(weight, found))
        return terms

    def _weight(self, weight: Any, found: list[Problem]) -> float:
        """Return a number, or a constant of the model, perhaps with a minus before it."""
        if isinstance(weight, int | float) and not isinstance(weight, bool):
            return float(weight)
        constant = str(weight).removeprefix("-")
        if constant not in self.graph.constants:
            found.append(not_known(("constant", "常数"), constant, self.graph.constants))
            return 0.0
        value = self.graph.constants[constant]
        return -value if str(weight).startswith("-") else value

    def _note(self, place: str, found: list[Problem]) -> None:
        self.problems += [each.under(place, place) for each in found]


_CHART = ("id", "kind", "zh", "en", "unit_zh", "unit_en", "note_zh", "note_en")
_FLOWS = ("zh", "en", "unit_zh", "unit_en", "note_zh", "note_en")


def _tables(listed: Any) -> list[Mapping[str, Any]]:
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


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
