"""Write a model for the runs of a study: once for what is the same for all runs, once for the rest.

Each half is four functions: first values, a report, a step, and the loop that calls them. The half
of what is the same runs once, alone, and fills rows of numbers; the other runs blocks of vectors,
one run a lane, and reads these rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from zysim.kernel.live import first_equations, live_graph
from zysim.kernel.llvm.body import Body, Places
from zysim.kernel.llvm.forms import Forms, checked
from zysim.kernel.llvm.instructions import WIDE, Width
from zysim.kernel.llvm.layout import Half, Layout
from zysim.kernel.llvm.loop import entry_of, loop
from zysim.kernel.llvm.vector_math import functions
from zysim.kernel.methods import STAGES, Method, jumping_stocks
from zysim.reading.expressions import Expression, Ref, names_in
from zysim.reading.graph import ModelGraph


@dataclass(frozen=True, slots=True)
class Program:
    """Instructions, and the order of what they read and write."""

    text: str
    layout: Layout


def write_program(
    graph: ModelGraph,
    outputs: Sequence[str],
    method: Method = "euler",
    varied: Collection[str] | None = None,
    width: Width = WIDE,
) -> Program:
    """Write the functions that give ``outputs`` (scalar ids) for every report of a clock.

    Parameters
    ----------
    graph
        The model.
    outputs
        Scalar ids, constants left out.
    method
        Of integration.
    varied
        Constants that differ between runs; None if nothing is known to be the same.
    width
        Of the vectors that runs stand in.
    """
    live = live_graph(graph, outputs)
    forms = Forms(live, method, varied, trusted=varied is not None, fused=width.fused)
    runs = _Half(live, method, forms, width, [Ref(name) for name in outputs])
    moving = [*forms.step.places, *forms.report.places]
    reduced = live_graph(live, _names(moving), _names(forms.study.places))
    alone = Forms(reduced, method, None, trusted=False, fused=width.fused)
    same = _Half(
        reduced,
        method,
        alone,
        Width(1, fused=width.fused),
        list(forms.report.places),
        rows=(list(forms.study.places), list(forms.step.places)),
    )
    sizes = len(forms.step), len(forms.report)
    text = [runs.text(sizes, method), same.text(sizes, method)]
    layout = Layout(
        runs.half,
        same.half,
        tuple(outputs),
        tuple(checked(forms.study.places)),
        tuple(checked(forms.step.places)),
        tuple(checked(forms.report.places)),
        len(STAGES[method][0]),
        varied is not None,
    )
    return Program("\n".join(text), layout)


def _names(expressions: Iterable[Expression]) -> list[str]:
    return [name for each in expressions for name in names_in(each)]


class _Half:
    """Writes the functions of one half."""

    def __init__(
        self,
        graph: ModelGraph,
        method: Method,
        forms: Forms,
        width: Width,
        reported: Sequence[Expression],
        rows: tuple[Sequence[Expression], Sequence[Expression]] = ((), ()),
    ) -> None:
        self.width = width
        self.reported = len(reported)
        places = Places(graph.constants, forms.stocks)
        study, step = rows
        stepping = Body("step", width, places, forms.in_step, forms.running)
        if method == "euler":
            stepping.step({name: forms.flows[name] for name in forms.stocks})
        else:
            jumping = {list(graph.stocks)[at] for at in jumping_stocks(graph)}
            flows = {name: forms.flows[name] for name in forms.stocks}
            stepping.stage(flows, jumping)
        stepping.write("T", step)
        reporting = Body("report", width, places, forms.in_report, graph.auxiliaries)
        reporting.write("O", reported)
        firsts: Mapping[str, Expression] = first_equations(graph)
        starting = Body("first", width, places, forms.at_first, firsts)
        starting.write("W", [Ref(name) for name in forms.stocks])
        starting.write("F", list(forms.run.places))
        starting.write("U", study)
        self.bodies = [starting, reporting, stepping]
        self.half = Half(
            entry_of(width), tuple(places.constants), len(forms.stocks), len(forms.run)
        )

    def text(self, sizes: tuple[int, int], method: Method) -> str:
        """Return the text of all functions; ``sizes`` are those of a step's and a report's row."""
        counts = len(self.half.constants), self.reported, self.half.stocks
        bodies = [body.text() for body in self.bodies]
        return "\n".join([functions(self.width), *bodies, loop(self.width, counts, sizes, method)])
