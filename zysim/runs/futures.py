"""A case as a function of points of the unit cube: numbers, structures, what was delivered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from zysim.arrays import FloatArray, IntArray
from zysim.inputs.delivered import Delivered
from zysim.inputs.settings import Settings
from zysim.inputs.structures import Question
from zysim.kernel.chunks import integrate_chunks
from zysim.kernel.compile import compile_model
from zysim.kernel.integrate import Kernel
from zysim.runs.delivered import bend
from zysim.runs.ensemble import uncertain_worlds, worlds_under
from zysim.runs.project import Project
from zysim.runs.structural import place_of, set_alternatives, touches
from zysim.sampling.worlds import draw_worlds, tie


class Futures:
    """What may become of a case: each point is a state of the world and of the structure.

    Parameters
    ----------
    project, case
        Model with its tables, and the case.
    structures
        Whether the questions of params/structures.csv that touch the case are open.
    delivered
        What was delivered of the case's levers to date, by lever id.
    engine
        As for :func:`zysim.kernel.compile_model`.
    kernel
        That of another case of the same project; compiled if None.
    """

    def __init__(
        self,
        project: Project,
        case: Settings,
        *,
        structures: bool = False,
        delivered: Mapping[str, Delivered] | None = None,
        engine: str = "auto",
        kernel: Kernel | None = None,
    ) -> None:
        self.case = case
        self.drawn = uncertain_worlds(project.tables)
        self.questions: tuple[Question, ...] = ()
        if structures:
            self.questions = tuple(q for q in project.tables.structures if touches(q, case))
        self.kernel = kernel or compile_model(project.graph, engine)
        self._project = project
        self.delivered = delivered or {}

    @property
    def dimensions(self) -> int:
        """Of the unit cube: one for each uncertain constant, then one for each question."""
        return len(self.drawn) + len(self.questions)

    def worlds(self, points: FloatArray) -> Mapping[str, FloatArray]:
        """Return the uncertain constants at points ``(member, dimension)``."""
        own = points[:, : len(self.drawn)]
        return draw_worlds(own, self.drawn, self._project.tables.correlations)

    def structures(self, points: FloatArray) -> Mapping[str, IntArray]:
        """Return the place of the alternative of each question at points, shape ``(member,)``."""
        own = points[:, len(self.drawn) :]
        names = [each.id for each in self.questions]
        tied = tie(own, names, self._project.tables.correlations)
        return {each.id: place_of(tied[:, at], each) for at, each in enumerate(self.questions)}

    def columns(self, points: FloatArray) -> dict[str, FloatArray]:
        """Return the constants of the case at points, by scalar id, shape ``(member,)``."""
        graph, tables = self._project.graph, self._project.tables
        columns = worlds_under(self.case, self.worlds(points))
        places = self.structures(points)
        for question in self.questions:
            set_alternatives(
                columns, question, places[question.id], self.case.levers, graph.constants
            )
        bend(columns, self.delivered, tables.levers, graph.constants, tables.city)
        return columns

    def run(
        self, points: FloatArray, until: int | None, outputs: Sequence[str]
    ) -> tuple[IntArray, dict[str, FloatArray]]:
        """Run the case at points; return years and values ``(member, year)`` by scalar id.

        ``until`` is the last year simulated; that of the model if None.

        Raises
        ------
        InputError
            If an output is unknown.
        ResultError
            If a value is not finite.
        """
        columns = self.columns(points)

        def draw(some: slice) -> dict[str, FloatArray]:
            return {name: values[some] for name, values in columns.items()}

        parts = list(integrate_chunks(self.kernel, draw, len(points), until=until, outputs=outputs))
        return parts[0][1], {
            name: np.concatenate([values[name] for _, _, values in parts]) for name in parts[0][2]
        }
