"""Every target on every account: boundary × conversion of power, with and without process CO2.

The model holds the arrays: a target on ``x`` is scored on ``account_x``, by boundary or by boundary
and conversion, where the model has one; a target on the year of the peak is scored on
``account_co2`` and ``account_co2_with_process``. Elements stand in the order of the accounts of
``city.toml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from zysim.errors import InputError
from zysim.inputs.settings import Settings
from zysim.inputs.targets import Target
from zysim.metrics.middle import middle
from zysim.metrics.targets import score_targets
from zysim.runs.ensemble import run_ensemble
from zysim.runs.project import Project
from zysim.sampling import MEMBERS

PREFIX = "account_"
CO2, WITH_PROCESS = f"{PREFIX}co2", f"{PREFIX}co2_with_process"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One target on one account."""

    target: Target
    """With the variable of the account."""
    process: bool
    """Whether process CO2 is counted."""
    value: float
    """Median, in the unit of the target; infinity for a peak beyond the horizon."""
    met: float
    """Share of members that meet it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """The targets on one boundary and one conversion."""

    account: str
    """Id of ``city.toml``."""
    conversion: str
    """Element of the model's dimension, such as ``calorific_conversion``."""
    cells: tuple[Cell, ...]
    distance: float
    """Mean over the targets of the history of the distance of the median from the threshold, in
    parts of the threshold: how far this account is from the plan's own aims."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountMatrix:
    """All accounts in one case."""

    case: str
    members: int
    rows: tuple[AccountRow, ...]

    @property
    def nearest(self) -> AccountRow:
        """The account that comes closest to the plan's own aims for the years behind us."""
        return min(self.rows, key=lambda row: row.distance)


def account_matrix(
    project: Project, settings: Settings, *, members: int = MEMBERS, seed: int = 0
) -> AccountMatrix:
    """Score the targets that depend on the account on all of them.

    Parameters
    ----------
    project, settings
        Model and case.
    members, seed
        As for :func:`zysim.runs.ensemble.run_ensemble`.

    Raises
    ------
    InputError
        If the model has no arrays by account, or their elements are not those of ``city.toml``.
    ResultError
        If a value is not finite.
    """
    wanted = account_targets(project)
    rows = {
        place: [
            (on_place(target, name, elements, project), name == WITH_PROCESS)
            for target, names in wanted
            for name in names
        ]
        for place, elements in account_places(project).items()
    }
    outputs = sorted({each.variable for row in rows.values() for each, _ in row})
    found = run_ensemble(project, [settings], members=members, seed=seed, outputs=outputs)
    values = {name: each[0] for name, each in found.values.items()}
    made = []
    for (account, conversion), row in rows.items():
        scores = score_targets(
            [target for target, _ in row], values, found.years, history=project.city.history
        )
        cells = tuple(
            Cell(
                target=score.target,
                process=process,
                value=float(middle(np.where(np.isnan(score.value), np.inf, score.value))),
                met=float(score.met.mean()),
            )
            for score, (_, process) in zip(scores, row, strict=True)
            if score.value is not None and score.met is not None
        )
        made.append(
            AccountRow(
                account=account,
                conversion=conversion,
                cells=cells,
                distance=_distance(cells, project.city.history),
            )
        )
    return AccountMatrix(case=settings.id, members=members, rows=tuple(made))


def account_targets(project: Project) -> list[tuple[Target, tuple[str, ...]]]:
    """Return the targets that depend on the account, each with the arrays it is scored on."""
    known, city = project.graph.variables, project.city
    main = city.accounts[city.account].variable
    found: list[tuple[Target, tuple[str, ...]]] = []
    for target in project.tables.targets.values():
        if target.compare == "peak<=" and target.variable == main and CO2 in known:
            found.append((target, (CO2, WITH_PROCESS)))
        elif f"{PREFIX}{target.variable}" in known:
            found.append((target, (f"{PREFIX}{target.variable}",)))
    if not found:
        msg = (
            f"{project.model.name} has no array {CO2!r} by account: it takes the variables "
            f"{PREFIX}… by boundary and conversion to score targets on all accounts."
        )
        zh = f"{project.model.name} 没有按口径列出的数组 {CO2}：无法按各口径打分。"
        raise InputError(msg, zh=zh)
    return found


def account_places(project: Project) -> dict[tuple[str, str], tuple[str, str]]:
    """Return account id and conversion to the elements of the model, checked against the city."""
    graph, city = project.graph, project.city
    boundaries = [each.partition("[")[2].rstrip("]") for each in graph.scalars_of(CO2)]
    if len(boundaries) != len(city.accounts):
        msg = (
            f"{CO2} has {len(boundaries)} elements and city.toml {len(city.accounts)} accounts: "
            "give both the same, in one order."
        )
        zh = (
            f"{CO2} 有 {len(boundaries)} 个元素，city.toml 有 {len(city.accounts)} 个口径，应一致。"
        )
        raise InputError(msg, zh=zh)
    pairs = next(each for each in graph.variables.values() if _by_both(each.dims, graph.dimensions))
    conversions = graph.dimensions[pairs.dims[1]]
    return {
        (account, conversion): (element, conversion)
        for account, element in zip(city.accounts, boundaries, strict=True)
        for conversion in conversions
    }


def _by_both(dims: tuple[str, ...], dimensions: Mapping[str, tuple[str, ...]]) -> bool:
    return len(dims) == 2 and dims[0] == "account" and dims[1] in dimensions


def on_place(target: Target, name: str, place: tuple[str, str], project: Project) -> Target:
    """Return a target on one account's variable."""
    known = project.graph.scalars_of(name)
    both = f"{name}[{','.join(place)}]"
    return replace(target, variable=both if both in known else f"{name}[{place[0]}]")


def _distance(cells: tuple[Cell, ...], history: int) -> float:
    gaps = [
        abs(each.value - each.target.threshold) / abs(each.target.threshold)
        for each in cells
        if each.target.year <= history and each.target.threshold
    ]
    return float(np.mean(gaps)) if gaps else np.inf
