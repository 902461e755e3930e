"""Say when a run shows what cannot be: emissions below zero, shares outside 0 to 1."""

from __future__ import annotations

import warnings
from collections.abc import Mapping

import numpy as np

from zysim.arrays import FloatArray, IntArray, parts_of
from zysim.errors import Alarm
from zysim.runs.project import Project

SHARE = "_share"
"""End of the name of a variable without unit that is a share of a whole."""
ROUNDING = 1e-9


def warn_of_absurd(project: Project, years: IntArray, values: Mapping[str, FloatArray]) -> None:
    """Warn once of accounts of emissions below 0 and of shares outside 0 to 1.

    Parameters
    ----------
    project
        Model and record of the city, which name the accounts.
    years
        Shape ``(year,)``.
    values
        By scalar id, shape ``(…, year)``.

    Warns
    -----
    Alarm
        Naming the variables, each with its worst value and the year of it.
    """
    accounts = {each.variable for each in project.city.accounts.values()}
    found = []
    for name, series in values.items():
        of = project.graph.home[name]
        if of in accounts:
            limits = (0.0, np.inf)
        elif of.endswith(SHARE) and project.graph.variables[of].unit == "dmnl":
            limits = (0.0, 1.0)
        else:
            continue
        flat = series.reshape(-1, years.size) if series.ndim != 2 else series
        worst = max((_worst(flat[part], limits) for part in parts_of(len(flat))), key=_excess)
        if worst[0] > ROUNDING:
            found.append(f"{name} = {worst[1]:.4g} ({years[worst[2]]})")
    if found:
        listed, rest = ", ".join(found[:4]), len(found) - 4
        more, more_zh = (f" and {rest} more", f" 等 {len(found)} 项") if rest > 0 else ("", "")
        message = (
            f"impossible levels: {listed}{more}. Emissions below 0 or shares outside 0 to 1: look "
            "for a number in another unit."
        )
        zh = (
            f"出现不合理的数值：{listed}{more_zh}。排放量不应低于 0，比重应在 0 与 1 之间："
            "请检查参数的单位和数值。"
        )
        warnings.warn(Alarm(message, zh=zh), stacklevel=3)


def _worst(values: FloatArray, limits: tuple[float, float]) -> tuple[float, float, int]:
    """Return by how much the worst value is outside its limits, the value, and its place."""
    excess = np.maximum(limits[0] - values, values - limits[1])
    at = np.unravel_index(int(excess.argmax()), excess.shape)
    return float(excess[at]), float(values[at]), int(at[1])


def _excess(worst: tuple[float, float, int]) -> float:
    return worst[0]
