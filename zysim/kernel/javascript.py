"""Write a model as JavaScript, for the what-if page: the same equations in the same order.

The text holds no name of the model, only numbered places of one array, so that a hostile model file
cannot write a line of the page. It is cut into functions of modest size, because the compilers of
browsers leave very long functions as they are, twenty times slower.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from zysim.kernel.dialects import Dialect
from zysim.kernel.emit import first_steps, fixed_scalars, needed
from zysim.reading.expressions import TIME, Expression, Table, names_in, tables_in
from zysim.reading.graph import ModelGraph

LINES = 60
"""Equations in one function."""

JAVASCRIPT = Dialect(
    "JavaScript",
    {
        "=": "({0} === {1})",
        "<>": "({0} !== {1})",
        "^": "power({0}, {1})",
        "and": "({0} && {1})",
        "or": "({0} || {1})",
        "neg": "(- {0})",
        "not": "(!{0})",
        "abs": "Math.abs({0})",
        "exp": "Math.exp({0})",
        "ln": "Math.log({0})",
        "sqrt": "Math.sqrt({0})",
        "sin": "Math.sin({0})",
        "cos": "Math.cos({0})",
        "arctan": "Math.atan({0})",
        "trunc": "Math.trunc({0})",
        "lookup": "lookup({1}, {0})",
        "max": "Math.max({0}, {1})",
        "min": "Math.min({0}, {1})",
        "if": "({0} ? {1} : {2})",
        "step": "(T + dt / 2 > {1} ? {0} : 0)",
        "pulse": "({0} - 1e-6 <= T && T < {0} + Math.max({1}, dt) ? 1 : 0)",
        "ramp": "(T + 1e-6 > {1} ? {0} * (Math.min({2}, T) - {1}) : 0)",
        "zidz": "ratio({0}, {1}, 0)",
        "xidz": "ratio({0}, {1}, {2})",
    },
    {},
)
HELPERS = """\
const inf = Infinity, nan = NaN;
function power(a, b) {
  if (b === 2) return a * a;
  if (b === 0.5) return Math.sqrt(a);
  if (b === -1) return 1 / a;
  return a > 0 ? Math.exp(b * Math.log(a)) : Math.pow(a, b);  // half the time of Math.pow
}
function ratio(a, b, otherwise) { return Math.abs(b) < 1e-6 ? otherwise : a / b; }
function lookup(table, at) {
  const x = table.x, y = table.y, last = x.length - 1;
  if (at !== at) return at;
  if (last === 0) return y[0];
  let low = 0, high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x[middle] <= at) low = middle; else high = middle;
  }
  if (table.way !== "extrapolate") {
    if (at >= x[last]) return y[last];
    if (at <= x[0]) return y[0];
  }
  if (table.way === "backward") return y[low];
  if (table.way === "forward") return at === x[low] ? y[low] : y[high];
  return (y[high] - y[low]) / (x[high] - x[low]) * (at - x[low]) + y[low];
}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A model as JavaScript.

    The text defines ``first(V, T, dt)``, ``flows(V, T, dt)`` and ``report_<name>(V, T, dt)``, which
    read and write places of a ``Float64Array`` V: constants come first, then stocks, then the rest.
    """

    text: str
    size: int
    """Length of V."""
    constants: Mapping[str, int]
    """Scalar id to its place in V."""
    stocks: int
    """Place of the first stock; the others follow."""
    flows: int
    """Place of the net flow (a year) of the first stock; the others follow."""
    count: int
    """Number of stocks."""
    outputs: Mapping[str, Sequence[int]]
    """Report to the places where its outputs stand after it ran."""


def write_javascript(graph: ModelGraph, reports: Mapping[str, Sequence[str]]) -> Script:
    """Write the program that gives the outputs of each report; what none needs is left out.

    Parameters
    ----------
    graph
        The model.
    reports
        Name of a report (letters and digits) to the scalar ids it gives.

    Returns
    -------
    Script
        The text and where things stand in its array.
    """
    writer = _Writer(graph)
    fixed = fixed_scalars(graph)
    flows = {name: each.flow for name, each in graph.stocks.items()}
    parts = [
        writer.program("first", first_steps(graph, fixed), keep=[*graph.stocks, *fixed]),
        writer.program(
            "flows",
            {
                **_chosen(graph, needed(graph, flows.values(), fixed)),
                **{writer.flow_of(name): flow for name, flow in flows.items()},
            },
            keep=[writer.flow_of(name) for name in flows],
        ),
    ]
    for name, outputs in reports.items():
        roots = [graph.auxiliaries[each] for each in outputs if each in graph.auxiliaries]
        shown = needed(graph, roots, fixed)
        shown |= {each for each in outputs if each in graph.auxiliaries and each not in fixed}
        parts.append(writer.program(f"report_{name}", _chosen(graph, shown), keep=outputs))
    return Script(
        text="\n".join([HELPERS, *writer.tables_text(), *parts]),
        size=len(writer.places),
        constants={name: writer.places[name] for name in graph.constants},
        stocks=len(graph.constants),
        flows=len(graph.constants) + len(graph.stocks),
        count=len(graph.stocks),
        outputs={name: [writer.places[each] for each in outs] for name, outs in reports.items()},
    )


def _chosen(graph: ModelGraph, names: set[str]) -> dict[str, Expression]:
    return {name: each for name, each in graph.auxiliaries.items() if name in names}


class _Writer:
    """Gives scalars their places and tables their names while functions are written."""

    def __init__(self, graph: ModelGraph) -> None:
        ordered = [*graph.constants, *graph.stocks, *map(self.flow_of, graph.stocks)]
        self.places = {name: place for place, name in enumerate(ordered)}
        self.tables: dict[Table, str] = {}

    @staticmethod
    def flow_of(stock: str) -> str:
        return f"net flow of {stock}"  # no scalar id holds a space

    def tables_text(self) -> Iterator[str]:
        for table, name in self.tables.items():
            x, y = (f"Float64Array.from({list(each)!r})" for each in (table.x, table.y))
            yield f'const {name} = {{x: {x}, y: {y}, way: "{table.way}"}};'

    def program(self, title: str, steps: Mapping[str, Expression], keep: Sequence[str]) -> str:
        """Write a function that calls short ones; ``keep`` must stand in the array after it."""
        listed = list(steps)
        pieces = [listed[at : at + LINES] for at in range(0, len(listed), LINES)]
        homes = {name: at for at, piece in enumerate(pieces) for name in piece}
        stored = {name for name in keep if name in homes}
        for name, expression in steps.items():
            stored |= {each for each in names_in(expression) if homes.get(each) != homes[name]}
        texts = [
            self._piece(f"{title}_{at}", {name: steps[name] for name in piece}, stored)
            for at, piece in enumerate(pieces)
        ]
        calls = " ".join(f"{title}_{at}(V, T, dt);" for at in range(len(pieces)))
        return "\n".join([*texts, f"function {title}(V, T, dt) {{ {calls} }}"])

    def _piece(self, title: str, steps: Mapping[str, Expression], stored: set[str]) -> str:
        read = dict.fromkeys(chain.from_iterable(map(names_in, steps.values())))
        outside = [name for name in read if name != TIME and name not in steps]
        names: dict[str | Table, str] = {}
        for name in [*outside, *steps]:
            names[name] = f"v{len(names)}"
        for table in chain.from_iterable(map(tables_in, steps.values())):
            names[table] = self.tables.setdefault(table, f"table{len(self.tables)}")
        lines = [f"  const {names[name]} = V[{self._place(name)}];" for name in outside]
        for name, expression in steps.items():
            lines.append(f"  const {names[name]} = {JAVASCRIPT.write(expression, names)};")
            if name in stored:
                lines.append(f"  V[{self._place(name)}] = {names[name]};")
        return "\n".join([f"function {title}(V, T, dt) {{", *lines, "}"])

    def _place(self, name: str) -> int:
        return self.places.setdefault(name, len(self.places))
