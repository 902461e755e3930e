"""Write a model as JavaScript, for the what-if page: the same equations in the same order.

The text holds no name of the model, only numbered places of one array, so that a hostile model file
cannot write a line of the page. It is cut into functions of modest size, because the compilers of
browsers leave very long functions as they are, twenty times slower.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from zysim.kernel.clock import Clock, clock_of
from zysim.kernel.dialects import CLOCKS, Dialect
from zysim.kernel.held import step_equations
from zysim.kernel.methods import STAGES, STEP, jumping_stocks
from zysim.kernel.needs import first_steps, fixed_scalars, needed
from zysim.reading.expressions import Expression, Table, names_in, tables_in
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
        "random": "random({0}, {1}, {2}, {3})",
        "max": "Math.max({0}, {1})",
        "min": "Math.min({0}, {1})",
        "if": "({0} ? {1} : {2})",
        "step": "(T + dt / 2 > {1} ? {0} : 0)",
        "pulse": "({0} - 1e-6 <= T && T < {0} + Math.max({1}, dt) - 1e-6 ? 1 : 0)",
        "ramp": "(T + 1e-6 > {1} ? {0} * (Math.min({2}, T) - {1}) : 0)",
        "zidz": "ratio({0}, {1}, 0)",
        "xidz": "ratio({0}, {1}, {2})",
    },
    {},
)
HELPERS = """\
const inf = Infinity, nan = NaN, MISSING = -649037107316853453566312041152512;
function power(a, b) {
  if (b === 2) return a * a;
  if (b === 0.5) return Math.sqrt(a);
  if (b === -1) return 1 / a;
  return a > 0 ? Math.exp(b * Math.log(a)) : Math.pow(a, b);  // half the time of Math.pow
}
function ratio(a, b, otherwise) { return Math.abs(b) < 1e-6 ? otherwise : a / b; }
function mix(h) {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
function random(stream, seed, run, step) {
  let a = 0x9e3779b9, b = 0x7f4a7c15;
  for (const word of [stream, seed, run, step]) {
    a = mix(a ^ Math.trunc(word)) + 0x6c62272e | 0;
    b = mix(b ^ Math.trunc(word)) + 0x3c6ef372 | 0;
  }
  return ((mix(a) >>> 6) * 134217728 + (mix(b) >>> 5) + 0.5) / 9007199254740992;
}
function lookup(table, at) {
  const x = table.x, y = table.y, last = x.length - 1;
  if (at !== at) return at;
  if (table.way === "raw") return x.includes(at) ? y[x.lastIndexOf(at)] : MISSING;
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
  if (x[high] === x[low]) return y[high];
  return (y[high] - y[low]) / (x[high] - x[low]) * (at - x[low]) + y[low];
}
"""
STEPPER = """\
function simulate(V, report, outputs, values, to) {
  const dt = STEP, stages = places.length;
  const before = new Float64Array(count), sum = new Float64Array(count);
  V[step_place] = dt;
  let done = 0;
  first(V, START, dt);
  for (let row = 0; row <= counts.length; row++) {
    report(V, (BEGIN + done * UPPER) / LOWER, dt);
    for (let i = 0; i < outputs.length; i++) values[to++] = V[outputs[i]];
    if (row === counts.length) return;
    for (let step = 0; step < counts[row]; step++, done++) {
      const held = (BEGIN + done * UPPER) / LOWER;
      if (stages === 1) {
        flows(V, held, held, dt);
        for (let i = 0; i < count; i++) V[stocks + i] += V[net + i] * dt;
        continue;
      }
      for (let i = 0; i < count; i++) before[i] = V[stocks + i];
      sum.fill(0);
      for (let stage = 0; stage < stages; stage++) {
        flows(V, held + places[stage] * dt, held, dt);
        for (let i = 0; i < count; i++) {
          const slope = V[net + i];
          if (!jumping.has(i)) {
            sum[i] += weights[stage] * slope;
            V[stocks + i] = before[i] + reaches[stage] * dt * slope;
          } else if (stage === 0) sum[i] = slope;
        }
      }
      for (let i = 0; i < count; i++) V[stocks + i] = before[i] + sum[i] * dt;
    }
  }
}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A model as JavaScript.

    The text defines ``simulate(V, report, outputs, values, to)``, which runs the model from the
    constants that stand in the ``Float64Array`` V and writes the outputs (places of V) of each
    report into ``values`` from ``to`` on; ``report`` is one of ``report_<name>``. In V constants
    come first, then stocks, then the rest.
    """

    text: str
    size: int
    """Length of V."""
    constants: Mapping[str, int]
    """Scalar id to its place in V."""
    times: Sequence[float]
    """Moments of the reports."""
    outputs: Mapping[str, Sequence[int]]
    """Report to the places where its outputs stand after it ran."""


def write_javascript(graph: ModelGraph, reports: Mapping[str, Sequence[str]]) -> Script:
    """Write the program that gives the outputs of each report; what none needs is left out.

    It steps as the file asks: its clock, its method.

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
    clock = clock_of(graph)
    running, flows = step_equations(graph, graph.method)
    stepped = needed(running, flows.values(), fixed)
    parts = [
        writer.program("first", first_steps(graph, fixed), keep=[*graph.stocks, *fixed]),
        writer.program(
            "flows",
            {
                **{name: each for name, each in running.items() if name in stepped},
                **{writer.flow_of(name): flow for name, flow in flows.items()},
            },
            keep=[writer.flow_of(name) for name in flows],
            moments="T, H",
        ),
    ]
    for name, outputs in reports.items():
        roots = [graph.auxiliaries[each] for each in outputs if each in graph.auxiliaries]
        shown = needed(graph.auxiliaries, roots, fixed)
        shown |= {each for each in outputs if each in graph.auxiliaries and each not in fixed}
        steps = {each: graph.auxiliaries[each] for each in graph.auxiliaries if each in shown}
        parts.append(writer.program(f"report_{name}", steps, keep=outputs))
    return Script(
        text="\n".join([HELPERS, *writer.tables_text(), *parts, _stepper(graph, clock)]),
        size=len(writer.places),
        constants={name: writer.places[name] for name in graph.constants},
        times=clock.times.tolist(),
        outputs={name: [writer.places[each] for each in outs] for name, outs in reports.items()},
    )


def _stepper(graph: ModelGraph, clock: Clock) -> str:
    """Write the clock, the method, and the loop over both."""
    places, weights = STAGES[graph.method]
    jumping = sorted(jumping_stocks(graph)) if graph.method != "euler" else []
    stocks, count = len(graph.constants), len(graph.stocks)
    numbers = {
        "START": clock.start,
        "STEP": clock.step,
        "BEGIN": clock.begin,
        "UPPER": clock.upper,
        "LOWER": clock.lower,
        "stocks": stocks,
        "net": stocks + count,
        "count": count,
        "step_place": [*graph.constants].index(STEP),
        "counts": clock.counts.tolist(),
        "places": list(places),
        "reaches": [*places[1:], 0.0],
        "weights": list(weights),
    }
    lines = [f"const {name} = {value!r};" for name, value in numbers.items()]
    return "\n".join([*lines, f"const jumping = new Set({jumping!r});", STEPPER])


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

    def program(
        self,
        title: str,
        steps: Mapping[str, Expression],
        keep: Sequence[str],
        moments: str = "T",
    ) -> str:
        """Write a function that calls short ones; ``keep`` must stand in the array after it."""
        listed = list(steps)
        pieces = [listed[at : at + LINES] for at in range(0, len(listed), LINES)]
        homes = {name: at for at, piece in enumerate(pieces) for name in piece}
        stored = {name for name in keep if name in homes}
        for name, expression in steps.items():
            stored |= {each for each in names_in(expression) if homes.get(each) != homes[name]}
        texts = [
            self._piece(f"{title}_{at}", {name: steps[name] for name in piece}, stored, moments)
            for at, piece in enumerate(pieces)
        ]
        calls = " ".join(f"{title}_{at}(V, {moments}, dt);" for at in range(len(pieces)))
        return "\n".join([*texts, f"function {title}(V, {moments}, dt) {{ {calls} }}"])

    def _piece(
        self, title: str, steps: Mapping[str, Expression], stored: set[str], moments: str
    ) -> str:
        read = dict.fromkeys(chain.from_iterable(map(names_in, steps.values())))
        outside = [name for name in read if name not in (*CLOCKS, *steps)]
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
        return "\n".join([f"function {title}(V, {moments}, dt) {{", *lines, "}"])

    def _place(self, name: str) -> int:
        return self.places.setdefault(name, len(self.places))
