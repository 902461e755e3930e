"""How much of a plan's effect its feedback carries, found by cutting links.

Two runs are made twice: as they are, and with the linking variables held on the path they take in
the first case. What is left of the difference between the two cases is the direct effect; the rest
went round a loop. A switch that stops a flow cannot show this: it changes both cases.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from zysim.arrays import FloatArray
from zysim.inputs.problems import Problem, not_known, refuse
from zysim.inputs.text_file import read_text
from zysim.kernel.compile import compile_model
from zysim.reading.graph import ModelGraph
from zysim.reading.held import hold

NO_EFFECT = 1e-12
"""Effects below this (unit of the variable) count as none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackTest:
    """Two cases, what is compared, and the variables that links are cut at."""

    from_case: str
    to_case: str
    variable: str
    year: int
    links: tuple[str, ...]
    """Variables held on their paths of ``from_case``."""
    at_least: float
    """Share that feedback must carry, 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """An effect with all links alive, and with them cut (unit of the variable)."""

    whole: float
    direct: float

    @property
    def share(self) -> float:
        """Part of the larger of both that the links make, 0 to 1 for effects of one sign.

        >>> Effect(whole=0.25, direct=0.5).share
        0.5
        """
        size = max(abs(self.whole), abs(self.direct))
        return abs(self.whole - self.direct) / size if size > NO_EFFECT else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What cutting the links of a test does."""

    test: FeedbackTest
    level: Effect
    """Of the variable in the test's year."""
    peak: Effect
    """Of its highest value of all years."""

    @property
    def share(self) -> float:
        """Share of the effect that feedback carries, on the level or the peak, the larger."""
        return max(self.level.share, self.peak.share)

    @property
    def held(self) -> bool:
        """Whether it carries as much as the test asks."""
        return self.share >= self.test.at_least


def read_feedback(
    path: Path, scenarios: Collection[str], variables: Collection[str], years: tuple[int, int]
) -> FeedbackTest | None:
    """Read ``[feedback]`` of a file of checks; None where there is none.

    ``years`` are the first and the last year in which levers act.

    Raises
    ------
    InputError
        Listing every field that is missing, of the wrong kind, or names nothing of the model.
    """
    table = tomllib.loads(read_text(path)).get("feedback")
    if table is None:
        return None
    problems: list[Problem] = []
    cases = [_one_of(table, name, scenarios, ("scenario", "情景"), problems) for name in _CASES]
    variable = _one_of(table, "variable", variables, ("variable", "变量"), problems)
    links = table.get("links")
    if not isinstance(links, list) or not links:
        problems.append(Problem("links must list variables", "links 应列出变量名"))
        links = []
    problems += [
        not_known(("variable", "变量"), str(name), variables)
        for name in links
        if name not in variables
    ]
    year, least = table.get("year"), table.get("at_least")
    if type(year) is not int or not years[0] <= year <= years[1]:
        problems.append(
            Problem(
                f"year must lie in {years[0]} to {years[1]}, got {year!r}",
                f"year 应在 {years[0]} 至 {years[1]} 之间，现为 {year!r}",
            )
        )
    if isinstance(least, bool) or not isinstance(least, int | float) or not 0 <= least < 1:
        problems.append(
            Problem(
                f"at_least must lie from 0 to below 1, got {least!r}",
                f"at_least 应在 0 与 1 之间，现为 {least!r}",
            )
        )
    if problems:
        raise refuse(path, [each.under("[feedback]", "[feedback]") for each in problems])
    return FeedbackTest(
        from_case=cases[0],
        to_case=cases[1],
        variable=variable,
        year=int(table["year"]),
        links=tuple(links),
        at_least=float(table["at_least"]),
    )


def measure_feedback(
    graph: ModelGraph, test: FeedbackTest, cases: Mapping[str, Mapping[str, float]]
) -> Feedback:
    """Cut the links of a test and see what is left of the effect.

    Parameters
    ----------
    graph
        The model.
    test
        From :func:`read_feedback`.
    cases
        Case to the constants it sets, by scalar id.
    """
    names = {name for case in (test.from_case, test.to_case) for name in cases[case]}
    batch = {
        name: np.array(
            [
                cases[case].get(name, graph.constants[name])
                for case in (test.from_case, test.to_case)
            ]
        )
        for name in names
    }
    links = [scalar for name in test.links for scalar in graph.scalars_of(name)]
    wanted = [test.variable, *links]
    years, values = compile_model(graph, "python").integrate(batch, outputs=wanted)
    held = hold(graph, years.tolist(), {scalar: values[scalar][0] for scalar in links})
    _, cut = compile_model(held, "python").integrate(batch, outputs=[test.variable])
    level, peak = zip(
        *(_effects(runs[test.variable], test.year - int(years[0])) for runs in (values, cut)),
        strict=True,
    )
    return Feedback(
        test=test,
        level=Effect(whole=level[0], direct=level[1]),
        peak=Effect(whole=peak[0], direct=peak[1]),
    )


def _effects(runs: FloatArray, at: int) -> tuple[float, float]:
    """Return what the second run adds to the first: in one year, and to the highest value."""
    first, second = runs
    return float(second[at] - first[at]), float(second.max() - first.max())


_CASES = ("from_case", "to_case")


def _one_of(
    table: Mapping[str, Any],
    field: str,
    known: Collection[str],
    kind: tuple[str, str],
    problems: list[Problem],
) -> str:
    value = table.get(field)
    if not isinstance(value, str) or value not in known:
        problems.append(not_known(kind, str(value), known).under(field, field))
        return ""
    return value
