"""Run scenarios in many states of the world, the same states for every scenario."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from zysim.arrays import FloatArray, IntArray
from zysim.errors import InputError, unknown_name
from zysim.inputs.city import City
from zysim.inputs.settings import Settings
from zysim.inputs.tables import Tables
from zysim.inputs.uncertainty import Uncertain
from zysim.kernel.chunks import Part, integrate_chunks
from zysim.kernel.clock import clock_of
from zysim.kernel.compile import compile_model
from zysim.kernel.integrate import QUICK_RUNS
from zysim.later import Later
from zysim.reading.graph import Variable
from zysim.runs.alarm import warn_of_absurd
from zysim.runs.execute import describe, last_year
from zysim.runs.kept_members import KeptMembers
from zysim.runs.manifest import Manifest
from zysim.runs.member_values import MANY, MemberDraws, MemberValues
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
CHUNK = 16_384
"""Members that are drawn at once where all of them do not fit into memory."""


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
        known = next(iter(self.values.values()), None)
        return next(iter(self.worlds.values())).size if known is None else known.shape[1]

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
    progress: Callable[[int, int], None] | None = None,
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
    progress
        Told how many runs are done, and of how many.

    Raises
    ------
    InputError
        If there are fewer than 2 members or more than the disk holds, the seed is negative,
        an output unknown, or ``worlds`` has other constants than params/uncertainty.csv.
    ResultError
        If a value is not finite; the message names variable, year, member and its draws.
    """
    until = last_year(project.city, until)
    design: dict[str, int | str] = {"members": members, "seed": seed, "method": method}
    given = worlds is not None
    if worlds is not None:
        _refuse_other_worlds(worlds, uncertain_worlds(project.tables))
        members = next(iter(worlds.values())).size
        design = {"members": members, "method": GIVEN}
    elif project.posterior is not None:
        design["method"] = GIVEN
        further = (*further, project.posterior.path)
    if members < FEWEST:
        msg = f"{members} member(s): an ensemble needs {FEWEST} or more; take 1000 or more."
        raise InputError(msg, zh=f"成员数 {members} 太少：至少 {FEWEST} 个，建议 1000 个以上。")
    wanted = list(project.city.account_variables) if outputs is None else list(outputs)
    kernel = compile_model(project.graph, engine, quick_runs=quick_for(members * len(chosen)))
    scalars = [scalar for name in wanted for scalar in project.graph.scalars_of(name, "ensemble")]
    years = clock_of(project.graph, until).times
    values = MemberValues([*dict.fromkeys(scalars)], len(chosen), members, years.size)
    kept = KeptMembers(
        project=project,
        design=design,
        until=until,
        names=values.names,
        years=years.size,
        engine=kernel.engine_for(members),
    )
    if worlds is None:
        # The worlds of cases that are kept are drawn only if somebody asks for them.
        worlds = Later(partial(draw_members, project, members, seed, method=method))
    done = 0
    for case, settings in enumerate(chosen):
        found = None if given else kept.read(settings)
        draw = partial(part_of_worlds, settings, worlds)
        parts: Iterable[Part] = (
            integrate_chunks(
                kernel, draw, members, size=values.at_once, until=until, outputs=values.names
            )
            if found is None
            else [(slice(0, members), years, found)]
        )
        for some, _, part in parts:
            values.write(case, some, part)
            done += some.stop - some.start
            if progress is not None:
                progress(done, members * len(chosen))
        of_case = {name: values[name][case] for name in values}
        if found is None and not given:
            kept.write(settings, of_case)
        warn_of_absurd(project, years, of_case)
    return Ensemble(
        scenarios=tuple(settings.id for settings in chosen),
        years=years,
        values=values,
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

    def draw(some: slice) -> Mapping[str, FloatArray]:
        unit = unit_points(some, len(drawn), seed=seed, members=members, method=method)
        return draw_worlds(unit, drawn, project.tables.correlations)

    if method != "sobol" or members <= MANY:
        return draw(slice(0, members))
    found = MemberDraws([each.id for each in drawn], members)
    for start in range(0, members, CHUNK):
        some = slice(start, min(start + CHUNK, members))
        found.write(some, draw(some))
    return found


def quick_for(runs: int) -> int:
    """Return up to how many runs machine code is made quickly, where there are so many in all.

    Parts of a large ensemble would begin with code made quickly and then make it again.
    """
    return QUICK_RUNS if runs <= QUICK_RUNS else 0


def part_of_worlds(
    settings: Settings, worlds: Mapping[str, FloatArray], some: slice
) -> dict[str, FloatArray]:
    """Return the constants of a scenario in some of the worlds."""
    return worlds_under(settings, {name: worlds[name][some] for name in worlds})


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
