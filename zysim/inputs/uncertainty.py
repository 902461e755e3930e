"""Read params/uncertainty.csv: how far each uncertain constant may be from its value.

A cell of ``low``, ``mode`` or ``high`` left empty stands for the number's own, so that a number and
its range have one home: the table of the number.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from zysim.inputs.csv_table import Cells, read_table
from zysim.inputs.levers import Lever
from zysim.inputs.parameters import Parameter
from zysim.inputs.problems import not_known

Distribution = Literal["uniform", "triangular", "normal", "lognormal", "discrete"]
Kind = Literal["lever", "world", "structure"]
TABLE_KINDS = ("lever", "world")
"""Kinds that the table holds; a structure is a factor of a study alone."""
COLUMNS = ("id", "distribution", "low", "mode", "high", "group", "kind", "note")
WITH_MODE = ("triangular", "normal", "lognormal")
Own = tuple[float, float | None, float]
"""Lowest, usual and highest value that the table of a number gives; a lever has no usual one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncertain:
    """One model constant that is sampled."""

    id: str
    """Scalar id of the model constant; a lever's is ``<lever>_setting``."""
    distribution: Distribution
    """``uniform`` and ``triangular`` on [low, high]; ``normal`` and ``lognormal`` around ``mode``
    with 3.92 standard deviations from low to high (of the logarithm), cut off there; ``discrete``
    takes ``low``, ``mode`` where given, and ``high``, equally often."""
    low: float
    mode: float | None
    high: float
    group: str
    """Constants of one group move together in a grouped study."""
    kind: Kind
    """``lever``: a choice of the city; ``world``: a state of the world; ``structure``: which
    alternative of a question about structure holds."""
    note: str
    levels: tuple[float, ...] = ()
    """Values of a ``discrete`` constant of a study, in place of those above."""
    weights: tuple[float, ...] = ()
    """Probability of each level, with sum 1; equally often where there are none."""


def read_uncertainty(
    path: Path,
    parameters: Mapping[str, Parameter] | None = None,
    levers: Mapping[str, Lever] | None = None,
) -> Mapping[str, Uncertain]:
    """Read the table of uncertain constants.

    Parameters
    ----------
    path
        CSV file with the columns of ``COLUMNS``.
    parameters, levers
        Constants that may be sampled, each within its own range; None leaves this unchecked.

    Returns
    -------
    Mapping
        Scalar id to its distribution, in the order of the file.

    Raises
    ------
    InputError
        If a row breaks a rule; the message names the file and every row.
    """
    ranges: dict[str, dict[str, Own]] | None = None
    if parameters is not None and levers is not None:
        ranges = {
            "world": {name: (each.low, each.value, each.high) for name, each in parameters.items()},
            "lever": {each.constant: (each.low, None, each.high) for each in levers.values()},
        }
    return read_table(path, COLUMNS, lambda cells: _parse(cells, ranges), ("id",))


def _parse(cells: Cells, ranges: Mapping[str, Mapping[str, Own]] | None) -> Uncertain:
    name = cells.text("id")
    distribution = cells.choice("distribution", get_args(Distribution))
    kind = cells.choice("kind", TABLE_KINDS)
    own = (ranges or {}).get(kind, {}).get(name, (math.nan, math.nan, math.nan))
    low, high = (
        cells.number(column) if ranges is None or cells.values[column] else its
        for column, its in (("low", own[0]), ("high", own[2]))
    )
    mode = _mode(cells, distribution, low, high, own[1])
    if low >= high:
        cells.note(
            f"need low < high, got {low:g}, {high:g}", f"应有 low < high，现为 {low:g}、{high:g}"
        )
    if distribution == "lognormal" and low <= 0:
        cells.note(
            f"low {low:g}: a lognormal constant is above 0", f"low {low:g}：对数正态分布须大于 0"
        )
    if ranges is not None and kind in ranges and name:
        _check_range(cells, name, (low, high), ranges[kind])
    return Uncertain(
        id=name,
        distribution=cast("Distribution", distribution),
        low=low,
        mode=mode,
        high=high,
        group=cells.text("group"),
        kind=cast("Kind", kind),
        note=cells.text("note", needed=False),
    )


def _mode(
    cells: Cells, distribution: str, low: float, high: float, own: float | None
) -> float | None:
    given = bool(cells.values["mode"])
    if not given and distribution not in WITH_MODE:
        return None
    mode = cells.number("mode") if given else own
    if mode is None:
        cells.note(f"mode is empty: {distribution} needs it", f"mode 为空：{distribution} 须填写")
    elif distribution == "uniform":
        cells.note("mode: a uniform constant has none, leave it empty", "mode：均匀分布请留空")
    elif not math.isnan(low + mode + high) and not low <= mode <= high:
        cells.note(
            f"need low <= mode <= high, got {low:g}, {mode:g}, {high:g}",
            f"应有 low ≤ mode ≤ high，现为 {low:g}、{mode:g}、{high:g}",
        )
    return mode


def _check_range(
    cells: Cells,
    name: str,
    sampled: tuple[float, float],
    ranges: Mapping[str, Own],
) -> None:
    if name not in ranges:
        cells.problems.append(not_known(("constant", "常数"), name, ranges))
        return
    low, _, high = ranges[name]
    if sampled[0] < low or sampled[1] > high:
        cells.note(
            f"sampled from {sampled[0]:g} to {sampled[1]:g}, outside its own range "
            f"{low:g} to {high:g}",
            f"抽样范围 {sampled[0]:g} 至 {sampled[1]:g} 超出其取值范围 {low:g} 至 {high:g}",
        )
