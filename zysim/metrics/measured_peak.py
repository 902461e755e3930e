"""The peak of the underlying path, and the peak an inventory would see, year by year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from zysim.arrays import FloatArray
from zysim.errors import InputError
from zysim.inputs.settings import Settings
from zysim.inputs.yearly import Yearly
from zysim.inputs.yearly_series import Series
from zysim.kernel import compile_model
from zysim.kernel.chunks import integrate_chunks
from zysim.metrics.spread import PeakSpread, Share, share_of, spread_of_peak
from zysim.reading.yearly import factor_of, with_yearly
from zysim.runs.ensemble import uncertain_worlds, worlds_under
from zysim.runs.project import Project
from zysim.sampling import MEMBERS
from zysim.sampling.series import yearly_factors
from zysim.sampling.worlds import draw_worlds, unit_points

APART = 2
"""Years by which a measured peak may miss the underlying one before it counts as another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredPeak:
    """One scenario: the same states of the world with ordinary years, and with drawn ones."""

    scenario: str
    underlying: PeakSpread
    """Each yearly input at its median in every year."""
    measured: PeakSpread
    """Each yearly input drawn: what the inventories of these years would show."""
    apart: Share
    """Share of members whose two peak years lie more than ``APART`` years apart."""

    def to_record(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "scenario": self.scenario,
            "underlying": self.underlying.to_record(),
            "measured": self.measured.to_record(),
            "years_apart": APART,
            "apart": [self.apart.value, self.apart.low, self.apart.high],
        }


def measured_peaks(
    project: Project,
    chosen: Sequence[Settings],
    *,
    variable: str,
    members: int = MEMBERS,
    seed: int = 0,
    given: Series | None = None,
) -> tuple[MeasuredPeak, ...]:
    """Run scenarios with ordinary and with drawn years, the same for every scenario.

    Parameters
    ----------
    project
        Model and tables; what is drawn by year stands in params/yearly_inputs.csv.
    chosen
        From :func:`zysim.runs.project.choose`.
    variable
        Emissions whose peak is meant, Mt CO2 a year.
    members
        States of the world; each meets its own series of years.
    seed
        0 or more.
    given
        Factors of years that every member meets in place of drawn ones, from
        :func:`zysim.inputs.yearly_series.read_yearly_series`.

    Raises
    ------
    InputError
        If no input is drawn by year, or one is no auxiliary of the model.
    ResultError
        If a value is not finite.
    """
    inputs, city = project.tables.yearly, project.city
    if not inputs:
        msg = "no input is drawn by year: params/yearly_inputs.csv has no row. Add one."
        raise InputError(msg, zh="没有逐年抽样的输入：params/yearly_inputs.csv 没有行，请先添加。")
    years = {name: range(each.first, city.last + 1) for name, each in inputs.items()}
    drawn = uncertain_worlds(project.tables)
    unit = unit_points(slice(0, members), len(drawn), seed=seed, members=members)
    worlds = draw_worlds(unit, drawn, project.tables.correlations)
    series = _columns(inputs, years, members, seed, given or {})
    kernel = compile_model(with_yearly(project.graph, years))
    found = []
    for settings in chosen:
        ordinary = worlds_under(settings, worlds)
        batch = {name: np.concatenate([values, values]) for name, values in ordinary.items()} | {
            name: np.concatenate([np.ones(members), values]) for name, values in series.items()
        }

        def draw(some: slice, batch: Mapping[str, FloatArray] = batch) -> Mapping[str, FloatArray]:
            return {name: values[some] for name, values in batch.items()}

        parts = list(
            integrate_chunks(kernel, draw, 2 * members, until=city.last, outputs=[variable])
        )
        paths = np.concatenate([values[variable] for _, _, values in parts])
        times = parts[0][1]
        two = [
            spread_of_peak(each, times, goal=city.goal, counted=city.base + 1)
            for each in (paths[:members], paths[members:])
        ]
        peaks = times[paths.argmax(axis=1)]
        far = int((np.abs(peaks[:members] - peaks[members:]) > APART).sum())
        found.append(
            MeasuredPeak(
                scenario=settings.id,
                underlying=two[0],
                measured=two[1],
                apart=share_of(far, members),
            )
        )
    return tuple(found)


def _columns(
    inputs: Mapping[str, Yearly],
    years: Mapping[str, range],
    members: int,
    seed: int,
    given: Series,
) -> dict[str, FloatArray]:
    """Return one column of factors a year for each input."""
    columns: dict[str, FloatArray] = {}
    for at, (name, each) in enumerate(inputs.items()):
        factors = yearly_factors(
            members, len(years[name]), each.deviation, each.memory, seed=seed, stream=at
        )
        columns |= {factor_of(name, year): factors[:, k] for k, year in enumerate(years[name])}
        columns |= {
            factor_of(name, year): np.full(members, value)
            for year, value in given.get(name, {}).items()
        }
    return columns
