"""Cases measured in the same worlds: emissions, costs and quantities of the goal year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from zysim.arrays import FloatArray, IntArray
from zysim.inputs.settings import Settings
from zysim.kernel.compile import compile_model
from zysim.metrics.cost_book import CostBook, Item, present_cost
from zysim.runs.ensemble import quick_for, worlds_under
from zysim.runs.project import Project

WAN_T_PER_MT = 100.0
CASES_IN_PART = 64
"""Cases run at once, so that memory does not grow with their number; where all levers differ
between them, machine code is made once."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measured:
    """What one case is in all worlds, or some cases one after the other; shape ``(run,)`` each."""

    goal: FloatArray
    """Emissions in the goal year, wan t CO2."""
    sum: FloatArray
    """Over the years counted, wan t CO2."""
    late: FloatArray
    """In the last year counted, wan t CO2."""
    gases: FloatArray | None
    """All gases less the sink in the goal year, wan t CO2e; None where the model has no total."""
    cost: FloatArray | None
    """Net present cost, yi CNY, of which only differences mean something; None without prices."""
    quantities: Mapping[str, FloatArray]
    """By payment that buys or keeps up something: its quantity in the goal year."""

    def some(self, runs: slice) -> Measured:
        """Return some of the runs."""
        return Measured(
            goal=self.goal[runs],
            sum=self.sum[runs],
            late=self.late[runs],
            gases=None if self.gases is None else self.gases[runs],
            cost=None if self.cost is None else self.cost[runs],
            quantities={name: each[runs] for name, each in self.quantities.items()},
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bench:
    """Where cases are measured: the model, the worlds, the prices."""

    project: Project
    worlds: Mapping[str, FloatArray]
    book: CostBook | None
    """None where the city has no payments."""
    variable: str
    """Scalar id of the emissions, Mt a year."""
    seed: int
    """Of the draws of prices."""
    rate: float
    """Discount rate a year."""

    @property
    def members(self) -> int:
        """States of the world."""
        return next(iter(self.worlds.values())).size

    @property
    def counted(self) -> tuple[int, int]:
        """First and last year of the sums."""
        city = self.project.city
        first = city.history + 1
        return (self.book.first, self.book.last) if self.book else (first, city.last)

    @property
    def gases(self) -> str | None:
        """Scalar id of all gases less the sink, where the model has it."""
        return self.project.city.variables.get("greenhouse")

    def measure(self, cases: Sequence[Settings]) -> Iterator[Measured]:
        """Run cases in all worlds, some at a time, and keep what the effects need."""
        book, gases = self.book, self.gases
        outputs = [self.variable, *([gases] if gases else [])]
        if book is not None:
            outputs += [*book.outputs_of_total, *_quantities(book)]
        prices = {} if book is None else book.draw(self.members, self.seed)
        runs = len(cases) * self.members
        kernel = compile_model(self.project.graph, quick_runs=quick_for(runs)).for_runs(runs)
        for start in range(0, len(cases), CASES_IN_PART):
            some = cases[start : start + CASES_IN_PART]
            years, values = kernel.integrate(
                columns_of_cases(self.project, some, self.worlds),
                until=self.counted[1],
                outputs=list(dict.fromkeys(outputs)),
            )
            of_all = {name: np.tile(each, len(some)) for name, each in prices.items()}
            measured = self._measured(values, years, of_all)
            for at in range(len(some)):
                yield measured.some(slice(at * self.members, (at + 1) * self.members))

    def _measured(
        self, values: Mapping[str, FloatArray], years: IntArray, prices: Mapping[str, FloatArray]
    ) -> Measured:
        goal = int(np.flatnonzero(years == self.project.city.goal)[0])
        burnt = WAN_T_PER_MT * values[self.variable]
        book = self.book
        return Measured(
            goal=burnt[:, goal],
            sum=burnt[:, years >= self.counted[0]].sum(axis=1),
            late=burnt[:, -1],
            gases=None if self.gases is None else WAN_T_PER_MT * values[self.gases][:, goal],
            cost=None if book is None else present_cost(book, values, years, prices, self.rate),
            quantities={}
            if book is None
            else {item.payment.id: item.quantity.of(values)[:, goal] for item in _resources(book)},
        )


def _resources(book: CostBook) -> list[Item]:
    return [item for item in book.items if item.payment.kind in ("capital", "upkeep")]


def _quantities(book: CostBook) -> list[str]:
    return [name for item in _resources(book) for name in item.quantity.outputs]


def columns_of_cases(
    project: Project, cases: Sequence[Settings], worlds: Mapping[str, FloatArray]
) -> dict[str, FloatArray]:
    """Return the constants of cases in all worlds, one case after another."""
    members = next(iter(worlds.values())).size
    known = project.graph.constants
    columns = [worlds_under(case, worlds) for case in cases]
    names = dict.fromkeys(name for column in columns for name in column)
    return {
        name: np.concatenate([each.get(name, np.full(members, known[name])) for each in columns])
        for name in names
    }
