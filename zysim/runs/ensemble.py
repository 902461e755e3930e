"""Run scenarios in many states of the world, the same states for every scenario."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from zysim.arrays import FloatArray, IntArray
from zysim.errors import InputError, unknown_name
from zysim.inputs.city import City
from zysim.inputs.settings import Settings
from zysim.inputs.tables import Tables
from zysim.inputs.uncertainty import Uncertain
from zysim.kernel.chunks import integrate_chunks
from zysim.kernel.compile import compile_model
from zysim.kernel.integrate import Kernel
from zysim.reading.graph import Variable
from zysim.runs.alarm import warn_of_absurd
from zysim.runs.execute import describe, last_year
from zysim.runs.manifest import Manifest
from zysim.runs.project import Project
from zysim.sampling import MEMBERS, Method
from zysim.sampling.worlds import draw_worlds, unit_points
from zysim.wording import Lang, Pair, pick

FEWEST = 2
GIVEN = "posterior"
"""What a manifest calls the method where the worlds were given: weighted by history."""
GIVEN_NOTE: Pair = (
    "（不确定情形取自 zysim update 或 calibrate 的后验样本）",
    " (states of the world from a posterior of zysim update or calibrate)",
)
MOST_BYTES = 4e9
"""An ensemble keeps every member in memory; larger ones are for a sweep."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ensemble:
    """Scenarios in many states of the world; member i is the same world in every scenario."""

    scenarios: tuple[str, ...]
    years: IntArray
    """Calendar years, shape ``(year,)``."""
    values: Mapping[str, FloatArray]
    """Scalar id to values of shape ``(scenario, member, year)``."""
    worlds: Mapping[str, FloatArray]
    """Uncertain constant, by scalar id, to its draws, shape ``(member,)``."""
    variables: Mapping[str, Variable]
    manifest: Manifest
    city: City
    """The record of the city."""

    @property
    def members(self) -> int:
        """Number of states of the world."""
        return next(iter(self.worlds.values())).size

    def of(self, name: str) -> FloatArray:
        """Return the values of a scalar, shape ``(scenario, member, year)``.

        Raises
        ------
        InputError
            If it was not reported; the message gives the nearest names.
        """
        if name not in self.values:
            raise unknown_name("variable", name, self.values, "ensemble")
        return self.values[name]

    def unit(self, name: str) -> str:
        """Return the unit of a scalar or of a whole variable.

        Raises
        ------
        InputError
            If there is no such variable; the message gives the nearest names.
        """
        identifier = name.partition("[")[0]
        if identifier not in self.variables:
            raise unknown_name("variable", name, self.variables, "ensemble")
        return self.variables[identifier].unit

    def __repr__(self) -> str:
        """Say what it holds, in one line."""
        return (
            f"<Ensemble {', '.join(self.scenarios)}: {self.members} members, "
            f"{len(self.values)} variables, {self.years[0]}-{self.years[-1]}>"
        )


def run_ensemble(
    project: Project,
    chosen: Sequence[Settings],
    *,
    members: int = MEMBERS,
    seed: int = 0,
    method: Method = "sobol",
    until: int | None = None,
    outputs: Sequence[str] | None = None,
    engine: str = "auto",
    command: str = "",
    worlds: Mapping[str, FloatArray] | None = None,
    further: Sequence[Path] = (),
) -> Ensemble:
    """Run each scenario in the same states of the world.

    Parameters
    ----------
    project
        Model and tables.
    chosen
        From :func:`zysim.runs.project.choose`. What a scenario assumes is not drawn in it.
    members
        States of the world, 2 or more.
    seed, method
        As for :func:`zysim.sampling.worlds.unit_points`.
    until
        Last simulated year; that of the city if None.
    outputs
        Variables or scalars to keep; energy CO2 of every account if None.
    engine
        As for :func:`zysim.kernel.compile_model`.
    command
        What the user typed, for the manifest.
    worlds
        States of the world to run in, as weighted by history: scalar id to ``(member,)``. New
        draws if None; otherwise ``members``, ``seed`` and ``method`` are not used.
    further
        Files that ``worlds`` came from, for the manifest.

    Raises
    ------
    InputError
        If there are fewer than 2 members or more than fit into memory, the seed is negative,
        an output unknown, or ``worlds`` has other constants than params/uncertainty.csv.
    ResultError
        If a value is not finite; the message names variable, year, member and its draws.
    """
    until = last_year(project.city, until)
    drawn = uncertain_worlds(project.tables)
    design: dict[str, int | str] = {"members": members, "seed": seed, "method": method}
    if worlds is not None:
        _refuse_other_worlds(worlds, drawn)
        members = next(iter(worlds.values())).size
        design = {"members": members, "method": GIVEN}
    elif project.posterior is not None:
        design["method"] = GIVEN
        further = (*further, project.posterior.path)
    if members < FEWEST:
        msg = f"{members} member(s): an ensemble needs {FEWEST} or more; take 1000 or more."
        raise InputError(msg, zh=f"成员数 {members} 太少：至少 {FEWEST} 个，建议 1000 个以上。")
    wanted = list(project.city.account_variables) if outputs is None else list(outputs)
    _refuse_too_large(project, wanted, members, len(chosen))
    if worlds is None:
        worlds = draw_members(project, members, seed, method=method)
    kernel = compile_model(project.graph, engine)
    found = []
    for settings in chosen:
        years, values = _run_members(kernel, worlds_under(settings, worlds), members, until, wanted)
        warn_of_absurd(project, years, values)
        found.append(values)
    return Ensemble(
        scenarios=tuple(settings.id for settings in chosen),
        years=years,
        values={name: np.stack([each[name] for each in found]) for name in found[0]},
        worlds=worlds,
        variables=project.graph.variables,
        manifest=describe(
            project,
            chosen,
            until=until,
            engine=kernel.engine_for(members),
            command=command,
            design=design,
            further=further,
        ),
        city=project.city,
    )


def _refuse_other_worlds(worlds: Mapping[str, FloatArray], drawn: Sequence[Uncertain]) -> None:
    """Refuse draws of other constants than those of the table: the rest would stand still."""
    wrong = sorted({each.id for each in drawn} ^ set(worlds))
    if wrong:
        msg = (
            f"worlds: {len(wrong)} constant(s) differ from params/uncertainty.csv, such as "
            f"{wrong[0]}. Run zysim calibrate again."
        )
        zh = (
            f"不确定情形与 params/uncertainty.csv 有 {len(wrong)} 个常数不同，如 {wrong[0]}。"
            "请重新运行 zysim calibrate。"
        )
        raise InputError(msg, zh=zh)


def _refuse_too_large(
    project: Project, outputs: Sequence[str], members: int, scenarios: int
) -> None:
    """Refuse what would not fit into the memory of an office computer."""
    scalars = sum(len(project.graph.scalars_of(name, "ensemble")) for name in outputs)
    size = 8.0 * scalars * members * scenarios * (project.city.last - project.city.first + 1)
    if size > MOST_BYTES:
        most = int(members * MOST_BYTES / size)
        msg = (
            f"{members} members of {scalars} variables in {scenarios} scenario(s) take "
            f"{size / 1e9:.0f} GB: take {most} members or fewer, or fewer variables."
        )
        zh = (
            f"{members} 个成员 × {scalars} 个变量 × {scenarios} 个情景需 {size / 1e9:.0f} GB 内存："
            f"请取不超过 {most} 个成员，或减少变量。"
        )
        raise InputError(msg, zh=zh)


def _run_members(
    kernel: Kernel,
    columns: Mapping[str, FloatArray],
    members: int,
    until: int,
    outputs: Sequence[str],
) -> tuple[IntArray, dict[str, FloatArray]]:
    """Return years and values ``(member, year)`` of one scenario, run in parts."""

    def draw(some: slice) -> dict[str, FloatArray]:
        return {name: values[some] for name, values in columns.items()}

    parts = list(integrate_chunks(kernel, draw, members, until=until, outputs=outputs))
    years = parts[0][1]
    return years, {
        name: np.concatenate([values[name] for _, _, values in parts]) for name in parts[0][2]
    }


def draw_members(
    project: Project, members: int, seed: int, *, method: Method = "sobol", apart: bool = False
) -> Mapping[str, FloatArray]:
    """Return states of the world: new draws, or some of the posterior that a project was opened on.

    Parameters
    ----------
    project
        Model and tables.
    members
        How many, 1 or more.
    seed, method
        As for :func:`zysim.sampling.worlds.unit_points`; of a posterior, ``seed`` chooses.
    apart
        Of a posterior: from the other end of the order that ``seed`` gives. New draws are apart
        where their seeds are.

    Returns
    -------
    Mapping
        Scalar id to draws, shape ``(member,)``.

    Raises
    ------
    InputError
        If the posterior has fewer, or the seed is negative.
    """
    if project.posterior is not None:
        return project.posterior.take(members, seed, apart=apart)
    drawn = uncertain_worlds(project.tables)
    unit = unit_points(slice(0, members), len(drawn), seed=seed, members=members, method=method)
    return draw_worlds(unit, drawn, project.tables.correlations)


def given_note(design: Mapping[str, int | str], lang: Lang) -> str:
    """Return what a line on draws says where these were taken from a posterior; else nothing.

    Examples
    --------
    >>> given_note({"method": "sobol"}, "en"), given_note({"method": "posterior"}, "en")[:33]
    ('', ' (states of the world from a post')
    """
    return pick(GIVEN_NOTE, lang) if design.get("method") == GIVEN else ""


def uncertain_worlds(tables: Tables) -> list[Uncertain]:
    """Return the uncertain constants that are states of the world, in the order of the table."""
    return [each for each in tables.uncertainty.values() if each.kind == "world"]


def worlds_under(settings: Settings, worlds: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    """Return the constants of a scenario in each world, shape ``(member,)`` by scalar id.

    What the scenario or the user sets stands in every world.
    """
    members = next(iter(worlds.values())).size
    fixed = {name: np.full(members, value) for name, value in settings.constants.items()}
    return {**worlds, **fixed}
