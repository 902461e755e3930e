"""The cost of many cases at once, fast: an objective for a search over settings of levers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from zysim.arrays import FloatArray, IntArray
from zysim.inputs.settings import Settings
from zysim.kernel.chunks import integrate_chunks
from zysim.kernel.compile import compile_model
from zysim.metrics.cost_book import RATE, cost_book, present_cost
from zysim.runs.ensemble import worlds_under
from zysim.runs.project import Project

RUNS_IN_PART = 4096


class CostMeter:
    """Net present cost against a reference in given worlds, from results of any cases in them.

    A search runs the model itself, once for all it wants to know, and hands the results over::

        meter = CostMeter(project, worlds_under(reference, worlds))
        outputs = [*meter.outputs, *others]
        years, values = kernel.integrate(batch, outputs=outputs)
        cost = meter.above_reference(values, years)  # (case, member), yi CNY

    Parameters
    ----------
    project
        Model and tables.
    reference
        The case that costs are counted against: its constants in each state of the world, scalar
        id to ``(member,)``.
    rate
        Discount rate a year.
    seed
        Of the draws of costs; member i has the same costs in every case.

    Raises
    ------
    InputError
        If the city has no payments, or one of them does not fit the model.
    """

    def __init__(
        self,
        project: Project,
        reference: Mapping[str, FloatArray],
        *,
        rate: float = RATE,
        seed: int = 0,
    ) -> None:
        self._book = cost_book(project.tables, project.graph)
        self._rate = rate
        self.members = next(iter(reference.values())).size
        self._prices = self._book.draw(self.members, seed)
        kernel = compile_model(project.graph)
        years, values = kernel.integrate(reference, outputs=self.outputs, until=self.last)
        self._reference = present_cost(self._book, values, years, self._prices, rate)

    @property
    def outputs(self) -> tuple[str, ...]:
        """Scalars of the model to be reported."""
        return self._book.outputs_of_total

    @property
    def last(self) -> int:
        """Last year that is counted."""
        return self._book.last

    def above_reference(self, values: Mapping[str, FloatArray], years: IntArray) -> FloatArray:
        """Return the net present cost of cases less that of the reference, in yi CNY.

        Parameters
        ----------
        values
            Scalars of :attr:`outputs`, shape ``(case * member, year)``: the members of the first
            case, then those of the second; other scalars are passed over.
        years
            At least up to :attr:`last`.

        Returns
        -------
        numpy.ndarray
            Shape ``(case, member)``; positive where the case costs more.
        """
        runs = next(iter(values.values())).shape[0]
        prices = {name: np.tile(each, runs // self.members) for name, each in self._prices.items()}
        total = present_cost(self._book, values, years, prices, self._rate)
        return total.reshape(-1, self.members) - self._reference


def net_present_cost(
    project: Project,
    cases: Sequence[Settings],
    worlds: Mapping[str, FloatArray],
    reference: Settings,
    *,
    rate: float = RATE,
    seed: int = 0,
) -> FloatArray:
    """Return the net present cost of many cases in the same worlds, against a reference.

    Parameters
    ----------
    project
        Model and tables.
    cases
        Settings of levers, years and constants, such as :func:`zysim.inputs.settings.resolve`
        gives them.
    worlds
        States of the world: scalar id to draws, shape ``(member,)``.
    reference
        The case that costs are counted against.
    rate, seed
        As for :class:`CostMeter`.

    Returns
    -------
    numpy.ndarray
        In yi CNY, shape ``(case, member)``; the costs of the years that ``cost_book`` counts.

    Raises
    ------
    InputError
        As :class:`CostMeter`.
    ResultError
        If a value is not finite.

    Examples
    --------
    >>> from zysim.runs.ensemble import uncertain_worlds
    >>> from zysim.runs.project import choose, open_project
    >>> from zysim.sampling.worlds import draw_worlds, unit_points
    >>> project = open_project()
    >>> drawn = uncertain_worlds(project.tables)
    >>> worlds = draw_worlds(unit_points(slice(0, 4), len(drawn), seed=0, members=4), drawn)
    >>> baseline, plan = choose(project, ["baseline", "plan"], {})
    >>> net_present_cost(project, [plan, baseline], worlds, baseline).shape
    (2, 4)
    """
    meter = CostMeter(project, worlds_under(reference, worlds), rate=rate, seed=seed)
    kernel = compile_model(project.graph)
    columns = [worlds_under(case, worlds) for case in cases]
    known = project.graph.constants
    names = list(dict.fromkeys(name for column in columns for name in column))
    whole = max(1, RUNS_IN_PART // meter.members) * meter.members

    def draw(some: slice) -> dict[str, FloatArray]:
        chosen = columns[some.start // meter.members : some.stop // meter.members]
        return {
            name: np.concatenate(
                [each.get(name, np.full(meter.members, known[name])) for each in chosen]
            )
            for name in names
        }

    parts = integrate_chunks(
        kernel,
        draw,
        len(cases) * meter.members,
        size=whole,
        until=meter.last,
        outputs=meter.outputs,
    )
    return np.concatenate([meter.above_reference(values, years) for _, years, values in parts])
