"""The model as plain records: what every other part of zysim knows about a model file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from zysim.errors import unknown_name
from zysim.reading.expressions import Expression, from_plain, to_plain
from zysim.reading.lexer import identifier
from zysim.wording import english_name

Kind = Literal["stock", "auxiliary", "constant", "initial"]
Method = Literal["euler", "rk2", "rk4"]
"""How a run steps: Euler, or Runge and Kutta of second or fourth order."""
EQUATIONS = ("auxiliaries", "stocks", "kept", "starts")
"""Parts of a graph that hold expressions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """One variable of the model file, with all its elements."""

    name: str
    """As written in the model file."""
    identifier: str
    """Lower case, words joined by ``_``; what tables, results and commands use."""
    unit: str
    title_zh: str
    comment: str
    sector: str
    """Group of the model file it stands in."""
    kind: Kind
    """``initial`` keeps its first value for the whole run."""
    dims: tuple[str, ...]
    elements: tuple[str, ...]
    """Scalar ids, such as ``capital[food]``; one id without brackets when not an array."""
    equation: str
    """Text of the model file, comments and units left out."""
    low: float | None = None
    high: float | None = None
    """Range written behind the unit in the model file, if any."""
    causes: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StockEquation:
    """Net flow (unit of the stock per year) and initial value of one scalar stock."""

    flow: Expression
    initial: Expression


@dataclass(frozen=True, kw_only=True)
class ModelGraph:
    """A model ready to be compiled. Mappings of equations are in an order that can be run."""

    sha256: str
    """Of the model file."""
    variables: Mapping[str, Variable]
    """By identifier, in the order of the file."""
    dimensions: Mapping[str, tuple[str, ...]]
    """Dimension to its elements, as identifiers."""
    constants: Mapping[str, float]
    """Scalar id to the number in the model file."""
    auxiliaries: Mapping[str, Expression]
    stocks: Mapping[str, StockEquation]
    kept: Mapping[str, Expression]
    """Values of the first moment that stay (INITIAL)."""
    initial_order: tuple[str, ...]
    """Order in which auxiliaries, stocks and kept values get their first values."""
    initial_time: float
    final_time: float
    time_step: float
    saveper: float = 0.0
    """Time between two reports; 0 for one at every step."""
    method: Method = "euler"
    """What the settings of the model file ask for."""
    last: str = ""
    """Scalar id of a FINAL TIME that moves in the run; ``final_time`` is then its first value."""
    data: tuple[str, ...] = ()
    """Scalars that are data over time."""
    warnings: tuple[tuple[str, str], ...] = ()
    """What a reader should know of the file, Chinese and English."""
    tables: tuple[Path, ...] = ()
    """Files beside the model that it read; such a model is not kept for a warm start."""
    starts: Mapping[str, Expression] = field(default_factory=dict)
    """First values of auxiliaries whose equation holds only later (ACTIVE INITIAL)."""
    structural: Mapping[str, str] = field(default_factory=dict)
    """Constants that cannot be set for a run, and why: they shape the model."""
    formerly: Mapping[str, str] = field(default_factory=dict)
    """Names that scalars of the model had before, to the ids they have: they are read as well."""

    @property
    def reported_every(self) -> float:
        """Time between two reports."""
        return self.saveper if self.saveper > 0 else self.time_step

    @cached_property
    def home(self) -> Mapping[str, str]:
        """Scalar id to the identifier of its variable."""
        return {
            scalar: variable.identifier
            for variable in self.variables.values()
            for scalar in variable.elements
        }

    @property
    def scalars(self) -> list[str]:
        """Every scalar that changes or can be reported, constants left out."""
        return [*self.stocks, *self.kept, *self.auxiliaries]

    @cached_property
    def titled(self) -> Mapping[str, str]:
        """Chinese title to the identifier of its variable; the first where two share one."""
        return {
            each.title_zh: each.identifier
            for each in reversed(list(self.variables.values()))
            if each.title_zh
        }

    def named(self, name: str) -> Variable:
        """Return a variable by its id, an element's id, its Vensim name or its Chinese title.

        Raises
        ------
        InputError
            If there is none; the message gives the nearest names.
        """
        wanted = name.strip().partition("[")[0].strip()
        found = self.titled.get(wanted) or identifier(wanted)
        if found not in self.variables:
            found = self.formerly.get(found, found).partition("[")[0]
        if found in self.variables:
            return self.variables[found]
        if not wanted.isascii():
            raise unknown_name("variable", wanted, self.titled, "")
        raise unknown_name("variable", found, self.variables, "")

    def label(self, scalar: str) -> tuple[str, str]:
        """Return what a variable or one of its elements is called, in Chinese and English."""
        name, _, element = scalar.partition("[")
        each = self.variables[name]
        inside = element.rstrip("]").replace("_", " ").replace(",", ", ")
        zh = (each.title_zh or each.name) + (f"（{inside}）" if inside else "")
        return zh, english_name(each.name) + (f", {inside}" if inside else "")

    def scalars_of(self, name: str, where: str = "") -> tuple[str, ...]:
        """Return the scalar ids that the id or Chinese title of a variable or scalar stands for.

        Raises
        ------
        InputError
            If there is no such name; the message gives the nearest ones.
        """
        if name in self.home:
            return (name,)
        if name not in self.variables:
            name = self.titled.get(name) or self.formerly.get(name, name)
        if name in self.variables:
            return self.variables[name].elements
        if name in self.home:
            return (name,)
        whole = name.partition("[")[0]
        known = self.variables[whole].elements if whole in self.variables else self.variables
        raise unknown_name("variable", name, known if name.isascii() else self.titled, where)


def graph_to_plain(graph: ModelGraph) -> dict[str, Any]:
    """Turn a graph into what a JSON file can hold."""
    return {
        "sha256": graph.sha256,
        "variables": [
            {key: getattr(variable, key) for key in Variable.__slots__}
            for variable in graph.variables.values()
        ],
        "dimensions": graph.dimensions,
        "constants": graph.constants,
        "auxiliaries": {name: to_plain(each) for name, each in graph.auxiliaries.items()},
        "stocks": {
            name: [to_plain(each.flow), to_plain(each.initial)]
            for name, each in graph.stocks.items()
        },
        "kept": {name: to_plain(each) for name, each in graph.kept.items()},
        "starts": {name: to_plain(each) for name, each in graph.starts.items()},
        "structural": graph.structural,
        "initial_order": graph.initial_order,
        "times": [graph.initial_time, graph.final_time, graph.time_step, graph.saveper],
        "method": graph.method,
        "last": graph.last,
        "data": graph.data,
        "warnings": graph.warnings,
    }


def equations_from_plain(plain: Mapping[str, Any]) -> dict[str, Any]:
    """Return the mappings of a graph that hold expressions, by the names of ``EQUATIONS``."""
    named = {
        each: {name: from_plain(one) for name, one in plain[each].items()}
        for each in EQUATIONS
        if each != "stocks"
    }
    stocks = {
        name: StockEquation(from_plain(flow), from_plain(initial))
        for name, (flow, initial) in plain["stocks"].items()
    }
    return {**named, "stocks": stocks}


def graph_from_plain(plain: Mapping[str, Any]) -> ModelGraph:
    """Undo :func:`graph_to_plain`."""
    fields: list[dict[str, Any]] = [
        {key: tuple(value) if isinstance(value, list) else value for key, value in each.items()}
        for each in plain["variables"]
    ]
    variables = [Variable(**each) for each in fields]
    initial_time, final_time, time_step, saveper = plain["times"]
    return ModelGraph(
        sha256=plain["sha256"],
        variables={variable.identifier: variable for variable in variables},
        dimensions={name: tuple(elements) for name, elements in plain["dimensions"].items()},
        constants=dict(plain["constants"]),
        **equations_from_plain(plain),
        structural=dict(plain["structural"]),
        initial_order=tuple(plain["initial_order"]),
        initial_time=initial_time,
        final_time=final_time,
        time_step=time_step,
        saveper=saveper,
        method=plain["method"],
        last=plain["last"],
        data=tuple(plain["data"]),
        warnings=tuple((zh, en) for zh, en in plain["warnings"]),
    )
