"""How much of a plan's effect its feedback carries, found by cutting links.

Two runs are made twice: as they are, and with the linking variables held on the path they take in
the first case. What is left of the difference between the two cases is the direct effect; the rest
went round a loop. A switch that stops a flow cannot show this: it changes both cases.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np

from zysim.arrays import FloatArray
from zysim.inputs.declared import Field
from zysim.inputs.problems import Problem, refuse
from zysim.inputs.toml_file import read_toml
from zysim.inputs.toml_table import NOT_READ, TomlTable
from zysim.kernel.compile import compile_model
from zysim.reading.graph import ModelGraph
from zysim.reading.held import hold

NO_EFFECT = 1e-12
"""Effects below this (unit of the variable) count as none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackTest:
    """Two cases, what is compared, and the variables that links are cut at."""

    from_case: Annotated[str, Field("起点情景", "scenario compared with", of="scenario")]
    to_case: Annotated[str, Field("比较的情景", "scenario compared", of="scenario")]
    variable: Annotated[str, Field("比较的变量", "what is compared", of="variable")]
    year: Annotated[int, Field("年份", "year")]
    links: Annotated[
        tuple[str, ...],
        Field(
            "固定在起点情景路径上的变量",
            "variables held on their paths of the first scenario",
            of="variable",
        ),
    ]
    at_least: Annotated[
        float, Field("反馈至少应占的比例", "share that feedback must carry", low=0, below=1)
    ]


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
    data = read_toml(path)
    if "feedback" not in data:
        return None
    problems: list[Problem] = []
    table = TomlTable(data, "", problems).table("feedback")
    test = table.record(FeedbackTest, {"scenario": scenarios, "variable": variables})
    if test.year != NOT_READ and not years[0] <= test.year <= years[1]:
        table.note(
            f"year must lie in {years[0]} to {years[1]}, got {test.year}",
            f"year 应在 {years[0]} 至 {years[1]} 之间，现为 {test.year}",
        )
    if problems:
        raise refuse(path, problems)
    return test


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
