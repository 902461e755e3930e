"""Read params/uncertainty.csv: how far each uncertain constant may be from its value.

A cell of ``low``, ``mode`` or ``high`` left empty stands for the number's own, so that a number and
its range have one home: the table of the number.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from zysim.inputs.csv_table import read_records
from zysim.inputs.declared import Field, range_problem
from zysim.inputs.levers import Lever
from zysim.inputs.parameters import Parameter
from zysim.inputs.problems import Problem, not_known

Distribution = Literal["uniform", "triangular", "normal", "lognormal", "discrete"]
TableKind = Literal["lever", "world"]
Kind = Literal["lever", "world", "structure"]
WITH_MODE = ("triangular", "normal", "lognormal")
Own = tuple[float, float | None, float]
"""Lowest, usual and highest value that the table of a number gives; a lever has no usual one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncertain:
    """One model constant that is sampled."""

    id: str
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


@dataclass(frozen=True, slots=True, kw_only=True)
class UncertainRow:
    """One row of the table, as it is written."""

    id: Annotated[
        str,
        Field(
            "模型常数；措施为 lever_setting[措施_measure]",
            "constant of the model; a lever's is lever_setting[LEVER_measure]",
            key=True,
        ),
    ]
    distribution: Annotated[
        Distribution,
        Field(
            "分布；normal 与 lognormal 以 mode 为中位数，low 至 high 为 95%，并在其处截断；"
            "discrete 各值等可能",
            "distribution; normal and lognormal have their median at mode and 95 % of their mass "
            "from low to high, where they are cut off; discrete takes its values equally often",
        ),
    ]
    low: Annotated[
        float | None, Field("最小值；为空则取该数自身的", "lowest; the number's own if empty")
    ]
    mode: Annotated[
        float | None,
        Field("最可能值或中位数；为空则取该数自身的", "mode or median; the number's own if empty"),
    ]
    high: Annotated[
        float | None, Field("最大值；为空则取该数自身的", "highest; the number's own if empty")
    ]
    group: Annotated[
        str,
        Field(
            "分组；分组研究中一起变化", "constants of one group move together in a grouped study"
        ),
    ]
    kind: Annotated[
        TableKind, Field("城市的选择，或外部情形", "a choice of the city, or a state of the world")
    ]
    note: Annotated[str, Field("说明", "remark", empty=True)]


def read_uncertainty(
    path: Path,
    parameters: Mapping[str, Parameter] | None = None,
    levers: Mapping[str, Lever] | None = None,
) -> Mapping[str, Uncertain]:
    """Read the table of uncertain constants.

    Parameters
    ----------
    path
        CSV file with the fields of :class:`UncertainRow` as columns.
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

    def check(row: UncertainRow) -> Iterator[Problem]:
        made = found[row.id] = _completed(row, ranges)
        yield from _wrong(made)
        if ranges is not None and row.kind in ranges and row.id:
            yield from _outside(made, ranges[row.kind])

    found: dict[str, Uncertain] = {}
    read_records(path, UncertainRow, check=check)
    return found


def _completed(row: UncertainRow, ranges: Mapping[str, Mapping[str, Own]] | None) -> Uncertain:
    """Return a row with the number's own range where it gives none."""
    own = (ranges or {}).get(row.kind, {}).get(row.id, (math.nan, math.nan, math.nan))
    return Uncertain(
        id=row.id,
        distribution=row.distribution,
        low=own[0] if row.low is None else row.low,
        mode=own[1] if row.mode is None and row.distribution in WITH_MODE else row.mode,
        high=own[2] if row.high is None else row.high,
        group=row.group,
        kind=row.kind,
        note=row.note,
    )


def _no_mode(distribution: str) -> Problem:
    return Problem(f"mode is empty: {distribution} needs it", f"mode 为空：{distribution} 须填写")


def _wrong(made: Uncertain) -> Iterator[Problem]:
    low, mode, high = made.low, made.mode, made.high
    if mode is None and made.distribution in WITH_MODE:
        yield _no_mode(made.distribution)
    if mode is not None and made.distribution == "uniform":
        yield Problem("mode: a uniform constant has none, leave it empty", "mode：均匀分布请留空")
    elif mode is not None:
        yield from range_problem("mode", low, mode, high)
    if low >= high:
        yield Problem(
            f"need low < high, got {low:g}, {high:g}", f"应有 low < high，现为 {low:g}、{high:g}"
        )
    if made.distribution == "lognormal" and low <= 0:
        yield Problem(
            f"low {low:g}: a lognormal constant is above 0", f"low {low:g}：对数正态分布须大于 0"
        )


def _outside(made: Uncertain, ranges: Mapping[str, Own]) -> Iterator[Problem]:
    if made.id not in ranges:
        yield not_known(("constant", "常数"), made.id, ranges)
        return
    low, _, high = ranges[made.id]
    if made.low < low or made.high > high:
        yield Problem(
            f"sampled from {made.low:g} to {made.high:g}, outside its own range "
            f"{low:g} to {high:g}",
            f"抽样范围 {made.low:g} 至 {made.high:g} 超出其取值范围 {low:g} 至 {high:g}",
        )
