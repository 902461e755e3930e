"""What a study varies: constants, how they are drawn, and which of them are ranked as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from zysim.arrays import FloatArray
from zysim.errors import InputError
from zysim.inputs.correlation import Correlation
from zysim.inputs.study import Study
from zysim.inputs.tables import Tables
from zysim.inputs.uncertainty import Uncertain
from zysim.runs.project import Project, choose
from zysim.sampling.worlds import draw_worlds
from zysim.wording import Pair

KINDS: Mapping[str, Pair] = {
    "lever": ("本市的措施", "levers of the city"),
    "world": ("外部与未知", "the world and the unknown"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """What is ranked: one constant, or some that go together."""

    id: str
    label: Pair
    members: tuple[int, ...]
    """Positions of its constants in :attr:`Space.varied`."""
    kind: str
    """``lever``, ``world``, or "" where it holds both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """The constants of a study, in the order of params/uncertainty.csv."""

    varied: tuple[Uncertain, ...]
    factors: tuple[Factor, ...]
    correlations: tuple[Correlation, ...]
    fixed: Mapping[str, float]
    """Constants that the scenario sets and the study does not vary."""

    @property
    def groups(self) -> list[int]:
        """The factor of each constant."""
        of = {at: place for place, each in enumerate(self.factors) for at in each.members}
        return [of[at] for at in range(len(self.varied))]

    @property
    def single(self) -> list[int]:
        """Positions of the factors that are one constant, and so have a unit."""
        return [at for at, each in enumerate(self.factors) if len(each.members) == 1]

    def constants(self, unit: FloatArray) -> dict[str, FloatArray]:
        """Return constants of the model by scalar id, shape ``(run,)``.

        Parameters
        ----------
        unit
            Points of the unit cube, shape ``(run, constant)``.
        """
        drawn = draw_worlds(unit, self.varied, self.correlations)
        return {**{name: np.full(len(unit), value) for name, value in self.fixed.items()}, **drawn}


def study_space(project: Project, study: Study) -> Space:
    """Return what a study varies and what stands.

    A study that varies levers varies all of them, whatever the scenario sets; a number the
    scenario assumes is not varied.

    Raises
    ------
    InputError
        If the scenario is unknown, or nothing is left to vary.
    """
    tables = project.tables
    settings = choose(project, [study.scenario], {})[0]
    kinds = ("lever", "world") if study.vary == "all" else (study.vary.removesuffix("s"),)
    varied = tuple(
        each
        for each in tables.uncertainty.values()
        if each.kind in kinds and (each.kind == "lever" or each.id not in settings.assumptions)
    )
    if len(varied) < 2:
        msg = f"study {study.id}: fewer than 2 constants vary; see params/uncertainty.csv."
        raise InputError(msg, zh=f"研究 {study.id}：可变的常数不足 2 个，请检查 uncertainty.csv。")
    names = {each.id for each in varied}
    # Screening moves one constant at a time, so each must be free to move alone.
    correlations = tuple(
        each
        for each in tables.correlations
        if study.method == "sobol" and {each.first, each.second} <= names
    )
    return Space(
        varied=varied,
        factors=_factors(varied, study.factors, correlations, tables),
        correlations=correlations,
        fixed={n: value for n, value in settings.constants.items() if n not in names},
    )


def _factors(
    varied: Sequence[Uncertain], by: str, correlations: Sequence[Correlation], tables: Tables
) -> tuple[Factor, ...]:
    if by == "each":
        parts = _clusters(varied, correlations)
        return tuple(_one(part, varied, tables) for part in parts)
    keys = list(dict.fromkeys(getattr(each, by) for each in varied))
    return tuple(
        Factor(
            id=key,
            label=KINDS.get(key, (key, key)),
            members=tuple(at for at, each in enumerate(varied) if getattr(each, by) == key),
            kind=key if by == "kind" else "",
        )
        for key in keys
    )


def _clusters(
    varied: Sequence[Uncertain], correlations: Sequence[Correlation]
) -> list[tuple[int, ...]]:
    """Return positions of constants, those that are correlated together, in the order given."""
    names = [each.id for each in varied]
    home = list(range(len(names)))
    for each in correlations:
        first, second = home[names.index(each.first)], home[names.index(each.second)]
        home = [min(first, second) if at in (first, second) else at for at in home]
    return [tuple(np.flatnonzero(np.array(home) == each).tolist()) for each in sorted(set(home))]


def _one(members: tuple[int, ...], varied: Sequence[Uncertain], tables: Tables) -> Factor:
    labels = [label_of(varied[at].id, tables) for at in members]
    first = varied[members[0]]
    return Factor(
        id=first.id.removesuffix("_setting") if first.kind == "lever" else first.id,
        label=("＋".join(zh for zh, _en in labels), " + ".join(en for _zh, en in labels)),
        members=members,
        kind=first.kind,
    )


def label_of(constant: str, tables: Tables) -> Pair:
    """Return the name of an uncertain constant in Chinese and English."""
    lever = tables.levers.get(constant.removesuffix("_setting"))
    if lever is not None:
        return lever.label_zh, lever.label_en
    parameter = tables.parameters[constant]
    return parameter.label_zh, parameter.label_en
