"""An ensemble as tables: quantiles of every variable by year, and one row a member."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from zysim.arrays import parts_of
from zysim.metrics.middle import quantiles
from zysim.metrics.peak import find_peak, peak_margin
from zysim.metrics.spread import PeakSpread
from zysim.metrics.totals import cumulative, level_in
from zysim.runs.ensemble import Ensemble

SHARES = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
"""Quantiles written: the ends of the 95, 80 and 50 % bands, and the median."""


def quantile_table(ensemble: Ensemble, names: Sequence[str] | None = None) -> pd.DataFrame:
    """Return quantiles over members as a tidy table.

    Parameters
    ----------
    ensemble
        Results that hold ``names``.
    names
        Scalar ids; all that were reported if None.

    Returns
    -------
    pandas.DataFrame
        Columns ``scenario``, ``variable``, ``year``, ``quantile``, ``value``, ``unit``.
    """
    chosen = list(ensemble.values) if names is None else list(names)
    scenarios, years, count = ensemble.scenarios, ensemble.years, len(SHARES)
    parts = []
    for name in chosen:
        block = quantiles(np.moveaxis(ensemble.of(name), 1, 0), SHARES)
        parts.append(
            pd.DataFrame(
                {
                    "scenario": np.tile(np.repeat(scenarios, years.size), count),
                    "variable": name,
                    "year": np.tile(years, count * len(scenarios)),
                    "quantile": np.repeat(SHARES, len(scenarios) * years.size),
                    "value": block.ravel(),
                    "unit": ensemble.variables[name.partition("[")[0]].unit,
                }
            )
        )
    table = pd.concat(parts, ignore_index=True)
    order = ["scenario", "variable", "year", "quantile"]
    table["scenario"] = pd.Categorical(table["scenario"], scenarios)
    table["variable"] = pd.Categorical(table["variable"], chosen)
    return table.sort_values(order, ignore_index=True).astype({"scenario": str, "variable": str})


def member_table(ensemble: Ensemble) -> pd.DataFrame:
    """Return one row per scenario and member: what was drawn, and what became of the peak.

    Returns
    -------
    pandas.DataFrame
        Columns ``scenario``, ``member``, one per uncertain constant, and for each boundary
        letter ``peak_year_B`` (missing where the peak is beyond the horizon),
        ``peak_level_B``, ``level_2030_B`` (of the goal year), ``cumulative_B`` (Mt CO2) and
        ``margin_B``.
    """
    return pd.concat(member_parts(ensemble), ignore_index=True)


def member_parts(ensemble: Ensemble) -> Iterator[pd.DataFrame]:
    """Give the rows of :func:`member_table`, some members of a scenario at a time."""
    goal = ensemble.city.goal
    places = [*parts_of(ensemble.members)]
    for (at, scenario), some in product(enumerate(ensemble.scenarios), places):
        table: dict[str, Any] = {
            "scenario": scenario,
            "member": np.arange(some.start, some.stop),
            **{name: each[some] for name, each in ensemble.worlds.items()},
        }
        for letter, account in ensemble.city.accounts.items():
            emissions, years = ensemble.of(account.variable)[at, some], ensemble.years
            peak = find_peak(emissions, years)
            year = pd.array(peak.year, dtype="Int64")
            year[peak.censored] = pd.NA
            table |= {
                f"peak_year_{letter}": year,
                f"peak_level_{letter}": peak.level,
                f"level_{goal}_{letter}": level_in(emissions, years, goal),
                f"cumulative_{letter}": cumulative(
                    emissions, years, since=ensemble.city.counted, until=int(years[-1])
                ),
                f"margin_{letter}": peak_margin(emissions, years, by=goal),
            }
        yield pd.DataFrame(table)


def spread_table(spreads: Mapping[str, Mapping[str, PeakSpread]]) -> pd.DataFrame:
    """Return the chance of the peak and the medians: one row a case and account.

    Returns
    -------
    pandas.DataFrame
        Columns ``case``, ``account``, ``probability`` with the ends of its interval,
        ``peak_year`` (infinite beyond the horizon), ``peak_level``, ``level_goal`` (Mt CO2 a
        year), ``cumulative`` (Mt CO2).
    """
    return pd.DataFrame(
        [
            {
                "case": case,
                "account": account,
                "probability": each.in_time.value,
                "probability_low": each.in_time.low,
                "probability_high": each.in_time.high,
                "peak_year": each.year[1],
                "peak_level": each.level[1],
                "level_goal": each.level_goal[1],
                "cumulative": each.cumulative[1],
            }
            for case, by_account in spreads.items()
            for account, each in by_account.items()
        ]
    )
